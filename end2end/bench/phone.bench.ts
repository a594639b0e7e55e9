/** What an applicant waits for on a slow phone, measured in Chromium: the first load, a cold start, a keystroke. */
import { consents } from '../fixture/answer.ts';
import { Phone } from '../fixture/phone.ts';
import { expect, test } from '../fixture/test.ts';
import { BUDGET, firstLoad, total } from '../fixture/transfer.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { percentile, record } from './figure.ts';

/** How many times slower than this machine. */
const SLOWER = 4;
const STARTS = 5;
const PRODUCTS = 20;
/** A fast typist's pace, so that autosaves fall among the keystrokes as they do in life. */
const PACE = 120;

/** The boxes that are typed into, of products at the top, in the middle and at the end: 60 keystrokes. */
const TYPED: [number, string, string][] = [
  [0, 'name', 'Rice snack, twenty g'],
  [9, 'origin', 'Rice from Daegu 100%'],
  [19, 'price_sale', '12345678'],
  [19, 'spec', '500g x 10 ea'],
];

/** Notes when the first box that can be typed into is on the screen, and what each key costs once it is asked to. */
const WATCH = `
  const shown = () => {
    const box = document.querySelector('main :is(input, textarea):enabled:not([readonly])');
    if (box && box.checkVisibility({ visibilityProperty: true })) window.usable = performance.now();
    else requestAnimationFrame(shown);
  };
  requestAnimationFrame(shown);
  window.keys = [];
  addEventListener('keydown', (event) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    // A message is handled after the frame that was asked for is drawn.
    port1.onmessage = () => window.keys.push(performance.now() - event.timeStamp);
    port2.postMessage(0);
  }), true);
`;

test('bytes of the first load', async ({ world }) => {
  const phone = await world.phone('bench-load');
  const transfers = await firstLoad(phone, world.url);
  expect(transfers.some(({ file }) => file.endsWith('.wasm')), 'the app itself was measured').toBe(true);
  record({ what: 'First load, everything on the wire', measured: total(transfers), budget: BUDGET, unit: 'B' });
});

test('offline cold start to a usable form', async ({ world }) => {
  const phone = await world.phone('bench-start', { initScript: WATCH });
  const form = await listing(phone, world.url);
  await form.open('organisation');
  await form.type('org_name', 'Daul');
  await form.saved();
  const address = phone.page.url();
  const samples: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    await phone.close();
    world.network.fault = 'down';
    await phone.start();
    await phone.offline(true);
    await slow(phone);
    await phone.page.goto(address, { waitUntil: 'commit' });
    // Asked rarely: the question itself takes time from the page.
    const usable = () => phone.page.evaluate<number>('window.usable ?? 0');
    await expect.poll(usable, { intervals: [500] }).toBeGreaterThan(0);
    samples.push(await usable());
    await expect(formOf(phone).box('org_name')).toHaveValue('Daul');
  }
  record({
    what: `Offline cold start to a usable form, CPU ${SLOWER}× slower, median of ${STARTS}`,
    measured: percentile(samples, 0.5),
    budget: 1_000,
    unit: 'ms',
    range: [Math.min(...samples), Math.max(...samples)],
  });
});

test('a keystroke in the longest form, to paint', async ({ world }) => {
  const phone = await world.phone('bench-keys', { initScript: WATCH });
  const form = await listing(phone, world.url);
  await form.open('mall/products');
  for (let row = 0; row < PRODUCTS; row++) {
    await form.addRow('products');
    await form.chooseInRow('products', row, 'category', 'proc_food');
  }
  await form.saved();
  const boxes = await phone.page.locator('main :is(input, textarea, select)').count();
  await slow(phone);
  for (const [row, field, text] of TYPED) {
    const open = await form.openRow('products', row);
    const box = open.locator(`[name$="-${field}"]`);
    await box.scrollIntoViewIfNeeded();
    await box.focus();
    await phone.page.keyboard.type(text, { delay: PACE });
  }
  const typed = TYPED.reduce((sum, [, , text]) => sum + text.length, 0);
  await expect.poll(() => phone.page.evaluate('window.keys.length')).toBe(typed);
  const samples = (await phone.page.evaluate('window.keys')) as number[];
  const what = (share: string) =>
    `Keystroke to paint, onboarding with ${PRODUCTS} products (${boxes} controls on the page), CPU ${SLOWER}× slower, ${share} of ${typed}`;
  record({ what: what('p50'), measured: percentile(samples, 0.5), budget: 16, unit: 'ms' });
  record({ what: what('p95'), measured: percentile(samples, 0.95), unit: 'ms' });
  record({ what: what('p98'), measured: percentile(samples, 0.98), budget: 50, unit: 'ms' });
});

/** An onboarding that was begun by a firm that sells online, with the app kept for offline use. */
async function listing(phone: Phone, url: string): Promise<FormPage> {
  const home = new HomePage(phone.page, url);
  await home.open();
  await home.installed();
  await home.begin('ONB');
  const form = formOf(phone);
  await consents(form);
  await form.open('experience');
  await form.choose('online_experience', 'yes_now');
  await form.saved();
  return form;
}

function formOf(phone: Phone): FormPage {
  return new FormPage(phone.page);
}

async function slow(phone: Phone): Promise<void> {
  const session = await phone.browser.newCDPSession(phone.page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
}
