/** Long repeats on a small phone: twenty products, twenty-four months of revenue. One row is open, the others are lines. */
import { consents } from '../fixture/answer.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

test('twenty products are twenty lines, and one that lacks something says so and opens at it', async ({ world }) => {
  test.slow();
  const phone = await world.phone('products', { width: 320, height: 640 });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  await home.begin('ONB');
  await consents(form);
  await form.open('experience');
  await form.choose('online_experience', 'yes_now');
  await form.open('mall/products');
  for (let at = 0; at < 20; at++) {
    await form.addRow('products');
    // The focus is where one goes on writing.
    await expect(form.inOpenRow('products', 'name')).toBeFocused();
    await form.inOpenRow('products', 'name').fill(`비누 ${at + 1}호`);
    await form.chooseInRow('products', at, 'category', 'living');
    await form.inOpenRow('products', 'spec').fill('100g');
    await form.inOpenRow('products', 'price_retail').fill('9000');
    await form.inOpenRow('products', 'price_sale').fill('8000');
    await form.chooseInRow('products', at, 'kc', 'na');
    await form.chooseInRow('products', at, 'detail_page', 'none');
  }
  await form.saved();
  await expect(phone.page.locator('#f-products-add'), 'twenty is the most').toHaveCount(0);
  await expect(phone.page.locator('#f-products [name$="-name"]'), 'only the open row asks').toHaveCount(1);
  await expect(form.row('products', 0)).toContainText('비누 1호');
  await expect(form.row('products', 0)).toContainText('모두 적음');
  await phone.look('twenty');

  await test.step('a row that lacks something says how much, and its error opens it', async () => {
    await form.openRow('products', 4);
    await form.inOpenRow('products', 'name').fill('');
    await form.openRow('products', 9);
    await expect(form.row('products', 4)).toContainText('확인할 곳 1');
    await form.next();
    await form.errors.getByRole('link', { name: /상품명/ }).tap();
    await expect(form.row('products', 4).locator('[name$="-name"]')).toBeFocused();
    await expect(phone.page.locator('#f-products [name$="-name"]')).toHaveCount(1);
    await form.inOpenRow('products', 'name').fill('비누 5호');
    await phone.page.keyboard.press('Tab');
    await form.saved();
  });

  await test.step('from the last page, too', async () => {
    await form.openRow('products', 9);
    await form.inOpenRow('products', 'spec').fill('');
    await form.saved();
    await form.open('review');
    await form.send();
    await form.errors.getByRole('link', { name: /규격/ }).tap();
    await expect(form.row('products', 9).locator('[name$="-spec"]')).toBeFocused();
    await phone.look('opened-from-review');
  });

  await test.step('one is taken away, and its place can be filled again', async () => {
    await form.removeRow('products', 2);
    await expect(phone.page.locator('#f-products .repeat__row')).toHaveCount(19);
    await expect(form.row('products', 2)).toContainText('비누 4호');
    await expect(phone.page.locator('#f-products-add')).toBeVisible();
  });
});

test('twenty-four months of revenue add up to the decline', async ({ world }) => {
  test.slow();
  const phone = await world.phone('months', { width: 320, height: 640 });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  await home.begin('DMG');
  await form.choose('mode', 'full');
  await consents(form);
  await form.open('revenue');
  await form.choose('rev_unit_hint', 'manwon');
  const months = Array.from({ length: 24 }, (_, at) => `${2018 + Math.floor(at / 12)}${String((at % 12) + 1).padStart(2, '0')}`);
  for (const [at, month] of months.entries()) {
    await form.addRow('rev_rows');
    await form.inOpenRow('rev_rows', 'month').fill(month);
    await form.inOpenRow('rev_rows', 'base_amount').fill('1000');
    await form.inOpenRow('rev_rows', 'cur_amount').fill(at < 12 ? '400' : '200');
  }
  await phone.page.keyboard.press('Tab');
  await form.saved();
  await expect(phone.page.locator('#f-rev_rows .repeat__row')).toHaveCount(24);
  await expect(phone.page.locator('#f-rev_rows [name$="-month"]')).toHaveCount(1);
  // 24 × 10,000,000 won against 12 × 4,000,000 + 12 × 2,000,000 won.
  await expect(form.row('rev_rows', 0)).toContainText(/1,000만 원.· 400만 원.· 60\.0%/);
  await expect(form.box('rev_total_base')).toContainText('2억 4,000만 원');
  await expect(form.box('rev_loss')).toContainText('1억 6,800만 원');
  await expect(form.box('rev_decline')).toContainText('70.0%');
  await phone.look('twenty-four');
});
