/** Sessions and enrolments that end while somebody writes. */
import { FIRM } from '../fixture/answer.ts';
import { begin, enrol, fillIn, ready } from '../fixture/report.ts';
import { expect, test } from '../fixture/test.ts';
import { COORDINATOR, Desk } from '../page/desk.ts';
import { EnrolPage } from '../page/enrol.ts';
import { HomePage } from '../page/home.ts';
import { StatusPage } from '../page/status.ts';

test('an enrolment that ends while a report is written costs nothing but enrolling again', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const desk = staff.coordinator;
  const phone = await world.phone('revoked');
  await enrol(world, phone, await desk.invite(FIRM));
  const form = await begin(world, phone);
  await desk.revokePhone(FIRM);
  await fillIn(form);
  await form.send();
  await expect(phone.page.getByText('등록이 끝나 보내기를 멈추었습니다')).toBeVisible();
  await expect(phone.page.getByTestId('where').first()).toHaveAttribute('data-where', 'waiting');
  await phone.look('paused');
  const code = await desk.inviteAgain(FIRM);
  await phone.page.getByRole('link', { name: '다시 등록하기' }).tap();
  await new EnrolPage(phone.page).withCode(code);
  await phone.page.goto(world.url);
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  await expect(phone.page.getByText('등록이 끝나 보내기를 멈추었습니다')).toHaveCount(0);
  expect(await desk.countAll()).toBe(1);
});

test('a session that ends while a coordinator writes asks for the password and keeps every word', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const desk = staff.coordinator;
  const phone = await world.phone('desk-expired');
  const form = await ready(world, phone, await desk.invite(FIRM));
  await form.send();
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  await desk.openCase(FIRM);
  await desk.take();
  await desk.beginToAsk('emp_now', '3월 급여대장을 함께 올려 주세요.');
  await desk.browser.browser.clearCookies();
  await desk.submit('request_supplement');
  await expect(desk.page.locator('#login-again')).toBeVisible();
  await desk.look('log-in-again');
  await desk.logInAgain(COORDINATOR);
  await expect(desk.page.locator('[id^="item-"][id$="-what"]').last()).toHaveValue('3월 급여대장을 함께 올려 주세요.');
  await desk.submit('request_supplement');
  await expect(desk.said).toContainText('보완을 요청했습니다.');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.openSubmission(FIRM);
  await expect(new StatusPage(phone.page).supplement).toContainText('급여대장', { timeout: 30_000 });
});
