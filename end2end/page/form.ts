/** Filling in a form as a person does: taps on cards, types into boxes, reads the line that says it is saved. */
import { expect, Locator, Page } from '@playwright/test';
import type { Screen } from '../fixture/form.ts';
import { enter, press } from '../fixture/press.ts';
import { typeKorean } from '../fixture/hangul.ts';

export class FormPage {
  constructor(readonly page: Page) {}

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get saveState(): Locator {
    return this.page.getByTestId('save-state');
  }

  /** Says that something was put in from an earlier form. */
  get prefilled(): Locator {
    return this.page.getByTestId('prefilled');
  }

  async emptyPrefilled(): Promise<void> {
    await press(this.prefilled.getByRole('button', { name: '넣어 둔 내용 비우기' }));
  }

  get errors(): Locator {
    return this.page.getByTestId('error-summary');
  }

  /**
   * Goes on to the screen that holds `target`: a long step shows one group of questions at a time. Stays where it is
   * when `target` is here, or the step has no further screen.
   */
  async reach(target: Locator): Promise<void> {
    while ((await target.count()) === 0) {
      const part = await this.part();
      if (!part || part.at === part.all) return;
      await this.next();
      await expect(this.screen).toContainText(`${part.at + 1} / `);
    }
  }

  /** Says which screen of a step is shown, where a step has more than one. */
  get screen(): Locator {
    return this.page.getByTestId('screen');
  }

  private async part(): Promise<{ at: number; all: number } | undefined> {
    const texts = await this.screen.allTextContents();
    const numbers = texts[0]?.match(/(\d+) \/ (\d+)/);
    return numbers ? { at: Number(numbers[1]), all: Number(numbers[2]) } : undefined;
  }

  /** The box of a field; `path` is a field id, or `repeat-row-field`. */
  box(path: string): Locator {
    return this.page.locator(`#f-${path}`);
  }

  /** Taps into a box and types, composing Hangul as a keyboard does. */
  async type(path: string, text: string): Promise<void> {
    await this.typeInto(this.box(path), text);
  }

  private async typeInto(box: Locator, text: string): Promise<void> {
    await this.reach(box);
    await enter(box);
    await typeKorean(this.page, text);
  }

  /** Goes on typing in the box that has the focus. */
  async typeHere(text: string): Promise<void> {
    await typeKorean(this.page, text);
  }

  /** Taps the card of a choice. */
  async choose(path: string, code: string): Promise<void> {
    const card = this.page.locator(`label.choice:has(input[name="${path}"][value="${code}"])`);
    await this.reach(card);
    await press(card);
  }

  /** The control of a choice. */
  choice(path: string, code: string): Locator {
    return this.page.locator(`input[name="${path}"][value="${code}"]`);
  }

  /** Taps a box to tick that is no answer of its own, such as "…와 같음". */
  async tick(id: string): Promise<void> {
    const card = this.page.locator(`label.choice:has(#f-${id})`);
    await this.reach(card);
    await press(card);
  }

  async agree(path: string): Promise<void> {
    await this.choose(path, 'yes');
  }

  async refuse(path: string): Promise<void> {
    await this.choose(path, 'no');
  }

  /** Waits until the screen says that everything typed is on the phone. */
  async saved(): Promise<void> {
    await expect(this.saveState).toContainText('저장했습니다');
  }

  async next(): Promise<void> {
    await press(this.page.getByRole('button', { name: '다음', exact: true }));
  }

  /** Goes on to the end of the step and holds that the step with that heading opens. */
  async nextTo(heading: string | RegExp): Promise<void> {
    for (let part = await this.part(); part && part.at < part.all; part = await this.part()) {
      await this.next();
      await expect(this.screen).toContainText(`${part.at + 1} / `);
    }
    await this.next();
    await expect(this.heading).toContainText(heading);
  }

  /** Puts a choice on the next rank of a ranking. */
  async rank(path: string, code: string): Promise<void> {
    const card = this.page.locator(`#f-${path} [data-code="${code}"]`);
    await this.reach(card);
    await press(card);
  }

  async select(path: string, code: string): Promise<void> {
    await this.reach(this.box(path));
    await this.box(path).selectOption(code);
  }

  /** Opens a row when the repeat shows none yet, or one more. */
  async addRow(repeat: string): Promise<void> {
    const add = this.page.locator(`#f-${repeat}-add`);
    await this.reach(add);
    await press(add);
  }

  row(repeat: string, index: number): Locator {
    return this.page.locator(`#f-${repeat} .repeat__row`).nth(index);
  }

  /** Opens a row that is folded; one is open at a time. */
  async openRow(repeat: string, index: number): Promise<Locator> {
    const row = this.row(repeat, index);
    const folded = row.locator('> .repeat__head [aria-expanded="false"]');
    if (await folded.count()) {
      await press(folded);
      await expect(row.locator('[aria-expanded="true"]')).toHaveCount(1);
    }
    return row;
  }

  /** The box of a field in the one row that is open. */
  inOpenRow(repeat: string, field: string): Locator {
    return this.page.locator(`#f-${repeat} .repeat__row [name$="-${field}"]`);
  }

