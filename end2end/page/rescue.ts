/** Everything on a phone as one file, and a file of another phone onto this one. */
import { readFileSync } from 'node:fs';
import { expect, Locator, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';
import { openStorage } from './storage.ts';

export class RescuePage {
  constructor(readonly page: Page) {}

  /** From any page by the header's menu, without loading the app again. */
  async open(): Promise<void> {
    const heading = this.page.getByRole('heading', { level: 1 });
    await openStorage(this.page);
    await expect(async () => {
      await press(this.page.locator('main a[href="/rescue"]'));
      await expect(heading).toContainText('파일로 보관', { timeout: 2_000 });
    }).toPass();
  }

  /** On the storage page: asks the browser for its promise, whose answer is said in words either way. */
  async askToKeep(): Promise<void> {
    const ask = this.page.getByRole('button', { name: '지우지 않도록 요청하기' });
    const answer = this.page.getByText(/요청을 받아들이지 않았습니다|스스로 지우지 않습니다/);
    await expect(async () => {
      if (!(await answer.isVisible())) await press(ask);
      await expect(answer).toBeVisible({ timeout: 2_000 });
    }).toPass();
  }

  /** What is said instead of doing it. */
  get refusal(): Locator {
    return this.page.locator('main .banner--danger');
  }

  /** What is inside a file, before and after it is taken. */
  get found(): Locator {
    return this.page.locator('#rescue-found');
  }

  /** Types the passphrase, and once more, and presses the button. */
  async make(passphrase: string, again = passphrase): Promise<void> {
    await this.page.locator('#rescue-once').fill(passphrase);
    await this.page.locator('#rescue-twice').fill(again);
    await press(this.page.getByRole('button', { name: '파일 만들기' }));
  }

  /** Saves the file that was made. */
  async save(): Promise<{ name: string; bytes: Buffer }> {
    const link = this.page.locator('#rescue-file');
    // The page moves to it by itself.
    await expect(link).toBeFocused();
    const [download] = await Promise.all([this.page.waitForEvent('download'), press(link)]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  async choose(bytes: Buffer, name = 'ieum.ieum'): Promise<void> {
    await this.page.locator('#rescue-in').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
  }

  async unlock(passphrase: string): Promise<void> {
    await this.page.locator('#rescue-key').fill(passphrase);
    await press(this.page.getByRole('button', { name: '파일 열기' }));
  }

  async take(): Promise<void> {
    await press(this.page.getByRole('button', { name: '이 휴대폰에 넣기' }));
    await expect(this.found).toContainText('이 휴대폰에 넣었습니다');
  }
}
