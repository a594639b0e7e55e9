/** The quick damage report with the keyboard alone, from the first page to the receipt. */
import { BRN, FIRM, STORY } from '../fixture/answer.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { Keyboard } from '../page/keyboard.ts';

test('a quick damage report is written and sent with the keyboard alone', async ({ world }) => {
  test.slow();
  const phone = await world.phone('keyboard', { width: 360, touch: false });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  const keys = new Keyboard(phone.page);
  await home.open();
  // A page begins at its heading; what stands above it is skipped already.
  await expect(form.heading).toBeFocused();
  await keys.to('a[href="/start/DMG"]');
  await phone.page.keyboard.press('Enter');
  await keys.press(/시작하기$/);
  await expect(form.heading).toContainText('동의');
  for (const [consent, said] of [['c1', 'yes'], ['c2', 'yes'], ['c3', 'no'], ['c4', 'no']]) {
    await keys.choose(`consent_${consent}`, said);
  }
  await keys.nextTo('기업·업종');
  await keys.type('org_name', FIRM);
  // Enter ends what is typed; it neither sends nor goes on.
  await phone.page.keyboard.press('Enter');
  await expect(form.heading).toContainText('기업·업종');
  await keys.choose('reg_kind', 'biz');
  await keys.type('brn', BRN);
  await keys.tick('input[name="org_types"][value="coop"]');
  await keys.choose('sigungu', '27260');
  await keys.type('contact_name', '김다울');
  await keys.type('contact_mobile', '01012345678');
  // The step's second group of questions is a screen of its own; its heading has the focus.
  await keys.press('다음');
  await expect(phone.page.locator('#l-damage')).toBeFocused();
  await keys.choose('program_industry', 'food');
  await keys.choose('disaster', 'covid19');
  await keys.tick('#f-period_ongoing');
  await keys.choose('op_status', 'reduced');

  // One question is left out on purpose: the summary takes the focus, and its link leads to the question.
  await keys.press('다음');
  await expect(form.errors).toBeFocused();
  await keys.to('[data-testid="error-summary"] a');
  await phone.page.keyboard.press('Enter');
  await expect(form.choice('climate', '1')).toBeFocused();
  await keys.choose('climate', '1');
  await keys.nextTo('매출');
  await keys.choose('rev_band', '60');
  await keys.nextTo('고용');
  await keys.type('emp_now', '7');
  await keys.nextTo('어려움과 필요한 지원');
  for (const need of ['labor', 'rent']) await keys.tick(`#f-needs [value="${need}"]`);
  await keys.press('순위 내리기');
  await expect(phone.page.locator('#f-needs li').first()).toContainText('임대료');
  await keys.nextTo('사례·사진');
  await keys.type('story', STORY);
  await keys.choose('story_public', 'anonymous');
  await keys.nextTo('확인·제출');
  await keys.tick('#f-attest');
  await keys.type('attest_name', '김다울');
  await keys.press('피해 사례 접수하기');
  await expect(form.heading).toContainText('이 휴대폰 등록');
  await keys.press('직접 등록하기');
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
});
