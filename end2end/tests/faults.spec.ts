/** What the network, the server and the browser do to a report, and what must come of it all the same. */
import { consents, damageFromStory, damageUntilStory, FIRM } from '../fixture/answer.ts';
import { Phone } from '../fixture/phone.ts';
import { expect, test, World } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { EnrolPage } from '../page/enrol.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

/** A phone that is enrolled and has a damage report ready up to the button that sends. */
async function ready(world: World, phone: Phone): Promise<FormPage> {
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  await phone.page.goto(`${world.url}/enrol`);
  const enrol = new EnrolPage(phone.page);
  await enrol.type('enterprise', FIRM);
  await enrol.type('contact_name', '김다울');
  await enrol.type('contact_mobile', '01012345678');
  await enrol.bySelf({ enterprise: FIRM, name: '김다울', mobile: '01012345678' });
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await damageUntilStory(form);
  await damageFromStory(form);
  return form;
}

test('a reply that is lost after the server committed makes no duplicate', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('lost-reply');
  const form = await ready(world, phone);
  world.network.fault = 'lose-reply';
  await form.send();
  await expect.poll(() => world.network.pushes.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  // A number may be known from a pulled view by now; the change itself is not acknowledged, and is not called so.
  await expect(phone.page.getByTestId('where').first()).toHaveAttribute('data-where', /waiting|sending/);
  world.network.fault = 'none';
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  expect(new Set(world.network.pushes.map(contentOf)).size, 'the frozen content never changes').toBe(1);
  expect(await staff.coordinator.countAll()).toBe(1);
});

test('a server killed during a push loses nothing and doubles nothing', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('killed-server');
  const form = await ready(world, phone);
  world.network.fault = 'kill-during-push';
  world.network.onPush = () => world.server.kill();
  await form.send();
  await expect.poll(() => world.network.onPush).toBeUndefined();
  await expect(phone.page.getByTestId('receipt-number')).toHaveCount(0);
  await world.server.start();
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  expect(await staff.coordinator.countAll()).toBe(1);
});

test('a captive portal that answers 200 is no acknowledgement', async ({ world }) => {
  const phone = await world.phone('portal');
  const form = await ready(world, phone);
  world.network.fault = 'portal';
  await form.send();
  await expect(phone.page.getByTestId('where').first()).toHaveAttribute('data-where', /waiting|sending/);
  await phone.page.waitForTimeout(3000);
  await expect(phone.page.getByTestId('receipt-number')).toHaveCount(0);
  world.network.fault = 'none';
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
});

test('sending begins by itself when the network comes back', async ({ world }) => {
  const phone = await world.phone('reconnect');
  const form = await ready(world, phone);
  world.network.fault = 'down';
  await form.send();
  await expect(phone.page.getByTestId('where').first()).toHaveAttribute('data-where', 'waiting');
  await phone.page.waitForTimeout(12_000);
  const back = Date.now();
  world.network.fault = 'none';
  await expect.poll(() => world.network.pushes.length, { intervals: [50], timeout: 30_000 }).toBeGreaterThan(0);
  // A figure beside its goal, not a check: a busy machine must not fail the story.
  console.log(`first push ${Date.now() - back} ms after the network came back (goal: 5,000 ms)`);
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
});

test('two tabs on one draft: the second reads, and neither overwrites the other', async ({ world }) => {
  const phone = await world.phone('two-tabs');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await form.type('org_name', FIRM);
  await form.saved();
  const second = await phone.tab();
  await second.goto(phone.page.url());
  const other = new FormPage(second);
  await expect(second.getByText('다른 창에서 쓰고 있습니다').first()).toBeVisible();
  await expect(other.box('org_name')).toHaveValue(FIRM);
  await expect(other.box('org_name')).not.toBeEditable();
  await phone.look('second-tab', second);
  await form.type('contact_name', '김다울');
  await form.saved();
  await second.getByRole('button', { name: /여기에서 쓰기/ }).tap();
  await expect(other.box('org_name')).toBeEditable();
  await expect(other.box('contact_name')).toHaveValue('김다울');
});

function contentOf(push: string): string {
  return JSON.parse(push).changes[0].content;
}

test('an answer from before an action does not come back over it', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('overtaken');
  const form = await ready(world, phone);
  await form.send();
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  const desk = staff.coordinator;
  await desk.openCase(FIRM);
  let held = false;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const file = /\/api\/v1\/desk\/submissions\/[^/?]+$/;
  await desk.page.route(file, async (route) => {
    const answer = await route.fetch();
    held = true;
    await released;
    await route.fulfill({ response: answer });
  });
  // Whoever comes back to the window is shown how the case stands: that question is on its way for long.
  await desk.page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect.poll(() => held).toBe(true);
  await desk.take();
  const late = desk.page.waitForResponse(file);
  release();
  await (await late).finished();
  await desk.page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 100)));
  await expect(desk.page.getByRole('button', { name: '검토 시작하기' })).toHaveCount(0);
});

test('a program that stops at a fault says so, and what was typed is there afterwards', async ({ world }) => {
  const phone = await world.phone('fault');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await form.type('org_name', FIRM);
  await form.saved();
  // What the browser reports when a program runs into `unreachable`.
  await phone.page.evaluate(() => {
    const error = new WebAssembly.RuntimeError('unreachable');
    window.dispatchEvent(new ErrorEvent('error', { error, message: String(error) }));
  });
  await expect(phone.page.getByRole('heading', { level: 1 })).toHaveText('문제가 생겼습니다');
  await phone.look('fault');
  await phone.page.getByRole('link', { name: '다시 열기' }).tap();
  await expect(form.box('org_name')).toHaveValue(FIRM);
});
