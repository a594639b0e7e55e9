/** Two phones of one enterprise change one report, each unaware of the other: merged, chosen, sent, and nothing lost. */
import { FIRM, STORY } from '../fixture/answer.ts';
import { Phone } from '../fixture/phone.ts';
import { correct, enrol, report, retype } from '../fixture/report.ts';
import { expect, test, World } from '../fixture/test.ts';
import { Desk } from '../page/desk.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';
import { MergePage } from '../page/merge.ts';
import { StatusPage } from '../page/status.ts';

const MINE = ' 취소는 14건입니다.';
const THEIRS = ' 취소는 9건, 620만 원입니다.';

/** A phone of the enterprise, with the app on it. */
async function enrolled(world: World, name: string, code: string, width: number): Promise<Phone> {
  const phone = await world.phone(name, { width });
  await enrol(world, phone, code);
  return phone;
}

/** Writes on behind the story. */
async function addToStory(phone: Phone, form: FormPage, words: string): Promise<void> {
  await form.open('story');
  await form.box('story').tap();
  await phone.page.keyboard.press('Control+End');
  await phone.page.keyboard.insertText(words);
  await form.saved();
}

test('two phones change one report: merged, chosen by the applicant, every version kept', async ({ world }) => {
  test.slow();
  const { coordinator } = await Desk.withStaff(world);
  const here = await enrolled(world, 'conflict-here', await coordinator.invite(FIRM), 320);
  const there = await enrolled(world, 'conflict-there', await coordinator.inviteAgain(FIRM), 360);

  await test.step('one phone reports, the other one sees it', async () => {
    await report(world, here);
    await coordinator.openCase('피해');
    await coordinator.take();
    await new HomePage(there.page, world.url).open();
    await expect(new HomePage(there.page, world.url).where('피해')).toHaveAttribute('data-where', 'in_review');
    await here.page.reload();
    await expect(new StatusPage(here.page).where).toHaveAttribute('data-where', 'in_review');
  });

  const form = await test.step('offline, the first one changes the story and the contact', async () => {
    await here.offline(true);
    const form = await correct(world, here);
    await addToStory(here, form, MINE);
    await form.open('organisation');
    await retype(form, 'contact_name', '이다울');
    return form;
  });

  await test.step('meanwhile the other one changes the story and the number of workers, and sends', async () => {
    const other = await correct(world, there);
    await addToStory(there, other, THEIRS);
    await other.open('employment');
    await retype(other, 'emp_now', '9');
    await other.open('review');
    await other.send();
    await expect(new StatusPage(there.page).where).toHaveAttribute('data-where', 'in_review');
  });

  await test.step('a request for more comes in between', async () => {
    await coordinator.openCase('피해');
    await expect(coordinator.page.locator('.diff__new').filter({ hasText: '620만 원' })).toBeVisible();
    await coordinator.askFor('needs', '가장 급한 지원을 골라 주세요.');
  });

  const merge = new MergePage(here.page);
  await test.step('back online the phone says so, and changes nothing below the finger', async () => {
    await here.offline(false);
    await expect(here.page.getByText('다른 곳에서 이 내용을 고쳐 보냈습니다')).toBeVisible();
    await expect(form.box('contact_name')).toHaveValue('이다울');
    await here.look('newer-came');
    await here.page.getByRole('button', { name: '합쳐서 보기' }).tap();
    await expect(here.page.getByText('두 곳에서 다르게 고친 답이 1개 있습니다')).toBeVisible();
    await expect(here.page.getByText('가장 급한 지원을 골라 주세요.')).toBeVisible();
    await here.look('to-choose');
  });

  await test.step('offline again: both answers side by side, chosen, undone, chosen', async () => {
    await here.offline(true);
    await here.page.getByRole('link', { name: '합쳐서 보기' }).tap();
    await expect(merge.told).toContainText('그쪽에서만 고친 답 1개');
    await expect(merge.told).toContainText('9');
    await expect(merge.card(/./, 'mine')).toContainText(STORY + MINE);
    await expect(merge.card(/./, 'theirs')).toContainText(STORY + THEIRS);
    await here.look('side-by-side');
    // Nothing goes before it is chosen.
    await form.send();
    await expect(merge.told).toBeFocused();
    await merge.choose(/./, 'theirs');
    await expect(merge.card(/./, 'theirs').locator('input')).toBeChecked();
    await merge.choose(/./, 'mine');
    await expect(merge.card(/./, 'mine').locator('input')).toBeChecked();
    await here.page.reload();
    await expect(merge.card(/./, 'mine').locator('input')).toBeChecked();
    await here.look('chosen');
  });

  await test.step('it is sent, and answers the request', async () => {
    await here.offline(false);
    await form.send();
    await expect(new StatusPage(here.page).where).toHaveAttribute('data-where', 'in_review');
    await here.look('sent');
  });

  await test.step('the coordinator sees one report of both, and every version', async () => {
    await coordinator.openCase('피해');
    await expect(coordinator.answer('story')).toContainText(MINE.trim());
    await expect(coordinator.answer('contact_name')).toContainText('이다울');
    await expect(coordinator.answer('emp_now')).toContainText('9');
    await coordinator.look('conflict-merged');
    const versions = await coordinator.versions();
    expect(versions).toBe(3);
  });
});

test('what was sealed before the other change came is merged when it is taken back', async ({ world }) => {
  test.slow();
  const { coordinator } = await Desk.withStaff(world);
  const here = await enrolled(world, 'late-here', await coordinator.invite(FIRM), 360);
  const there = await enrolled(world, 'late-there', await coordinator.inviteAgain(FIRM), 360);
  await report(world, here);
  await new HomePage(there.page, world.url).open();
  await expect(new HomePage(there.page, world.url).where('피해')).toHaveAttribute('data-where', 'received');

  await here.offline(true);
  const form = await correct(world, here);
  await form.open('organisation');
  await retype(form, 'contact_name', '이다울');
  await form.open('review');
  await form.send();
  await expect(new StatusPage(here.page).where).toHaveAttribute('data-where', 'waiting');

  const other = await correct(world, there);
  await other.open('organisation');
  await retype(other, 'contact_name', '박다울');
  await other.open('employment');
  await retype(other, 'emp_now', '9');
  await other.open('review');
  await other.send();
  // Not the phone's word: until the change is sealed, it says how the report before it stands.
  await expect(async () => {
    await coordinator.openCase('피해');
    await expect(coordinator.answer('emp_now')).toContainText('9', { timeout: 1_000 });
  }).toPass();

  await here.offline(false);
  const status = new StatusPage(here.page);
  await expect(here.page.getByText('다른 휴대폰에서 먼저 보낸 내용이 있어')).toBeVisible();
  await here.look('too-late');
  await status.reopen();
  await form.open('review');
  const merge = new MergePage(here.page);
  await expect(merge.card(/./, 'theirs')).toContainText('박다울');
  await merge.choose(/./, 'theirs');
  await expect(merge.card(/./, 'theirs').locator('input')).toBeChecked();
  await form.send();
  await expect(status.where).toHaveAttribute('data-where', 'received');
  await coordinator.openCase('피해');
  await expect(coordinator.answer('contact_name')).toContainText('박다울');
  await expect(coordinator.answer('emp_now')).toContainText('9');
});