  /** Takes a row away and says yes to the question. */
  async removeRow(repeat: string, index: number): Promise<void> {
    await press(this.row(repeat, index).getByRole('button', { name: /지우기/ }));
    await press(this.page.getByRole('dialog').getByRole('button', { name: /지우기/ }));
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }

  async typeInRow(repeat: string, index: number, field: string, text: string): Promise<void> {
    const row = await this.openRow(repeat, index);
    await this.typeInto(row.locator(`[name$="-${field}"]`), text);
  }

  /** The control of a choice in a row. */
  inRow(repeat: string, index: number, field: string, code: string): Locator {
    return this.row(repeat, index).locator(`input[name$="-${field}"][value="${code}"]`);
  }

  async chooseInRow(repeat: string, index: number, field: string, code: string): Promise<void> {
    const row = await this.openRow(repeat, index);
    await press(row.locator(`label.choice:has(input[name$="-${field}"][value="${code}"])`));
  }

  async tickInRow(repeat: string, index: number, id: string): Promise<void> {
    const row = await this.openRow(repeat, index);
    await press(row.locator(`label.choice:has([id$="-${id}"])`));
  }

  async address(path: string, parts: { sido: string; sigungu: string; road: string; zip: string }): Promise<void> {
    await this.reach(this.box(`${path}-sido`));
    await this.box(`${path}-sido`).selectOption(parts.sido);
    await this.box(`${path}-sigungu`).selectOption(parts.sigungu);
    await this.type(`${path}-road`, parts.road);
    await this.type(`${path}-zip`, parts.zip);
  }

  /** Chooses files, as the phone's own chooser hands them over, and waits until they are on the phone. */
  async attach(path: string, files: { name: string; mimeType: string; buffer: Buffer }[], total: number): Promise<void> {
    await this.chooseFiles(path, files);
    await expect(this.files(path)).toHaveCount(total, { timeout: 60_000 });
  }

  /** Takes a photo with the camera, and waits until there are `total`. */
  async takePhoto(path: string, photo: { name: string; mimeType: string; buffer: Buffer }, total: number): Promise<void> {
    await this.page.locator(`#f-${path}-camera`).setInputFiles(photo);
    await expect(this.files(path)).toHaveCount(total, { timeout: 60_000 });
  }

  /** Chooses files and does not wait for what becomes of them. */
  async chooseFiles(path: string, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.locator(`#f-${path}-choose`).setInputFiles(files);
  }

  /** The files that a question holds. */
  files(path: string): Locator {
    return this.page.locator(`#f-${path} li.card`);
  }

  /** Leaves for another step of the same draft. */
  async open(step: string): Promise<void> {
    const address = this.page.url().replace(/\/draft\/([^/]+).*/, `/draft/$1/${step}`);
    await this.page.goto(address);
    await expect(this.page.locator('html[data-ready="1"]')).toBeAttached();
    // The page waits for the draft's lock before it draws.
    await expect(this.heading).toBeVisible();
  }

  /** Goes to a screen as a link of the app does: nothing is loaded anew. */
  async visit(place: string): Promise<void> {
    if (this.page.url().endsWith(`/${place}`)) return;
    await this.page.evaluate((place) => {
      history.pushState(null, '', location.pathname.replace(/^(\/draft\/[^/]+).*/, `$1/${place}`));
      dispatchEvent(new PopStateEvent('popstate'));
    }, place);
    await expect(this.heading).toBeFocused();
  }

  /** Goes to a screen; false where another is shown because that one is not asked. In Korean. */
  async reaches({ place, heading }: Screen): Promise<boolean> {
    await this.visit(place);
    const group = place.split('/')[1];
    const step = (await this.heading.textContent()) === heading;
    return step && (!group || (await this.page.locator(`#l-${group}`).count()) > 0);
  }

  /** Opens a row of each repeat on the screen. */
  async addEveryRow(): Promise<void> {
    for (const add of await this.page.locator('[id^="f-"][id$="-add"]').all()) await press(add);
  }

  /** Changes the language in the menu. */
  async language(name: 'English' | '한국어'): Promise<void> {
    await press(this.page.locator('.menu > summary'));
    await press(this.page.getByRole('button', { name }));
    await expect(this.page.locator('html')).toHaveAttribute('lang', name === 'English' ? 'en' : 'ko');
  }

  /** Texts of which a part is hidden because their box is too small, or that reach beyond the screen. */
  async cutTexts(): Promise<string[]> {
    return this.page.locator('body *').evaluateAll((elements) =>
      elements
        .filter((element) => {
          if (element.closest('.visually-hidden, .skip-link, .steps') || !element.checkVisibility()) return false;
          const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
          if (!own) return false;
          const { right, left } = element.getBoundingClientRect();
          const style = getComputedStyle(element);
          const hides = style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
          return hides || right > innerWidth + 1 || left < -1;
        })
        .map((element) => (element.textContent ?? '').trim().slice(0, 60)),
    );
  }

  /** Presses the button that seals the form. */
  async send(): Promise<void> {
    await press(this.page
      .getByRole('button', { name: /피해 사례 접수하기|신청서 제출하기|보완한 내용 제출하기|고친 내용 제출하기/ }));
  }
}
