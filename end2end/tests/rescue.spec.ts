/** What a phone keeps, when there is no room for it, and how it comes onto another phone. */
import { readFileSync } from 'node:fs';
import { consents, damageUntilStory, FIRM, STORY } from '../fixture/answer.ts';
import { inWorkspace } from '../fixture/place.ts';
import { keepsPart } from '../fixture/release.ts';
import { readRescueFile } from '../fixture/rescue.ts';
import { FULL } from '../fixture/storage.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { RescuePage } from '../page/rescue.ts';

const PASSPHRASE = '봄날의 달구벌 2020';
const GOLDEN = inWorkspace('app/domain/tests/data/rescue-v1.ieum');

test('a draft written offline goes as a locked file onto a new phone', async ({ world }) => {
  test.slow();
  const old = await world.phone('rescue-old');
  const before = new HomePage(old.page, world.url);
  await before.open();
  await before.installed();
  await before.begin('DMG');
  await expect.poll(() => keepsPart(old.page)).toBe(true);
  await old.offline(true);
  const form = new FormPage(old.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await damageUntilStory(form);
  await form.type('story', STORY);
  await form.saved();

  const give = new RescuePage(old.page);
  const saved = await test.step('the passphrase must be long and typed alike twice', async () => {
    await give.open();
    await give.make('아홉글자뿐입니다.');
    await expect(give.refusal).toContainText('10자 이상');
    await give.make(PASSPHRASE, `${PASSPHRASE}.`);
    await expect(give.refusal).toContainText('서로 다릅니다');
    await give.make(PASSPHRASE);
    const file = await give.save();
    expect(file.name).toMatch(/^ieum-\d{4}-\d{2}-\d{2}\.ieum$/);
    await old.look('rescue-made');
    return file.bytes;
  });

  await test.step('a stranger with the description reads it, and nobody without the passphrase', async () => {
    expect(saved.includes(FIRM)).toBe(false);
    const { contents } = readRescueFile(saved, PASSPHRASE);
    const draft = contents.records.find(({ name }) => name.startsWith('ieum/1/draft/'));
    expect(draft?.text).toContain(STORY);
    expect(() => readRescueFile(saved, `${PASSPHRASE} `)).toThrow();
  });

  await old.close();
  const fresh = await world.phone('rescue-new');
  const after = new HomePage(fresh.page, world.url);
  await after.open();
  const take = new RescuePage(fresh.page);
  await take.open();

  await test.step('what is no such file, damaged or of a newer build is called so', async () => {
    await take.choose(Buffer.from('%PDF-1.7, and some more of another kind of file'), 'paper.pdf');
    await expect(take.refusal).toContainText('보관한 파일이 아닙니다');
    const damaged = Buffer.from(saved);
    damaged[damaged.length - 20] ^= 1;
    await take.choose(damaged);
    await expect(take.refusal).toContainText('손상되어');
    await take.choose(saved.subarray(0, saved.length - 1));
    await expect(take.refusal).toContainText('손상되어');
    const newer = Buffer.from(saved);
    newer[4] = 2;
    await take.choose(newer);
    await expect(take.refusal).toContainText('더 새로운 버전');
  });

  await test.step('a wrong passphrase is refused, and changes nothing', async () => {
    await take.choose(saved);
    await take.unlock('봄날의 달구벌 2021');
    await expect(take.refusal).toContainText('암호가 맞지 않아');
    await fresh.look('rescue-refused');
  });

  await test.step('what is inside is shown first; the draft opens with its text', async () => {
    await take.unlock(PASSPHRASE);
    await expect(take.found).toContainText(FIRM);
    await expect(take.found).toContainText('작성 중인 내용 1건');
    await fresh.look('rescue-found');
    await take.take();
    await after.open();
    await expect(after.where(FIRM)).toContainText('이 휴대폰에만 저장됨');
    await after.resume(FIRM);
    await expect(new FormPage(fresh.page).box('story')).toHaveValue(STORY);
  });

  await test.step('what was written on since is not replaced by the file', async () => {
    const form = new FormPage(fresh.page);
    await form.type('story', ' 이어서 씁니다.');
    await form.saved();
    const again = new RescuePage(fresh.page);
    await again.open();
    await again.choose(saved);
    await again.unlock(PASSPHRASE);
    await expect(again.found).toContainText('그대로 둠 1');
    await again.take();
    await after.open();
    await after.resume(FIRM);
    await expect(form.box('story')).toHaveValue(/이어서 씁니다/);
  });
});

test('a file of version 1 opens in every later build', async ({ world }) => {
  const golden = readFileSync(GOLDEN);
  const passphrase = '하나둘셋넷 다섯여섯';
  expect(readRescueFile(golden, passphrase).files[0].toString()).toBe('a paper, as it was attached\n');
  const phone = await world.phone('rescue-golden');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  const rescue = new RescuePage(phone.page);
  await rescue.open();
  await rescue.choose(golden);
  // As a keyboard types it that does not put the letters of a syllable together.
  await rescue.unlock(passphrase.normalize('NFD'));
  await expect(rescue.found).toContainText('첨부 파일 1개');
  await rescue.take();
  await home.open();
  await home.resume(FIRM);
  await expect(new FormPage(phone.page).box('story')).toHaveValue('금고에서 꺼낸 초안입니다.');
});

test('a full storage is said in words, loses nothing, and is tried again', async ({ world }) => {
  test.slow();
  const phone = await world.phone('full', { initScript: FULL });
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await consents(form);
  await form.nextTo('기업·업종');
  await form.type('org_name', '다울');
  await form.saved();

  await phone.page.evaluate('fill()');
  await form.type('org_name', '푸드');
  await expect(form.saveState).toContainText('저장 공간이 가득 차');
  await expect(form.box('org_name')).toHaveValue('다울푸드');
  await phone.look('storage-full');

  await test.step('the line leads to the storage page, and from there what was typed can be kept as a file', async () => {
    const step = phone.page.url();
    await form.saveState.getByRole('link', { name: '저장 공간 확인하기' }).tap();
    await expect(phone.page.getByTestId('kept')).toContainText('작성 중인 내용 1건');
    const rescue = new RescuePage(phone.page);
    await rescue.askToKeep();
    await phone.look('storage');
    await rescue.open();
    await rescue.make(PASSPHRASE);
    const { contents } = readRescueFile((await rescue.save()).bytes, PASSPHRASE);
    expect(contents.records.map(({ text }) => text).join()).toContain('다울푸드');
    while (phone.page.url() !== step) await phone.page.goBack();
    await expect(form.box('org_name')).toHaveValue('다울푸드');
  });

  await test.step('room is made, and it is saved without another key', async () => {
    await phone.page.evaluate('room()');
    await form.saved();
    await phone.page.reload();
    await home.ready();
    await expect(form.box('org_name')).toHaveValue('다울푸드');
  });
});
