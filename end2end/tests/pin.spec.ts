/** A phone that several people use: locked with a PIN, opened, unlocked for good, wiped. */
import { readFileSync } from 'node:fs';
import { consents, damageFromStory, damageUntilStory, FIRM, STORY } from '../fixture/answer.ts';
import type { Phone } from '../fixture/phone.ts';
import { photo } from '../fixture/photo.ts';
import { inWorkspace } from '../fixture/place.ts';
import { readRescueFile } from '../fixture/rescue.ts';
import { expect, test, World } from '../fixture/test.ts';
import { EnrolPage } from '../page/enrol.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { Locked, PinPage } from '../page/pin.ts';
import { RescuePage } from '../page/rescue.ts';

const PIN = '240417';
const EMAIL = 'daul.food@example.kr';
const CHANGED = '180924';
const PASSPHRASE = '봄날의 달구벌 2020';
/** What every JPEG that this app stores begins with. */
const JPEG = 'ÿØÿà';

test('with a PIN nothing on the disk can be read, nothing is lost, and the right PIN opens it', async ({ world }) => {
  test.slow();
  const phone = await world.phone('pin');
  const home = () => new HomePage(phone.page, world.url);
  const pin = () => new PinPage(phone.page);
  const form = () => new FormPage(phone.page);
  await report(world, phone);
  await form().type('story', `${STORY} ${EMAIL}`);
  const picture = { name: '현장.jpg', mimeType: 'image/jpeg', buffer: await photo(phone.page, 1) };
  await form().attach('photos', [picture], 1);
  await form().saved();
  const before = await pin().onDisk();
  for (const word of [STORY, FIRM, '김다울', EMAIL, JPEG]) expect(before).toContain(word);

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
    for (const word of [STORY, FIRM, '김다울', EMAIL, ...words]) expect(disk.includes(word), word).toBe(false);
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
    await more(phone, ' 그 뒤로도 힘듭니다.');
    // The crash window of every phone: nobody waits for a word on the screen.
    await phone.page.waitForTimeout(2_000);
    await sealed('힘듭니다');
    phone.kill();
    await phone.start();
    await phone.page.goto(world.url);
    await pin().unlock(PIN);
    await home().resume(FIRM);
    await expect(form().box('story')).toHaveValue(`${STORY} ${EMAIL} 그 뒤로도 힘듭니다.`);
  });

  await test.step('an unlocked app makes a rescue file of everything', async () => {
    const rescue = new RescuePage(phone.page);
    await rescue.open();
    await rescue.make(PASSPHRASE);
    const { contents, files } = readRescueFile((await rescue.save()).bytes, PASSPHRASE);
    expect(contents.records.map(({ text }) => text).join()).toContain('힘듭니다');
    expect(files.map((file) => file.subarray(0, 4).toString('latin1'))).toEqual([JPEG]);
    await home().open();
    await pin().unlock(PIN);
    await home().resume(FIRM);
  });

  await test.step('another tab asks by itself, takes the draft over as it was typed last; the PIN is changed, then taken away', async () => {
    await more(phone, ' 끝.');
    await form().saved();
    const other = await phone.tab();
    const away = new PinPage(other);
    await other.goto(phone.page.url());
    await away.unlock(PIN);
    await expect(new FormPage(other).box('story')).toHaveValue(/끝\.$/);
    await pin().open();
    await phone.look('locked');
    await pin().set(CHANGED, CHANGED, 'PIN 바꾸기');
    await pin().asked();
    await away.asked();
    await pin().unlock(PIN);
    await expect(pin().refusal).toContainText('맞지 않습니다');
    await pin().unlock(CHANGED);
    await pin().open();
    await pin().remove();
    const disk = await pin().onDisk();
    for (const word of [STORY, FIRM, JPEG]) expect(disk).toContain(word);
    // Where it was asked for, it is no more.
    await expect(new FormPage(other).box('story')).toHaveValue(/끝\.$/);
    await other.close();
  });

  await test.step('locked by hand, forgotten and wiped: the phone is as new', async () => {
    await pin().set(PIN);
    await pin().unlock(PIN);
    await pin().open();
    await pin().lock();
    await phone.look('forgotten');
    await pin().wipe('접수되지 않은 것');
    await expect(phone.page.getByText(FIRM)).toHaveCount(0);
    await sealed(JPEG);
  });
});

test('everything is wiped without a PIN as well, after saying what is lost', async ({ world }) => {
  const phone = await world.phone('wipe', { width: 320 });
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
  await expect(phone.page.getByText(FIRM)).toHaveCount(0);
  expect(await pin.onDisk()).not.toContain(FIRM);
});

