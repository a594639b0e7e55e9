/** A phone that several people use: locked with a PIN, opened, unlocked for good, wiped. */
import { consents, damageUntilStory, FIRM, STORY } from '../fixture/answer.ts';
import { photo } from '../fixture/photo.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { PinPage } from '../page/pin.ts';

const PIN = '240417';
/** What every JPEG that this app stores begins with. */
const JPEG = 'ÿØÿà';

test('with a PIN nothing on the disk can be read, nothing is lost, and the right PIN opens it', async ({ world }) => {
  test.slow();
  const phone = await world.phone('pin');
  const home = () => new HomePage(phone.page, world.url);
  const pin = () => new PinPage(phone.page);
  const form = () => new FormPage(phone.page);
  await home().open();
  await home().begin('DMG');
  await consents(form());
  await form().nextTo('기업·업종');
  await damageUntilStory(form());
  await form().type('story', STORY);
  const picture = { name: '현장.jpg', mimeType: 'image/jpeg', buffer: await photo(phone.page, 1) };
  await form().attach('photos', [picture], 1);
  await form().saved();
  const before = await pin().onDisk();
  for (const word of [STORY, FIRM, JPEG]) expect(before).toContain(word);

  await test.step('a short PIN and two different ones are refused; then it is asked for at once', async () => {
    await pin().open();
    await pin().set('24041');
    await expect(pin().refusal).toContainText('6자리 이상');
    await pin().set(PIN, '240418');
    await expect(pin().refusal).toContainText('서로 다릅니다');
    await phone.look('set');
    await pin().set(PIN);
    await pin().asked();
    await phone.look('asked');
    await pin().unlock(PIN);
    await home().open();
    await pin().asked();
    await pin().unlock(PIN);
    await expect(home().where(FIRM)).toContainText('이 휴대폰에만 저장됨');
  });

  const sealed = async (...words: string[]) => {
    const disk = await pin().onDisk();
    for (const word of [STORY, FIRM, ...words]) expect(disk.includes(word), word).toBe(false);
    return disk;
  };
  await test.step('no word and no photo is on the disk', async () => {
    await expect.poll(async () => (await sealed()).includes(JPEG)).toBe(false);
  });

  await test.step('the browser is killed; wrong PINs are refused, and waited for, beyond a new start', async () => {
    phone.kill();
    await phone.start();
    await phone.page.goto(world.url);
    await pin().asked();
    for (const wrong of ['000000', '240418']) {
      await pin().unlock(wrong);
      await expect(pin().refusal).toContainText('맞지 않습니다');
    }
    await pin().unlock('111111');
    await expect(pin().refusal).toContainText('초 뒤에');
    await phone.look('wait');
    await phone.page.reload();
    await pin().unlock(PIN);
    await expect(pin().refusal).toContainText('초 뒤에');
    // Time passes.
    await phone.page.evaluate(() => localStorage.setItem('ieum/tries', JSON.stringify([3, Date.now() - 15_001])));
  });

  await test.step('the right one opens; what is typed on is saved, and sealed', async () => {
    await pin().unlock(PIN);
    await home().resume(FIRM);
    await expect(phone.page.locator('img.thumbnail')).toHaveCount(1);
    await form().type('story', ' 그 뒤로도 힘듭니다.');
    await form().saved();
    await sealed('힘듭니다');
    phone.kill();
    await phone.start();
    await phone.page.goto(world.url);
    await pin().unlock(PIN);
    await home().resume(FIRM);
    await expect(form().box('story')).toHaveValue(`${STORY} 그 뒤로도 힘듭니다.`);
  });

  await test.step('another tab asks by itself, takes the draft over as it was typed last, and both are unlocked for good', async () => {
    await form().type('story', ' 끝.');
    await form().saved();
    const other = await phone.tab();
    await other.goto(phone.page.url());
    await new PinPage(other).unlock(PIN);
    await expect(new FormPage(other).box('story')).toHaveValue(/끝\.$/);
    await pin().open();
    await phone.look('locked');
    await pin().remove();
    const disk = await pin().onDisk();
    for (const word of [STORY, FIRM, JPEG]) expect(disk).toContain(word);
    await expect(new FormPage(other).box('story')).toHaveValue(/끝\.$/);
    await other.close();
  });

  await test.step('locked by hand, forgotten and wiped: the phone is as new', async () => {
    await pin().set(PIN);
    await pin().unlock(PIN);
    await pin().open();
    await pin().lock();
    await pin().wipe('접수되지 않은 것');
    await home().open();
    await expect(phone.page.getByText(FIRM)).toHaveCount(0);
    await sealed(JPEG);
  });
});

test('everything is wiped without a PIN as well, after saying what is lost', async ({ world }) => {
  const phone = await world.phone('wipe');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await form.type('org_name', FIRM);
  await form.saved();
  const pin = new PinPage(phone.page);
  await pin.open();
  await phone.look('storage');
  await pin.wipe('작성 중인 내용 1건');
  await home.open();
  await expect(phone.page.getByText(FIRM)).toHaveCount(0);
  expect(await pin.onDisk()).not.toContain(FIRM);
});
