/** The main job: both forms filled in with no network and no server, a browser killed in the middle, and the answer back. */
import { attest, consents, damageFromStory, damageUntilStory, FIRM, onboarding, STORY } from '../fixture/answer.ts';
import { expect, test } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { EnrolPage } from '../page/enrol.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { StatusPage } from '../page/status.ts';

test('an enterprise reports offline, is asked for more, answers and is approved', async ({ world }) => {
  test.slow();
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('main');

  await test.step('the first visit is online', async () => {
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await home.installed();
    await phone.look('home');
    await phone.close();
  });

  await test.step('network off, server stopped, cold start: the app opens', async () => {
    world.network.fault = 'down';
    await world.server.stop();
    await phone.start();
    await phone.offline(true);
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await expect(phone.page.locator('.banner--offline')).toBeVisible();
    await phone.look('home-offline');
  });

  await test.step('half of the damage report, then the browser is killed', async () => {
    const home = new HomePage(phone.page, world.url);
    await home.begin('DMG');
    const form = new FormPage(phone.page);
    await phone.look('damage-consent');
    await consents(form);
    await form.nextTo('기업·업종');
    await phone.look('damage-organisation-empty');
    await damageUntilStory(form);
    await form.type('story', STORY);
    await form.saved();
    await phone.look('damage-story');
    await phone.page.waitForTimeout(2000);
    phone.kill();
  });

  await test.step('nothing is lost, and the rest is filled in', async () => {
    await phone.start();
    await phone.offline(true);
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await expect(home.where(FIRM)).toContainText('이 휴대폰에만 저장됨');
    await phone.look('home-with-draft');
    await home.resume(FIRM);
    const form = new FormPage(phone.page);
    await expect(form.box('story')).toHaveValue(STORY);
    await form.choose('story_public', 'anonymous');
    await form.nextTo('확인·제출');
    await attest(form);
    await phone.look('damage-review');
    await form.send();
    // The first sending asks for enrolment. It can wait: what was sealed is safe.
    await expect(form.heading).toContainText('이 휴대폰 등록');
    await home.open();
    await expect(home.where('피해 사례')).toContainText('접수 대기');
    await phone.look('damage-waiting');
  });

  await test.step('the onboarding form waits as well', async () => {
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await home.begin('ONB');
    const form = new FormPage(phone.page);
    await consents(form);
    await form.nextTo('기업 정보');
    // What the report said of the firm stands here already, and can be taken out again.
    await expect(form.prefilled).toContainText('지난번에 적은 기업 정보를 넣어 두었습니다');
    await expect(form.box('org_name')).toHaveValue(FIRM);
    await form.open('organisation/org_status');
    await expect(form.choice('org_types', 'coop')).toBeChecked();
    await phone.look('onboarding-prefilled');
    await form.emptyPrefilled();
    await expect(form.prefilled).toHaveCount(0);
    await expect(form.choice('org_types', 'coop')).not.toBeChecked();
    await form.open('organisation');
    await expect(form.box('org_name')).toHaveValue('');
    await onboarding(form);
    await phone.look('onboarding-review');
    await form.send();
    await expect(form.heading).toContainText('이 휴대폰 등록');
    await home.open();
    await expect(home.where('온라인 판로')).toContainText('접수 대기');
  });

  await test.step('the network is back: enrolment, then both are received', async () => {
    await world.server.start();
    world.network.fault = 'none';
    const code = await staff.coordinator.invite(FIRM);
    await phone.offline(false);
    await phone.page.goto(`${world.url}/enrol`);
    await phone.look('enrol');
    await new EnrolPage(phone.page).withCode(code);
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await expect(home.item(/20\d\d-피해-\d{6}/)).toBeVisible();
    await expect(home.item(/20\d\d-판로-\d{6}/)).toBeVisible();
    await phone.look('home-received');
  });

  await test.step('a coordinator asks for a supplement', async () => {
    const { coordinator } = staff;
    await coordinator.openCase('피해');
    await coordinator.look('case-received');
    await coordinator.take();
    await coordinator.askFor('story', '취소된 주문의 건수와 금액을 적어 주세요.');
    await coordinator.look('case-supplement');
  });

  await test.step('the phone shows it and answers it', async () => {
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await expect(home.where('피해')).toHaveAttribute('data-where', 'supplement');
    await home.openSubmission('피해');
    const status = new StatusPage(phone.page);
    await expect(status.supplement).toContainText('취소된 주문의 건수와 금액을 적어 주세요.');
    await phone.look('supplement');
    await status.answer();
    const form = new FormPage(phone.page);
    await form.open('story');
    await form.box('story').tap();
    await phone.page.keyboard.press('End');
    await phone.page.keyboard.insertText(' 취소는 14건, 620만 원입니다.');
    await form.saved();
    await form.nextTo('확인·제출');
    await form.send();
    await expect(status.where).toHaveAttribute('data-where', 'in_review');
    await phone.look('resubmitted');
  });

  await test.step('the coordinator sees the difference and links support', async () => {
    const { coordinator } = staff;
    await coordinator.openCase('피해');
    await expect(coordinator.page.locator('.diff__new')).toContainText('취소는 14건');
    await coordinator.look('case-resubmitted');
    await coordinator.approve('referral', '대구시 소상공인 지원 담당자가 5일 안에 전화합니다.');
  });

  await test.step('the phone shows the result', async () => {
    const status = new StatusPage(phone.page);
    await phone.page.reload();
    await expect(status.where).toHaveAttribute('data-where', 'approved');
    await expect(phone.page.getByText('대구시 소상공인 지원 담당자가 5일 안에 전화합니다.')).toBeVisible();
    await phone.look('approved');
  });

  await test.step('the onboarding is returned with a reason, by two people', async () => {
    const { coordinator, lead } = staff;
    await coordinator.openCase('판로');
    await coordinator.take();
    await coordinator.reject('unmet', '사업자등록 뒤 1년이 지나면 다시 신청해 주세요.');
    await lead.openCase('판로');
    await lead.confirm();
    const home = new HomePage(phone.page, world.url);
    await home.open();
    await expect(home.where('판로')).toHaveAttribute('data-where', 'rejected');
    await home.openSubmission('판로');
    await expect(phone.page.getByText('사업자등록 뒤 1년이 지나면 다시 신청해 주세요.')).toBeVisible();
    await phone.look('rejected');
  });
});
