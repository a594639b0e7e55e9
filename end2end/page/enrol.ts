/** How a phone becomes an enterprise's phone. */
import { expect, Page } from '@playwright/test';
import { enter, press } from '../fixture/press.ts';
import { typeKorean } from '../fixture/hangul.ts';

export class EnrolPage {
  constructor(readonly page: Page) {}

  /** Types the eight characters that a coordinator reads out. */
  async withCode(code: string): Promise<void> {
    await enter(this.page.locator('#f-invitation_code'));
    await this.page.keyboard.type(code);
    await press(this.page.getByRole('button', { name: '초대 코드로 등록하기' }));
    await this.enrolled();
  }

  /** Registers without an invitation; what the draft knows is filled in already. */
  async bySelf(expected: { enterprise: string; name: string; mobile: string }): Promise<void> {
    await expect(this.page.locator('#f-enterprise')).toHaveValue(expected.enterprise);
    await expect(this.page.locator('#f-contact_name')).toHaveValue(expected.name);
    await expect(this.page.locator('#f-contact_mobile')).toHaveValue(expected.mobile);
    await press(this.page.getByRole('button', { name: '직접 등록하기' }));
    await this.enrolled();
  }

  /** The server has answered and the phone keeps the enrolment. */
  private async enrolled(): Promise<void> {
    await expect(this.page.getByText('휴대폰으로 등록했습니다').first()).toBeVisible();
  }

  async type(field: string, text: string): Promise<void> {
    await enter(this.page.locator(`#f-${field}`));
    await typeKorean(this.page, text);
  }
}
