/** What an applicant waits for on a slow phone, measured in Chromium: the first load, a cold start, a keystroke. */
import type { Locator, Page } from '@playwright/test';
import { consents } from '../fixture/answer.ts';
import { Phone } from '../fixture/phone.ts';
import { expect, test } from '../fixture/test.ts';
import { BUDGET, firstLoad, total } from '../fixture/transfer.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { type Figure, percentile, record } from './figure.ts';
import { strokes } from './stroke.ts';

/** How many times slower than this machine. */
const SLOWER = 4;
const STARTS = 5;
const PRODUCTS = 20;
/** How long a browser that was just started is left alone, milliseconds. */
const SETTLED = 3_000;
/** A fast typist's pace, so that autosaves fall among the keystrokes as they do in life. */
const PACE = 120;

/** The boxes that are typed into, of products at the top, in the middle and at the end: 60 keystrokes. */
const TYPED: [number, string, string][] = [
  [0, 'name', 'Rice snack, twenty g'],
  [9, 'origin', 'Rice from Daegu 100%'],
  [19, 'price_sale', '12345678'],
  [19, 'spec', '500g x 10 ea'],
];

/** Notes when the first box that can be typed into is on the screen. */
const WATCH = `
  const shown = () => {
    const box = document.querySelector('main :is(input, textarea):enabled:not([readonly])');
    if (box && box.checkVisibility({ visibilityProperty: true })) window.usable = performance.now();
    else requestAnimationFrame(shown);
  };
  requestAnimationFrame(shown);
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
    // The browser opens pages of its own when it starts; they are no part of what is measured.
    await phone.page.waitForTimeout(SETTLED);
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
  const phone = await world.phone('bench-keys');
  const form = await listing(phone, world.url);
  await form.open('mall/products');
  for (let row = 0; row < PRODUCTS; row++) {
    await form.addRow('products');
    await form.chooseInRow('products', row, 'category', 'proc_food');
  }
  await form.saved();
  const boxes = await phone.page.locator('main :is(input, textarea, select)').count();
  const samples: number[] = [];
  for (const [row, field, text] of TYPED) {
    const open = await form.openRow('products', row);
    const box = open.locator(`[name$="-${field}"]`);
    await box.scrollIntoViewIfNeeded();
    samples.push(...(await typed(phone.page, box, text)));
  }
  const what = `onboarding with ${PRODUCTS} products (${boxes} controls on the page)`;
  record(keystroke(what, samples, 0.5, 16));
  record(keystroke(what, samples, 0.95));
  record(keystroke(what, samples, 0.98, 50));
});

test('a keystroke in an empty page, to paint', async ({ world }) => {
  const phone = await world.phone('bench-floor');
  const page = await phone.tab();
  await page.setContent('<!doctype html><input>');
  const samples: number[] = [];
  for (const [, , text] of TYPED) samples.push(...(await typed(page, page.locator('input'), text)));
  const what = 'a page with one box and no script, for comparison';
  record(keystroke(what, samples, 0.5));
  record(keystroke(what, samples, 0.98));
});

/** What each key of `text` takes in `box`. */
async function typed(page: Page, box: Locator, text: string): Promise<number[]> {
  await box.focus();
  return strokes(page, SLOWER, async () => {
    await page.keyboard.type(text, { delay: PACE });
    return text.length;
  });
}

function keystroke(where: string, samples: number[], share: number, budget?: number): Figure {
  const what = `Keystroke to paint, ${where}, CPU ${SLOWER}× slower, p${share * 100} of ${samples.length}`;
  return { what, measured: percentile(samples, share), budget, unit: 'ms' };
}

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