/** Begins a damage report and answers it up to its story. */
async function report(world: World, phone: Phone): Promise<void> {
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await damageUntilStory(form);
}

/** Types on at the end of the story. */
async function more(phone: Phone, text: string): Promise<void> {
  const form = new FormPage(phone.page);
  await phone.page.locator('#f-story').focus();
  await phone.page.keyboard.press('Control+End');
  await form.typeHere(text);
}

test('whoever is killed while the PIN is being set finds everything, in the open or behind the PIN', async ({ world }) => {
  test.slow();
  const phone = await world.phone('pin-killed');
  await report(world, phone);
  const form = () => new FormPage(phone.page);
  await form().type('story', STORY);
  const pictures = [];
  for (const seed of [1, 2]) {
    pictures.push({ name: `${seed}.jpg`, mimeType: 'image/jpeg', buffer: await photo(phone.page, seed) });
  }
  await form().attach('photos', pictures, 2);
  await form().saved();
  const outcomes = [];
  for (const wait of [50, 400, 700, 1_000, 1_400]) {
    const pin = new PinPage(phone.page);
    await pin.open();
    await pin.set(PIN);
    await new Promise((done) => setTimeout(done, wait));
    phone.kill();
    await phone.start();
    const home = new HomePage(phone.page, world.url);
    await home.open();
    const next = new PinPage(phone.page);
    const locked = (await next.question.count()) > 0;
    outcomes.push(locked);
    if (locked) {
      await next.unlock(PIN);
    }
    await home.resume(FIRM);
    await expect(form().box('story')).toHaveValue(STORY);
    await expect(phone.page.locator('img.thumbnail')).toHaveCount(2);
    if (locked) {
      // It ends what was begun.
      await expect.poll(async () => (await next.onDisk()).includes(JPEG)).toBe(false);
      expect(await next.onDisk()).not.toContain(FIRM);
      await next.open();
      await next.remove();
    }
  }
  console.log(`killed while the PIN was being set: ${outcomes.filter(Boolean).length} of ${outcomes.length} found locked`);
});

test('a report waits behind the PIN, and goes out as soon as it is opened', async ({ world }) => {
  test.slow();
  const phone = await world.phone('pin-sending', { width: 320 });
  const page = () => phone.page;
  await page().goto(`${world.url}/enrol`);
  const enrol = new EnrolPage(page());
  await enrol.type('enterprise', FIRM);
  await enrol.type('contact_name', '김다울');
  await enrol.type('contact_mobile', '01012345678');
  await enrol.bySelf({ enterprise: FIRM, name: '김다울', mobile: '01012345678' });
  const pin = new PinPage(page());
  await pin.open();
  await pin.set(PIN);
  await pin.asked();
  const home = new HomePage(page(), world.url);
  await home.open();
  await pin.unlock(PIN);
  await home.begin('DMG');
  const form = new FormPage(page());
  await consents(form);
  await form.nextTo('기업·업종');
  await damageUntilStory(form);
  await damageFromStory(form);
  await form.saved();
  const sync = '**/api/v1/sync';
  await phone.browser.route(sync, (route) => route.abort());
  await form.send();
  await expect(page().getByText(/접수 대기/).first()).toBeVisible();
  await page().reload();
  await pin.asked();
  await phone.look('asked');
  await phone.browser.unroute(sync);
  await page().reload();
  await pin.asked();
  expect(await pin.onDisk()).not.toContain(FIRM);
  await pin.unlock(PIN);
  await expect(page().getByText(/20\d\d-피해-000001/).first()).toBeVisible({ timeout: 30_000 });
});

test('a store that was locked by the first release opens in every later build', async ({ world }) => {
  const locked = JSON.parse(readFileSync(inWorkspace('end2end/fixture/data/locked-v1.json'), 'utf8')) as Locked;
  const phone = await world.phone('pin-golden');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  const pin = new PinPage(phone.page);
  await pin.freeze(locked);
  await home.open();
  await pin.asked();
  await pin.unlock(PIN);
  await home.resume(FIRM);
  await expect(new FormPage(phone.page).box('story')).toHaveValue('금고에서 꺼낸 초안입니다.');
  const rescue = new RescuePage(phone.page);
  await rescue.open();
  await rescue.make(PASSPHRASE);
  const { files } = readRescueFile((await rescue.save()).bytes, PASSPHRASE);
  // Its time lies ahead: a file that no record names is dropped after a day.
  expect(files.map(String)).toEqual(['a paper, as it was attached\n']);
});
