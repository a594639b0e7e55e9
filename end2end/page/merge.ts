/** Where two edits of one submission meet: what was taken over, and what has to be chosen. */
import { Locator, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';

export class MergePage {
  constructor(readonly page: Page) {}

  /** Says what was merged, on the last step. */
  get told(): Locator {
    return this.page.locator('#merged');
  }

  /** Both answers to a question, by its label. */
  question(label: string | RegExp): Locator {
    return this.told.getByRole('group', { name: label });
  }

  card(label: string | RegExp, whose: 'mine' | 'theirs'): Locator {
    const words = whose === 'mine' ? '내가 쓴 답' : '다른 곳에서 보낸 답';
    return this.question(label).locator('label.choice', { hasText: words });
  }

  async choose(label: string | RegExp, whose: 'mine' | 'theirs'): Promise<void> {
    await press(this.card(label, whose));
  }
}
