/** A report that is on its way is wanted back: the server has it and says so, or never takes it. */
import { STORY } from '../fixture/answer.ts';
import type { Phone } from '../fixture/phone.ts';
import { ready } from '../fixture/report.ts';
import { expect, test, World } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

/** Wants the report back once it got lost on its way, while nobody answers. */
async function wantBack(world: World, phone: Phone): Promise<void> {
  await expect.poll(() => world.network.lost, { intervals: [20], timeout: 30_000 }).toBeGreaterThan(0);
  world.network.fault = 'down';
  await expect(phone.page.getByTestId('where').first()).toHaveAttribute('data-where', 'waiting');
  await phone.page.getByRole('button', { name: '제출 취소하고 고치기' }).tap();
  await expect(phone.page.getByText('보낸 내용을 되돌리는 중입니다')).toBeVisible();
  await expect(phone.page.getByRole('button', { name: '제출 취소하고 고치기' })).toHaveCount(0);
}

test('what had arrived is received, and is no draft', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('recall-late');
  const form = await ready(world, phone);
  world.network.fault = 'lose-reply';
  await form.send();
  await wantBack(world, phone);
  await phone.look('asked');
  world.network.fault = 'none';
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await expect(home.item('이어서 쓰기')).toHaveCount(0);
  expect(await staff.coordinator.countAll()).toBe(1);
});

test('what had not arrived is a draft again, and can be sent anew', async ({ world }) => {
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('recall');
  const form = await ready(world, phone);
  world.network.fault = 'lose-push';
  await form.send();
  await wantBack(world, phone);
  world.network.fault = 'none';
  await expect(phone.page.getByText('제출을 취소했습니다')).toBeVisible({ timeout: 30_000 });
  const home = new HomePage(phone.page, world.url);
  await expect(home.item('이어서 쓰기')).toHaveCount(1);
  await phone.look('given-back');
  expect(await staff.coordinator.countAll()).toBe(0);
  await home.resume('다울푸드');
  const again = new FormPage(phone.page);
  await expect(again.heading).toContainText('확인·제출');
  await expect(phone.page.getByText(STORY)).toBeVisible();
  await again.send();
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
  expect(await staff.coordinator.countAll()).toBe(1);
});
