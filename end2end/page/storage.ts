/** The page that says what the phone keeps. */
import { expect, Page } from '@playwright/test';
import { press } from '../fixture/press.ts';

/** Opens it from any page by the header's menu, without loading the app again. */
export async function openStorage(page: Page): Promise<void> {
  const storage = page.locator('.menu__panel a[href="/storage"]');
  await expect(async () => {
    if (!(await storage.isVisible())) await press(page.locator('.menu > summary'));
    await press(storage);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('저장 공간', { timeout: 2_000 });
  }).toPass();
}
