/** One submission as its applicant sees it. */
import { Locator, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';

export class StatusPage {
  constructor(readonly page: Page) {}

  get where(): Locator {
    return this.page.getByTestId('where').first();
  }

  get number(): Locator {
    return this.page.getByTestId('receipt-number');
  }

  /** What is asked for. */
  get supplement(): Locator {
    return this.page.getByTestId('supplement');
  }

  /** Opens a draft that corrects what was sent. */
  async correct(): Promise<void> {
    await press(this.page.getByRole('button', { name: '보낸 내용 고치기' }));
  }

  /** Opens a draft that completes a quick report. */
  async complete(): Promise<void> {
    await press(this.page.getByRole('button', { name: '자세히 이어서 쓰기' }));
  }

  /** Takes back what was refused as too late, as a draft. */
  async reopen(): Promise<void> {
    await press(this.page.getByRole('button', { name: '내용 고치기' }));
  }

  /** Opens a draft that answers the request. */
  async answer(): Promise<void> {
    await press(this.page.getByRole('button', { name: '보완하기' }));
  }
}
