/** A new release of the app and of a form, while pages of the one before are open. */
import { attest, BRN, FIRM, STORY } from '../fixture/answer.ts';
import type { Phone } from '../fixture/phone.ts';
import { nextSite, releaseOf } from '../fixture/release.ts';
import { begin, enrol } from '../fixture/report.ts';
import { expect, test, World } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { NewerVersion } from '../page/newer.ts';
import { StatusPage } from '../page/status.ts';

/** A draft that is being written, in an app that is kept for offline use. */
async function writing(world: World, phone: Phone): Promise<FormPage> {
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  // From the second start on the English words are kept as well.
  const form = await begin(world, phone);
  await form.type('org_name', FIRM);
  await form.saved();
  return form;
}

/** The second step of the damage report. */
async function aboutFirm(form: FormPage): Promise<void> {
  await form.type('org_name', FIRM);
  await form.choose('reg_kind', 'biz');
  await form.type('brn', BRN);
  await form.choose('org_types', 'coop');
  await form.choose('sigungu', '27260');
  await form.type('contact_name', '김다울');
  await form.type('contact_mobile', '01012345678');
  await form.choose('program_industry', 'food');
  await form.choose('disaster', 'covid19');
  await form.choose('period_ongoing', 'true');
  await form.choose('op_status', 'reduced');
  await form.choose('op_reason', 'customers');
  await form.choose('op_reason', 'case');
  await form.choose('climate', '1');
}

async function deploy(world: World): Promise<void> {
  await world.server.stop();
  world.server.site = nextSite;
  await world.server.start();
}

test('a new release waits until it is asked for, and the open draft goes on as it is', async ({ world }) => {
  const phone = await world.phone('update');
  const form = await writing(world, phone);
  await deploy(world);
  const second = await phone.tab();
  const home = new HomePage(second, world.url);
  await home.open();
  // The tab asks for the new release when the page changes.
  await second.getByRole('link', { name: /도움말|설정|저장 공간/ }).first().tap();
  const swap = second.getByRole('button', { name: '새 버전으로 바꾸기' });
  await expect(swap).toBeVisible();
  const third = await phone.tab();
  await new HomePage(third, world.url).open();
  expect(await releaseOf(third), 'nothing is swapped unasked, not even for a page that opens now').toBe('built');
  await third.close();
  await phone.look('offered', second);

  // Where somebody writes, nothing is offered, and typing goes on.
  await expect(phone.page.getByRole('button', { name: '새 버전으로 바꾸기' })).toHaveCount(0);
  await form.type('contact_name', '김다울');
  await form.saved();

  await swap.tap();
  await expect.poll(() => releaseOf(second).catch(() => 'loading')).toBe('next');
  await home.ready();
  expect(await releaseOf(phone.page), 'the page that is written in keeps its release').toBe('built');
  await form.type('contact_mobile', '01012345678');
  await form.saved();
  await expect(form.box('org_name')).toHaveValue(FIRM);

  await phone.page.reload();
  await home.ready();
  expect(await releaseOf(phone.page)).toBe('next');
  await expect(form.box('org_name')).toHaveValue(FIRM);
  await expect(form.box('contact_name')).toHaveValue('김다울');
  await expect(form.box('contact_mobile')).toHaveValue('010-1234-5678');
});

test('a new release that was taken while writing opens with no network after the browser died', async ({ world }) => {
  const phone = await world.phone('update-killed');
  const form = await writing(world, phone);
  const address = phone.page.url();
  await deploy(world);
  const second = await phone.tab();
  await new HomePage(second, world.url).open();
  await expect
    .poll(() => second.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting))
    .toBe(true);
  await form.type('contact_name', '김다울');
  await form.saved();
  phone.kill();
  world.network.fault = 'down';
  await phone.start();
  await phone.offline(true);
  await phone.page.goto(address);
  const again = new FormPage(phone.page);
  await expect(again.box('org_name')).toHaveValue(FIRM);
  await expect(again.box('contact_name')).toHaveValue('김다울');
  // No page of the old release was left, so the browser began with the new one by itself.
  expect(await releaseOf(phone.page)).toBe('next');
});

