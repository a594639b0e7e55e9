/** The offer to move a draft into a newer version of its form. */
import { expect, Locator, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';

export class NewerVersion {
  constructor(readonly page: Page) {}

  private get offer(): Locator {
    return this.page.getByTestId('newer-version');
  }

  /** The answers that the newer version has no place for, as they are shown before the draft moves. */
  get left(): Locator {
    return this.offer.locator('.review-list > div');
  }

  /** The same on the last step, after the draft was moved. */
  get kept(): Locator {
    return this.page.getByTestId('left-over').locator('.review-list > div');
  }

  async offered(): Promise<void> {
    await expect(this.offer).toContainText('이 양식이 새로 바뀌었습니다');
  }

  /** Nothing is offered, on a page that is drawn. */
  async settled(): Promise<void> {
    await expect(this.page.getByTestId('save-state')).toBeVisible();
    await expect(this.offer).toHaveCount(0);
  }

  /** The first press shows what would be left, the second moves. */
  async move(): Promise<void> {
    await press(this.offer.getByRole('button', { name: '새 양식으로 옮기기' }));
  }

  async no(): Promise<void> {
    await press(this.offer.getByRole('button').first());
    await this.offered();
  }

  async stay(): Promise<void> {
    await press(this.offer.getByRole('button', { name: '지금 양식으로 계속 쓰기' }));
  }
}
