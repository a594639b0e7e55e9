/** How a screen is shown: in two languages, light, dark and in high contrast, and with text twice as large. */
import { consents, FIRM } from '../fixture/answer.ts';
import { screens } from '../fixture/form.ts';
import { Phone } from '../fixture/phone.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

for (const [name, branches] of [
  ['dmg', [['consent', 'mode', 'full']]],
  ['onb', [['experience', 'online_experience', 'yes_now'], ['experience', 'online_experience', 'no']]],
] as const) {
  test(`axe finds nothing on any screen of ${name}, in both languages, dark and in high contrast`, async ({ world }) => {
    test.slow();
    const phone = await world.phone(`axe-${name}`, { width: 320, height: 640 });
    const home = new HomePage(phone.page, world.url);
    const form = new FormPage(phone.page);
    await home.open();
    await home.begin(name === 'dmg' ? 'DMG' : 'ONB');
    await consents(form);
    const seen = new Set<string>();
    for (const [step, field, code] of branches) {
      await form.visit(step);
      await form.choose(field, code);
      await form.saved();
      for (const place of screens(name)) {
        if (seen.has(place)) continue;
        await form.visit(place);
        if (!(await form.isAt(place))) continue;
        seen.add(place);
        await form.addEveryRow();
        if (place !== 'submit') {
          // A summary of errors is a part of a page, too.
          await form.next();
          if ((await form.errors.count()) === 0) await form.visit(place);
        }
        await phone.hold(`${place} in Korean`);
        await set(phone, 'data-theme', 'dark');
        await phone.hold(`${place}, dark`, phone.page, ['color-contrast']);
        await set(phone, 'data-theme', undefined);
      }
    }
    expect(seen.size, 'screens that were looked at').toBeGreaterThan(10);
    await phone.page.goto(`${world.url}/settings`);
    await phone.page.getByRole('button', { name: 'English' }).tap();
    await home.open();
    await phone.page.locator('a[href^="/draft/"]').first().tap();
    await home.ready();
    // Both at once: words do not change colours.
    await set(phone, 'data-contrast', 'high');
    for (const place of seen) {
      await form.visit(place);
      await phone.hold(`${place} in English, high contrast`);
    }
  });
}

test('the language is changed half-way: answers stay, words change, and a consent keeps the text it was given to', async ({
  world,
}) => {
  const phone = await world.phone('language');
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  await home.begin('DMG');
  await form.agree('consent_c1');
  await form.saved();
  const before = await consentOf(phone, 'consent_c1');
  expect(before.locale).toBe('ko');
  await form.visit('organisation');
  await form.type('org_name', FIRM);
  await form.choose('reg_kind', 'biz');
  await form.saved();

  await form.language('English');
  await expect(form.heading).toHaveText('Organisation and industry');
  await expect(form.box('org_name')).toHaveValue(FIRM);
  await expect(form.choice('reg_kind', 'biz')).toBeChecked();
  await expect(phone.page.locator('html')).toHaveAttribute('lang', 'en');
  await phone.look('english');

  await form.visit('consent');
  await expect(form.choice('consent_c1', 'yes')).toBeChecked();
  await form.agree('consent_c2');
  await expect(form.saveState).toContainText('Saved');
  expect(await consentOf(phone, 'consent_c1'), 'what was agreed to in Korean stays so').toEqual(before);
  const later = await consentOf(phone, 'consent_c2');
  expect(later.locale).toBe('en');

  await form.language('한국어');
  await expect(form.heading).toHaveText('동의');
  expect(await consentOf(phone, 'consent_c2')).toEqual(later);
});

test('text at 200 % is neither cut nor wider than a screen of 320 px', async ({ world }) => {
  const phone = await world.phone('twice', { width: 320, height: 640, textSize: 32 });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  const size = () => phone.page.evaluate(() => getComputedStyle(document.body).fontSize);
  expect(await size(), 'twice the 17 px of every other phone').toBe('34px');
  await phone.look('home');
  expect(await form.cutTexts(), 'home').toEqual([]);
  await home.begin('ONB');
  await consents(form);
  await form.visit('experience');
  await form.choose('online_experience', 'yes_now');
  await form.saved();
  for (const place of screens('onb')) {
    await form.visit(place);
    if (place === 'mall/products') await form.addRow('products');
    if (['organisation', 'mall/products', 'submit'].includes(place)) await phone.look(place.replace('/', '-'));
    else await phone.hold(place, phone.page, ['color-contrast']);
    expect(await form.cutTexts(), place).toEqual([]);
    await expect(phone.page.locator('.button-bar'), 'nothing stands before the questions').toHaveCSS('position', 'static');
  }
});

async function set(phone: Phone, attribute: string, value: string | undefined): Promise<void> {
  await phone.page.evaluate(
    ([attribute, value]) => {
      const root = document.documentElement;
      if (value === undefined) root.removeAttribute(attribute!);
      else root.setAttribute(attribute!, value);
    },
    [attribute, value] as const,
  );
}

/** A consent as the phone keeps it. */
async function consentOf(phone: Phone, field: string): Promise<{ locale: string; text_hash: string; at: number }> {
  const kept = await phone.page.evaluate(() => Object.values({ ...localStorage }).join('\n'));
  const found = kept.match(new RegExp(`\\\\?"${field}\\\\?":(\\{[^}]*\\})`));
  if (!found) throw new Error(`${field} is not kept`);
  return JSON.parse(found[1].replaceAll('\\"', '"'));
}
