/** A coordinator looks at what an enterprise attached: pictures, papers, and what the server has lost. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../fixture/test.ts';
import { Device, paper, picture, sha256 } from '../fixture/device.ts';
import { COORDINATOR, Desk } from '../page/desk.ts';

// Made-up submissions, so that there is a valid content to attach files to.
test.use({ env: { IEUM_DEMO: 'on' } });

test('pictures are shown, papers are saved, and what is lost is said', async ({ world }) => {
  const desk = await Desk.open(world, 'files');
  const { page } = desk;
  const [, login, password] = world.server.output.match(/^ +coordinator +(\S+) +(\S+)/m) ?? [];
  await page.goto(`${world.url}/desk`);
  await desk.logIn({ ...COORDINATOR, login }, password);
  const content = await page.evaluate(async () => {
    const list = await (await fetch('/api/v1/desk/submissions?form=DMG')).json();
    const file = await (await fetch(`/api/v1/desk/submissions/${list.items[0].id}`)).json();
    return JSON.parse(file.view.content);
  });

  const device = await Device.enrol(world.url);
  const [photo, lost, estimate] = [picture(2_400, 1_600), picture(300, 900), paper(350_000)];
  const files = [
    { bytes: photo, name: '가게 앞.png', caption: '문을 닫은 뒤의 가게 앞' },
    { bytes: lost, name: '창고.png' },
    { bytes: estimate, name: '수리 견적서.jpg', caption: '수리 업체가 보낸 것' },
  ];
  const named = files.map(({ bytes, ...about }) => ({
    hash: sha256(bytes),
    // What a browser says goes by the name.
    media_type: about.name.endsWith('.png') ? 'image/png' : 'image/jpeg',
    size: bytes.length,
    ...about,
  }));
  Object.assign(content.answers, { photos: named.slice(0, 2), photo_people: false, docs: named.slice(2) });
  const early = await device.push(content);
  expect(early.ack).toMatchObject({ outcome: 'deferred', missing: expect.arrayContaining(files.map(({ bytes }) => sha256(bytes))) });
  for (const { bytes } of files) expect(await device.upload(bytes)).toBeUndefined();
  const { submission, ack } = await device.push(content);
  expect(ack.outcome).toBe('accepted');

  // A disk loses a file.
  const folder = join(world.server.folder, 'attachments/files', sha256(lost).slice(0, 2));
  for (const name of readdirSync(folder)) rmSync(join(folder, name));

  await page.goto(`${world.url}/desk/case/${submission}`);
  const panel = page.locator('section', { has: page.locator('#files-title') });
  await expect(panel.locator('#files-title')).toHaveText('붙인 파일 3개');
  const items = panel.locator('.files__item');
  const thumbnail = items.filter({ hasText: '가게 앞' }).locator('img');
  await thumbnail.scrollIntoViewIfNeeded();
  await expect
    .poll(() => thumbnail.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight]))
    .toEqual([320, 213]);
  await expect(items.filter({ hasText: '가게 앞' })).toContainText('문을 닫은 뒤의 가게 앞');
  await expect(items.filter({ hasText: '창고' })).toContainText('서버에 이 파일이 남아 있지 않습니다');
  await expect(items.filter({ hasText: '창고' }).getByRole('link')).toHaveCount(0);
  await desk.look('attachments');

  const shown = await page.evaluate(async (address) => {
    const answer = await fetch(address);
    return [answer.status, answer.headers.get('content-type'), answer.headers.get('content-security-policy')];
  }, await items.filter({ hasText: '가게 앞' }).locator('.files__name').getAttribute('href') ?? '');
  expect(shown).toEqual([200, 'image/jpeg', "default-src 'none'; frame-ancestors 'none'; sandbox"]);
  const saving = page.waitForEvent('download');
  await items.filter({ hasText: '견적서' }).getByRole('link', { name: '수리 견적서.jpg 내려받기' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('수리 견적서.jpg.pdf');
  expect(sha256(readFileSync(await saved.path()))).toBe(sha256(estimate));
});
