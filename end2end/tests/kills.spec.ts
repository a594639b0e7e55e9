/**
 * The whole browser killed at chance moments of typing and of sending. `IEUM_BROWSER_KILLS` is how often it is killed
 * while somebody types (a quarter as often while sending), `IEUM_KILL_SEED` repeats the choice of the moments.
 */
import { Chance } from '../fixture/chance.ts';
import type { Phone } from '../fixture/phone.ts';
import { begin, enrol, fillIn } from '../fixture/report.ts';
import { expect, test, World } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

const KILLS = Number(process.env.IEUM_BROWSER_KILLS ?? 6);
const SEED = Number(process.env.IEUM_KILL_SEED ?? 1);
/** How often one draft is killed before the next is begun: a story has its longest. */
const KILLS_OF_A_DRAFT = 10;
const SENDS = Math.ceil(KILLS / 4);

const WORDS = '2월부터 단체 도시락 주문이 모두 취소되어 재료를 버렸고 직원 셋이 쉬고 있습니다. '.repeat(40);

/** Tells what stands in the box each time the screen begins to say that it is saved. */
const WATCH = `
  addEventListener('DOMContentLoaded', () => new MutationObserver((changes) => {
    const line = document.querySelector('[data-testid="save-state"]');
    const box = document.querySelector('#f-story');
    const told = changes.some(({ target }) => line?.contains(target));
    if (told && box && line.textContent.includes('저장했습니다')) window.screenSaid?.(box.value);
  }).observe(document, { subtree: true, childList: true, characterData: true }));
`;

/** What keeps a second copy is switched off: the screen says "saved" by localStorage alone. */
const WITHOUT_INDEXED_DB = `IDBObjectStore.prototype.put = function () { return this.count(); };`;

/** Types and is killed, `KILLS` times; how often something was lost that the screen had called saved. */
async function killedWhileTyping(world: World, name: string, initScript: string): Promise<Outcome> {
  const chance = new Chance(SEED);
  const phone = await world.phone(name, { initScript });
  const outcome = { confirmed: 0, lost: 0 };
  let address = await tell(world, phone);
  for (let round = 1; round <= KILLS; round++) {
    const box = new FormPage(phone.page).box('story');
    const before = await box.inputValue();
    let said = before;
    await phone.browser.exposeBinding('screenSaid', (_, value: string) => void (said = value));
    await phone.page.reload();
    await box.tap();
    await phone.page.keyboard.press('Control+End');
    const more = WORDS.slice(before.length);
    await killedAfter(phone, chance.between(300, 2500), () => new FormPage(phone.page).typeHere(more));
    await phone.start();
    const kept = await story(world, phone, address);
    if (said.length > before.length) outcome.confirmed++;
    // The last syllable may have been half composed when it was saved.
    if (!(kept && kept.length >= said.length && kept.startsWith(said.slice(0, -1)))) outcome.lost++;
    if (kept === undefined || round % KILLS_OF_A_DRAFT === 0) address = await tell(world, phone);
  }
  return outcome;
}

interface Outcome {
  /** Kills before which the screen had called something new saved. */
  confirmed: number;
  /** Kills after which less was there than the screen had called saved. */
  lost: number;
}

/** A new draft, open where its story is told; its address. */
async function tell(world: World, phone: Phone): Promise<string> {
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  await home.begin('DMG');
  const form = new FormPage(phone.page);
  await form.open('story');
  return phone.page.url();
}

/** What a draft's story says after a start; nothing where the draft is gone. */
async function story(world: World, phone: Phone, address: string): Promise<string | undefined> {
  await phone.page.goto(address);
  const form = new FormPage(phone.page);
  // The draft, or a page that says there is none.
  await expect(form.heading).toBeVisible();
  const box = form.box('story');
  return (await box.count()) ? box.inputValue() : undefined;
}

/** Does something, and kills the browser in the middle of it. */
async function killedAfter(phone: Phone, milliseconds: number, act: () => Promise<void>): Promise<void> {
  // What was asked of a browser that is gone may never be answered.
  act().catch(() => undefined);
  await new Promise((done) => setTimeout(done, milliseconds));
  phone.kill();
}

test('no kill while typing loses what the screen called saved', async ({ world }) => {
  test.setTimeout(60_000 + KILLS * 20_000);
  const { lost, confirmed } = await killedWhileTyping(world, 'kills', WATCH);
  console.log(`${KILLS} kills (seed ${SEED}), ${confirmed} after something new was called saved: ${lost} losses`);
  expect(confirmed, 'some kills came after something was called saved').toBeGreaterThan(0);
  expect(lost).toBe(0);
});

test('control: without the IndexedDB copy the same kills do lose what the screen called saved', async ({ world }) => {
  test.setTimeout(60_000 + KILLS * 20_000);
  const { lost } = await killedWhileTyping(world, 'kills-control', WITHOUT_INDEXED_DB + WATCH);
  console.log(`control, ${KILLS} kills (seed ${SEED}): ${lost} losses`);
  expect(lost, 'if nothing were lost here, the story above would prove nothing').toBeGreaterThan(0);
});

test('no kill while sending loses a report, or sends it twice', async ({ world }) => {
  test.setTimeout(60_000 + SENDS * 60_000);
  const chance = new Chance(SEED);
  const staff = await Desk.withStaff(world);
  const phone = await world.phone('kills-sending');
  await enrol(world, phone);
  for (let sent = 1; sent <= SENDS; sent++) {
    const form = await begin(world, phone);
    if (sent > 1) await form.emptyPrefilled();
    await fillIn(form);
    await form.saved();
    await killedAfter(phone, chance.between(0, 600), () => form.send());
    await phone.start();
    const again = new HomePage(phone.page, world.url);
    await again.open();
    const number = `20\\d\\d-피해-${String(sent).padStart(6, '0')}`;
    // Killed before the button was: it is still a draft, and is sent now.
    if (await again.item('이어서 쓰기').count()) {
      await again.resume('이어서 쓰기');
      await new FormPage(phone.page).send();
    }
    await expect(phone.page.getByText(new RegExp(number)).first()).toBeVisible({ timeout: 30_000 });
  }
  expect(await staff.coordinator.countAll()).toBe(SENDS);
});
