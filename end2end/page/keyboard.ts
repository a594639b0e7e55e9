/** Filling in a form without a finger or a mouse: Tab, arrows, space, Enter, and the keys of the alphabet. */
import { expect, Page } from '@playwright/test';
import { typeKorean } from '../fixture/hangul.ts';

/** More stops than any page has. */
const STOPS = 400;

export class Keyboard {
  constructor(readonly page: Page) {}

  /** Presses Tab until the focus stands on what `selector` means. */
  async to(selector: string): Promise<void> {
    for (let stop = 0; stop < STOPS; stop++) {
      if (await this.stands(selector)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no number of tabs leads to ${selector}`);
  }

  async type(field: string, text: string): Promise<void> {
    await this.to(`#f-${field}`);
    await typeKorean(this.page, text);
  }

  /** Picks one of several: a tab to the group, arrows to the choice. */
  async choose(field: string, code: string): Promise<void> {
    await this.to(`input[name="${field}"]`);
    await this.page.keyboard.press('Space');
    for (let stop = 0; stop < STOPS; stop++) {
      if (await this.stands(`[value="${code}"]:checked`)) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`no arrow leads to ${code} of ${field}`);
  }

  /** Ticks a box. */
  async tick(selector: string): Promise<void> {
    await this.to(selector);
    await this.page.keyboard.press('Space');
  }

  /** Presses the button with this name. */
  async press(name: string | RegExp): Promise<void> {
    for (let stop = 0; stop < STOPS; stop++) {
      const here = await this.page.evaluate(() => {
        const active = document.activeElement;
        return active?.matches('a, button, summary') ? (active.textContent ?? '').trim() : undefined;
      });
      if (here !== undefined && (typeof name === 'string' ? here === name : name.test(here))) {
        await this.page.keyboard.press('Enter');
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no number of tabs leads to the button ${String(name)}`);
  }

  /** Goes on; the heading of the next page has the focus then, so that a screen reader says where one is. */
  async nextTo(heading: string): Promise<void> {
    await this.press('다음');
    const title = this.page.getByRole('heading', { level: 1 });
    await expect(title).toContainText(heading);
    await expect(title).toBeFocused();
  }

  private stands(selector: string): Promise<boolean> {
    return this.page.evaluate((selector) => !!document.activeElement?.matches(selector), selector);
  }
}
