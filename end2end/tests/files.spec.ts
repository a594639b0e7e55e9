/** Photos and papers: taken in offline, made small and nameless, sent in pieces, and received only when all are there. */
import { attest, consents, damageUntilStory, FIRM, STORY } from '../fixture/answer.ts';
import { photo, SECRET } from '../fixture/photo.ts';
import { expect, test } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { EnrolPage } from '../page/enrol.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

test('photos survive a killed browser, go on where they stopped, and say nothing of where they were taken', async ({
  world,
}) => {
  test.slow();
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('files');
  const home = () => new HomePage(phone.page, world.url);
  await home().open();
  await home().installed();
  const photos = [1, 2, 3].map(async (seed) => ({
    name: `현장 사진 ${seed}.jpg`,
    mimeType: 'image/jpeg',
    buffer: await photo(phone.page, seed),
  }));
  const paper = { name: '매출 장부.pdf', mimeType: 'application/pdf', buffer: pdf() };

  await test.step('offline, three photos of twelve megapixels and a paper', async () => {
    world.network.fault = 'down';
    await phone.offline(true);
    await home().begin('DMG');
    const form = new FormPage(phone.page);
    await consents(form);
    await form.nextTo('기업·업종');
    await damageUntilStory(form);
    await form.type('story', STORY);
    await form.attach('photos', await Promise.all(photos), 3);
    await form.attach('docs', [paper], 1);
    await form.saved();
    await expect(phone.page.locator('img.thumbnail')).toHaveCount(3);
    await phone.look('story');
  });

  await test.step('what cannot be taken is refused by name, and the rest stays', async () => {
    const form = new FormPage(phone.page);
    await phone.page.locator('#f-photos-choose').setInputFiles({
      name: '사진이 아님.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('not a picture'),
    });
    await expect(phone.page.getByText('파일을 읽지 못했습니다')).toBeVisible();
    await form.chooseFiles('photos', [
      { name: '아이폰.heic', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic not drawn here') },
    ]);
    await expect(phone.page.getByText('사진(HEIC)은 받을 수 없습니다')).toBeVisible();
    await expect(form.files('photos')).toHaveCount(3);
  });

  await test.step('the browser is killed: they are still there', async () => {
    phone.kill();
    await phone.start();
    await phone.offline(true);
    await home().open();
    await home().resume(FIRM);
    const form = new FormPage(phone.page);
    await expect(form.files('photos')).toHaveCount(3);
    await expect(phone.page.locator('img.thumbnail')).toHaveCount(3);
    await form.choose('photo_people', 'false');
    await form.choose('story_public', 'anonymous');
    await form.nextTo('확인·제출');
    await attest(form);
    await form.send();
    await expect(form.heading).toContainText('이 휴대폰 등록');
  });

  await test.step('the line breaks in the middle of the files: nothing is received yet', async () => {
    world.network.fault = 'none';
    await phone.offline(false);
    const code = await staff.coordinator.invite(FIRM);
    world.network.fault = 'files-stop';
    await phone.page.goto(`${world.url}/enrol`);
    await new EnrolPage(phone.page).withCode(code);
    await home().open();
    await expect.poll(() => world.network.pieces.length).toBeGreaterThan(0);
    await expect(phone.page.getByTestId('files')).toContainText('첨부');
    await expect(home().where('피해')).not.toHaveAttribute('data-where', 'received');
    await phone.look('sending-files');
    phone.kill();
  });

  await test.step('on a good line they go on where they stopped, and the report is received', async () => {
    const before = world.network.pieces.length;
    world.network.fault = 'none';
    await phone.start();
    await home().open();
    await expect(home().item(/20\d\d-피해-\d{6}/)).toBeVisible({ timeout: 60_000 });
    const after = world.network.pieces.slice(before);
    expect(after.some((offset) => offset > 0), 'a file went on from its middle').toBe(true);
    await phone.look('received');
  });

  await test.step('the coordinator sees them upright, small, and without the place', async () => {
    const { coordinator } = staff;
    await coordinator.openCase('피해');
    await expect(coordinator.page.locator('.files__item')).toHaveCount(4);
    await coordinator.look('case-files');
    const links = coordinator.page.locator('a.files__picture');
    await expect(links).toHaveCount(3);
    const seen = await links.first().evaluate(async (link, secret) => {
      const response = await fetch((link as HTMLAnchorElement).href);
      const blob = await response.blob();
      const { width, height } = await createImageBitmap(blob);
      const text = new TextDecoder('latin1').decode(await blob.arrayBuffer());
      return {
        width,
        height,
        type: response.headers.get('content-type'),
        sniff: response.headers.get('x-content-type-options'),
        tells: text.includes(secret) || text.includes('Exif'),
      };
    }, SECRET);
    expect(seen).toEqual({ width: 1500, height: 2000, type: 'image/jpeg', sniff: 'nosniff', tells: false });
  });
});

/** The smallest paper that every reader opens. */
function pdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const xref = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n`;
  for (const offset of offsets) text += `${String(offset).padStart(10, '0')} 00000 n \n`;
  return Buffer.from(`${text}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`);
}
