/** A new release of the app, while pages of the one before are open. */
import { join } from 'node:path';
import { consents, FIRM } from '../fixture/answer.ts';
import type { Phone } from '../fixture/phone.ts';
import { nextRelease, releaseOf } from '../fixture/release.ts';
import { expect, test, World } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

/** A draft that is being written, in an app that is kept for offline use. */
async function writing(world: World, phone: Phone): Promise<FormPage> {
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  // From the second start on the English words are kept as well.
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await form.type('org_name', FIRM);
  await form.saved();
  return form;
}

async function deploy(world: World): Promise<void> {
  await world.server.stop();
  world.server.site = nextRelease(join(world.server.folder, 'next'));
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
