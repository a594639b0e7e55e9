/** A coordinator corrects a report for its applicant, who hears of it in words and has the last one. */
import { FIRM } from '../fixture/answer.ts';
import { correct, enrol, report, retype } from '../fixture/report.ts';
import { expect, test } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { MergePage } from '../page/merge.ts';
import { StatusPage } from '../page/status.ts';

const REASON = '전화로 확인';

test('a coordinator and the applicant correct one answer: side by side, chosen, every version kept', async ({ world }) => {
  test.slow();
  const { coordinator } = await Desk.withStaff(world);
  const phone = await world.phone('assist', { width: 360 });
  await enrol(world, phone, await coordinator.invite(FIRM));
  await report(world, phone);

  const form = await test.step('offline, the applicant corrects the contact and the number of workers', async () => {
    await phone.offline(true);
    const form = await correct(world, phone);
    await form.open('organisation');
    await retype(form, 'contact_name', '이다울');
    await form.open('employment');
    await retype(form, 'emp_now', '9');
    return form;
  });

  await test.step('meanwhile the coordinator corrects the contact and the phone number', async () => {
    await coordinator.openCase('피해');
    await coordinator.beginToCorrect('organisation');
    await expect(coordinator.page.locator('[id^="f-consent"]')).toHaveCount(0);
    await coordinator.look('assist-open');
    await coordinator.retype('contact_name', '박다울');
    await coordinator.retype('contact_mobile', '010-9876-5432');
    // Leaving asks first, and staying keeps what was typed.
    await coordinator.page.locator('.desk-nav a').first().click();
    await coordinator.page.getByRole('dialog').getByRole('button').filter({ hasNotText: '나가기' }).first().click();
    // Without a reason nothing is saved.
    await coordinator.submit('assist');
    await expect(coordinator.page.locator('#act-text')).toBeFocused();
    await coordinator.look('assist-unexplained');
    await coordinator.page.setViewportSize({ width: 768, height: 1024 });
    await coordinator.look('assist-768');
    await coordinator.page.setViewportSize({ width: 1280, height: 800 });
    await coordinator.finishCorrection(REASON);
    await expect(coordinator.page.locator('.timeline')).toContainText('담당자가 대신 고침');
    await expect(coordinator.answer('contact_name').locator('.diff__new')).toHaveText('박다울');
    await coordinator.look('assist-done');
  });

  const merge = new MergePage(phone.page);
  await test.step('back online the phone says who changed it, and merges', async () => {
    await phone.offline(false);
    await expect(phone.page.getByText(`담당자가 내용을 고쳤습니다: ${REASON}`)).toBeVisible();
    await phone.look('assist-told');
    await phone.page.getByRole('button', { name: '합쳐서 보기' }).tap();
    await phone.page.getByRole('link', { name: '합쳐서 보기' }).tap();
    await expect(merge.told).toContainText('9876');
    await expect(merge.card(/./, 'mine')).toContainText('이다울');
    await expect(merge.card(/./, 'theirs')).toContainText('박다울');
    await phone.look('assist-side-by-side');
    await merge.choose(/./, 'mine');
    await expect(merge.card(/./, 'mine').locator('input')).toBeChecked();
    await form.send();
    await expect(new StatusPage(phone.page).where).toHaveAttribute('data-where', 'received');
    await expect(phone.page.getByText('담당자가 내용을 고쳤습니다')).toHaveCount(0);
  });

  await test.step('the desk shows every version, and which of them is the coordinator’s', async () => {
    await coordinator.openCase('피해');
    await expect(coordinator.answer('contact_name')).toContainText('이다울');
    await expect(coordinator.answer('contact_mobile')).toContainText('9876');
    await expect(coordinator.answer('emp_now')).toContainText('9');
    expect(await coordinator.versions()).toBe(3);
    await coordinator.page.getByRole('group', { name: '제출한 내용' }).getByRole('button').nth(1).click();
    await expect(coordinator.page.getByRole('note', { name: '담당자가 대신 고침' })).toContainText(`김담당 · ${REASON}`);
    await coordinator.look('assist-version');
  });
});

test('a correction with nothing unsent is told on the phone in words', async ({ world }) => {
  test.slow();
  const { coordinator } = await Desk.withStaff(world);
  const phone = await world.phone('assisted', { width: 360 });
  await enrol(world, phone, await coordinator.invite(FIRM));
  await report(world, phone);
  await coordinator.openCase('피해');
  await coordinator.beginToCorrect('organisation');
  await coordinator.retype('contact_name', '박다울');
  await coordinator.finishCorrection(REASON);
  await phone.page.reload();
  const told = phone.page.getByText(`담당자가 내용을 고쳤습니다: ${REASON}`);
  await expect(told).toBeVisible();
  await expect(phone.page.getByText('박다울').first()).toBeVisible();
  await phone.look('assist-in-words');
});
