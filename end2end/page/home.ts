/** The applicant's first page: what to begin, what was begun, what was sent. */
import { expect, Locator, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';

export class HomePage {
  constructor(
    readonly page: Page,
    readonly url: string,
  ) {}

  async open(): Promise<void> {
    await this.page.goto(this.url);
    await this.ready();
  }

  /** The page is drawn and reacts. */
  async ready(): Promise<void> {
    await expect(this.page.locator('html[data-ready="1"]')).toBeAttached();
  }

  /** The service worker holds the whole app: from now on it opens without a network. */
  async installed(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }

  /** Begins a form and leaves its first page open. */
  async begin(form: 'DMG' | 'ONB'): Promise<void> {
    await press(this.page.locator(`a[href="/start/${form}"]`).first());
    await press(this.page.getByRole('button', { name: /시작하기|Begin/ }));
  }

  /** Words of headings and titles that are cut in two at the end of a line. */
  async brokenWords(): Promise<string[]> {
    return this.page.locator('h1, h2, .card__title').evaluateAll((titles) =>
      titles.flatMap((title) => {
        const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
        const broken: string[] = [];
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
          for (const word of (text.textContent ?? '').matchAll(/\S+/g)) {
            const range = document.createRange();
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map((line) => line.top)).size > 1) {
              broken.push(word[0]);
            }
          }
        }
        return broken;
      }),
    );
  }

  /** The line of a draft or submission that shows this text. */
  item(text: string | RegExp): Locator {
    return this.page.locator('.card').filter({ has: this.page.getByTestId('where') }).filter({ hasText: text });
  }

  /** Where an item is, as the page says it in words and in its attribute. */
  where(text: string | RegExp): Locator {
    return this.item(text).getByTestId('where');
  }

  /** Goes on with a draft where it was left. */
  async resume(text: string | RegExp): Promise<void> {
    await press(this.item(text).getByRole('link', { name: /이어서 쓰기/ }));
  }

  /** Opens the page of a submission. */
  async openSubmission(text: string | RegExp): Promise<void> {
    await press(this.item(text).first());
  }
}
