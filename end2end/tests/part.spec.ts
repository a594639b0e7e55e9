/** The second part of the program: pages that are no part of the first download. */
import { consents, FIRM } from '../fixture/answer.ts';
import type { Phone } from '../fixture/phone.ts';
import { keepsPart } from '../fixture/release.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

const MISSING = '이 화면을 불러오지 못했습니다.';

function heading(phone: Phone, title: string) {
  return expect(phone.page.getByRole('heading', { level: 1, name: title }));
}

test('a page that did not come says so, and comes when it is asked again', async ({ world }) => {
  const phone = await world.phone('part-missing');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  const missing = phone.page.getByText(MISSING);
  const again = phone.page.getByRole('button', { name: '다시 시도하기' });

  await test.step('without a network', async () => {
    world.network.fault = 'down';
    await phone.offline(true);
    await phone.page.getByRole('link', { name: '설정' }).first().tap();
    await expect(missing).toBeVisible();
    await phone.look('missing');
    await again.tap();
    await expect(missing).toBeVisible();
  });

  await test.step('the page of a captive portal is not the program, and is not kept', async () => {
    world.network.fault = 'portal';
    await phone.offline(false);
    await again.tap();
    await expect(missing).toBeVisible();
    expect(await keepsPart(phone.page)).toBe(false);
  });

  await test.step('with a network', async () => {
    world.network.fault = 'none';
    await again.tap();
    await heading(phone, '설정').toBeVisible();
    await expect(missing).toHaveCount(0);
    await expect.poll(() => keepsPart(phone.page)).toBe(true);
  });
});

test('whoever begins a draft at the first visit has every page offline', async ({ world }) => {
  const phone = await world.phone('part-kept');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  expect(await keepsPart(phone.page)).toBe(false);
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await form.type('org_name', FIRM);
  await form.saved();
  await expect.poll(() => keepsPart(phone.page)).toBe(true);

  world.network.fault = 'down';
  await phone.offline(true);
  for (const [path, title] of [
    ['/settings', '설정'],
    ['/storage', '이 휴대폰의 저장 공간'],
    ['/rescue', '파일로 보관하고 옮기기'],
  ] as const) {
    await phone.page.goto(`${world.url}${path}`);
    await heading(phone, title).toBeVisible();
  }
  await home.open();
  await expect(home.item(FIRM)).toBeVisible();
});
