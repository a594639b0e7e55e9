/** Photos on a phone: ten of twelve megapixels, and a storage that is full before the last is written. */
import { attest, consents, damageUntilStory, FIRM, STORY } from '../fixture/answer.ts';
import { photo } from '../fixture/photo.ts';
import { FULL } from '../fixture/storage.ts';
import { expect, test } from '../fixture/test.ts';
import { EnrolPage } from '../page/enrol.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

test('ten photos of twelve megapixels are taken in and sent', async ({ world }) => {
  test.slow();
  const phone = await world.phone('ten-photos');
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  const photos = [];
  for (let seed = 1; seed <= 10; seed++) photos.push(await picture(phone.page, seed));
  await home.begin('DMG');
  await consents(form);
  await form.nextTo('기업·업종');
  await damageUntilStory(form);
  await form.type('story', STORY);
  // With a camera one at a time: elsewhere the sixth or so was lost without a word.
  for (const [at, photo] of photos.slice(0, 8).entries()) await form.takePhoto('photos', photo, at + 1);
  await form.attach('photos', photos.slice(8), 10);
  await expect(phone.page.locator('img.thumbnail')).toHaveCount(10);
  // The form's own limit: there is no way to an eleventh.
  await expect(phone.page.locator('#f-photos')).toContainText('10개 / 10개');
  await phone.look('ten');
  await form.choose('photo_people', 'false');
  await form.choose('story_public', 'anonymous');
  await form.nextTo('확인·제출');
  await attest(form);
  await form.send();
  await new EnrolPage(phone.page).bySelf({ enterprise: FIRM, name: '김다울', mobile: '01012345678' });
  await expect(phone.page.getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 120_000 });
  expect(world.network.pieces.length, 'each file was sent').toBeGreaterThanOrEqual(10);
});

test('a storage that is full in the middle of the photos keeps those before, and the words', async ({ world }) => {
  const phone = await world.phone('full-photos', { initScript: FULL });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  const photos = [];
  for (let seed = 1; seed <= 3; seed++) photos.push(await picture(phone.page, seed));
  await home.begin('DMG');
  await consents(form);
  await form.open('story');
  await form.type('story', STORY);
  await form.saved();

  await test.step('the second of three finds no room: one is told which, and why', async () => {
    await phone.page.evaluate('fillAtFile(2)');
    await form.chooseFiles('photos', photos);
    await expect(phone.page.locator('#f-photos')).toContainText('현장 사진 2.jpg');
    await expect(phone.page.locator('#f-photos .field__error').first()).toContainText('공간');
    await expect(form.files('photos')).toHaveCount(1);
    await expect(form.files('photos').first()).toContainText('현장 사진 1.jpg');
    await expect(form.box('story')).toHaveValue(STORY);
    await phone.look('full');
  });

  await test.step('with room again the same photos are taken in, and nothing is there twice', async () => {
    await phone.page.evaluate('room()');
    await form.saved();
    await form.attach('photos', photos, 3);
    await form.saved();
    await phone.page.reload();
    await home.ready();
    await expect(form.files('photos')).toHaveCount(3);
    await expect(form.box('story')).toHaveValue(STORY);
  });
});

async function picture(page: FormPage['page'], seed: number) {
  return { name: `현장 사진 ${seed}.jpg`, mimeType: 'image/jpeg', buffer: await photo(page, seed) };
}
