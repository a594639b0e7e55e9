/** A receipt: checked by the phone, printed, checked by anybody, and worth nothing when it was changed. */
import { join } from 'node:path';
import { FIRM } from '../fixture/answer.ts';
import { pictures } from '../fixture/place.ts';
import { readQr } from '../fixture/qr.ts';
import { ready } from '../fixture/report.ts';
import { expect, test } from '../fixture/test.ts';


test('a receipt is checked by the phone, printed, and checked by anybody', async ({ world }) => {
  const phone = await world.phone('receipt');
  const form = await ready(world, phone);
  await form.send();
  const { page } = phone;
  const number = page.getByTestId('receipt-number');
  await expect(number).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('signature')).toHaveText('접수기관의 서명을 확인했습니다.');
  await phone.look('checked');

  const given = (await number.textContent())!;
  await page.getByRole('link', { name: /접수증 보기/ }).tap();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('접수증');
  await expect(page.getByTestId('number')).toHaveText(given);
  await expect(page.getByText(FIRM)).toHaveCount(0);
  await phone.look('receipt');
  const link = await readQr(page.getByRole('img'));
  expect(await page.getByTestId('verify').getAttribute('href')).toBe(link);
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
  await page.screenshot({ path: join(pictures, 'receipt-a4.png'), fullPage: true });
  expect(await readQr(page.getByRole('img')), 'the printed code is readable').toBe(link);

  // Anybody: a phone that never heard of the server.
  const other = await world.phone('passer-by');
  await other.page.goto(link);
  await expect(other.page.getByTestId('verdict')).toHaveAttribute('data-verdict', 'genuine');
  await expect(other.page.getByTestId('number')).toHaveText(given);
  await expect(other.page.getByText(FIRM)).toHaveCount(0);
  await other.look('genuine');
  const middle = link.length - 60;
  const changed = link.slice(0, middle) + (link[middle] === 'A' ? 'B' : 'A') + link.slice(middle + 1);
  await other.page.goto(changed);
  await expect(other.page.getByTestId('verdict')).toHaveAttribute('data-verdict', 'not-ours');
  await other.look('not-ours');
});

test('a report whose receipt was changed on its way stays on the phone until a true one comes', async ({ world }) => {
  const phone = await world.phone('forged');
  const form = await ready(world, phone);
  world.network.fault = 'forge-receipt';
  await form.send();
  await expect.poll(() => world.network.pushes.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(2);
  await expect(phone.page.getByTestId('where').first()).toHaveAttribute('data-where', /waiting|sending/);
  world.network.fault = 'none';
  await expect(phone.page.getByTestId('signature')).toHaveText('접수기관의 서명을 확인했습니다.', { timeout: 30_000 });
});

test('a browser without Ed25519 keeps the receipt and says that it was not checked', async ({ world }) => {
  const phone = await world.phone('no-ed25519', {
    initScript: `
      const known = SubtleCrypto.prototype.importKey;
      SubtleCrypto.prototype.importKey = function (format, data, algorithm, ...rest) {
        if (algorithm === 'Ed25519') throw new DOMException('Unrecognized name.', 'NotSupportedError');
        return known.call(this, format, data, algorithm, ...rest);
      };
    `,
  });
  const form = await ready(world, phone);
  await form.send();
  await expect(phone.page.getByTestId('receipt-number')).toBeVisible({ timeout: 30_000 });
  await expect(phone.page.getByTestId('signature')).toContainText('서명 확인 대기');
});