test('a newer version of a form is offered, says what has no place in it, and drops nothing unsaid', async ({ world }) => {
  const phone = await world.phone('newer', { width: 320 });
  await enrol(world, phone);
  const form = await begin(world, phone);
  await aboutFirm(form);
  await form.saved();
  await deploy(world);
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await phone.page.getByRole('link', { name: /도움말|설정|저장 공간/ }).first().tap();
  await phone.page.getByRole('button', { name: '새 버전으로 바꾸기' }).tap();
  await expect.poll(() => releaseOf(phone.page).catch(() => 'loading')).toBe('next');

  await home.open();
  await home.resume(FIRM);
  const newer = new NewerVersion(phone.page);
  await newer.offered();
  await expect(form.choice('climate', '1'), 'a draft opens in the version it was begun in').toBeChecked();
  await phone.look('offered');

  // What would be left is shown first, and nothing is changed by looking.
  await newer.move();
  await expect(newer.left).toHaveText([/개인정보 수집·이용 동의/, /까닭/, /체감 경기/]);
  await expect(newer.left.nth(1)).toHaveText('까닭확진·접촉자 발생');
  await phone.look('previewed');
  await newer.no();
  await expect(form.choice('climate', '1')).toBeChecked();
  await newer.move();
  await newer.move();
  await newer.settled();
  await expect(form.choice('op_reason', 'customers')).toBeChecked();
  await expect(form.choice('op_reason', 'case')).toHaveCount(0);
  await expect(form.choice('climate', '1')).toHaveCount(0);
  await form.open('organisation');
  await expect(form.box('org_name')).toHaveValue(FIRM);
  await form.type('contact_position', '사무국장');
  await form.saved();
  await phone.page.reload();
  await home.ready();
  await newer.settled();
  await expect(form.box('contact_position')).toHaveValue('사무국장');
  await form.open('submit');
  await expect(newer.kept).toHaveText([/개인정보 수집·이용 동의/, /까닭/, /체감 경기/]);
  await phone.look('kept');
  // The notice reads otherwise now, so the consent to it is to be given again.
  await form.open('consent');
  await expect(form.choice('consent_c1', 'yes')).not.toBeChecked();
  await expect(form.choice('consent_c2', 'yes')).toBeChecked();
});

test('who stays in the version that was begun sends it as it is', async ({ world }) => {
  const phone = await world.phone('stays');
  await enrol(world, phone);
  const begun = await begin(world, phone);
  await aboutFirm(begun);
  await begun.saved();
  phone.kill();
  await deploy(world);
  await phone.start();
  // The first start finds the new release, and the second runs it.
  await new HomePage(phone.page, world.url).open();
  await expect
    .poll(() => phone.page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting))
    .toBe(true);
  phone.kill();
  await phone.start();
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  expect(await releaseOf(phone.page)).toBe('next');
  await home.resume(FIRM);
  const newer = new NewerVersion(phone.page);
  await newer.offered();
  await newer.stay();
  await newer.settled();
  await phone.page.reload();
  await home.ready();
  await expect(form.choice('climate', '1')).toBeChecked();
  await newer.settled();
  await form.nextTo('매출');
  await form.choose('rev_band', '60');
  await form.nextTo('고용');
  await form.type('emp_now', '7');
  await form.nextTo('어려움과 필요한 지원');
  await form.rank('needs', 'labor');
  await form.nextTo('사례·사진');
  await form.type('story', STORY);
  await form.choose('story_public', 'anonymous');
  await form.nextTo('확인·제출');
  await attest(form);
  await form.send();
  await expect(new StatusPage(phone.page).where).toHaveAttribute('data-where', 'received');
});
