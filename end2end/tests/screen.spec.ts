/** How a screen is shown: in two languages, light, dark and in high contrast, and with text twice as large. */
import { consents, FIRM } from '../fixture/answer.ts';
import { screens } from '../fixture/form.ts';
import { Phone } from '../fixture/phone.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

/** Answers after which, together, every screen of a form is asked. */
const BRANCHES: Record<'dmg' | 'onb', ((form: FormPage) => Promise<void>)[]> = {
  dmg: [
    async (form) => {
      await form.visit('consent');
      await form.choose('mode', 'full');
    },
  ],
  onb: [
    async (form) => {
      await form.visit('experience');
      await form.choose('online_experience', 'yes_now');
    },
    async (form) => {
      await form.visit('experience');
      await form.choose('online_experience', 'no');
      await form.visit('growth');
      for (const kind of ['consult', 'fund', 'oem', 'resource']) await form.choose('support_kind', kind);
      await form.visit('growth/oem');
      await form.choose('oem_role', 'both');
    },
  ],
};

/** Begins a form and shows every screen of it once. */
async function eachScreen(
  home: HomePage,
  form: FormPage,
  name: 'dmg' | 'onb',
  branch: (show: () => AsyncGenerator<string>) => Promise<void>,
): Promise<void> {
  await home.begin(name === 'dmg' ? 'DMG' : 'ONB');
  await consents(form);
  const left = new Set(screens(name).map(({ place }) => place));
  for (const answer of BRANCHES[name]) {
    await answer(form);
    await form.saved();
    await branch(async function* () {
      for (const screen of screens(name)) {
        if (!left.has(screen.place) || !(await form.reaches(screen))) continue;
        left.delete(screen.place);
        await form.addEveryRow();
        yield screen.place;
      }
    });
  }
  expect([...left], 'screens that were not looked at').toEqual([]);
}

for (const name of ['dmg', 'onb'] as const) {
  test(`axe finds nothing on any screen of ${name}, in both languages, dark and in high contrast`, async ({ world }) => {
    test.slow();
    const phone = await world.phone(`axe-${name}`, { width: 320, height: 640 });
    const home = new HomePage(phone.page, world.url);
    const form = new FormPage(phone.page);
    await home.open();
    await eachScreen(home, form, name, async (show) => {
      const seen: string[] = [];
      for await (const place of show()) {
        seen.push(place);
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
      await form.language('English');
      // Both at once: words do not change colours.
      await set(phone, 'data-contrast', 'high');
      for (const place of seen) {
        await form.visit(place);
        await phone.hold(`${place} in English, high contrast`);
      }
      await set(phone, 'data-contrast', undefined);
      await form.language('한국어');
    });
  });

  test(`text at 200 % is neither cut nor wider than a screen of 320 px on any screen of ${name}`, async ({ world }) => {
    const phone = await world.phone(`twice-${name}`, { width: 320, height: 640, textSize: 32 });
    const home = new HomePage(phone.page, world.url);
    const form = new FormPage(phone.page);
    await home.open();
    const size = () => phone.page.evaluate(() => getComputedStyle(document.body).fontSize);
    expect(await size(), 'twice the 17 px of every other phone').toBe('34px');
    await phone.look('home');
    expect(await form.cutTexts(), 'home').toEqual([]);
    await eachScreen(home, form, name, async (show) => {
      for await (const place of show()) {
        if (['organisation', 'mall/products', 'growth/oem', 'submit'].includes(place)) {
          await phone.look(place.replace('/', '-'));
        } else await phone.hold(place, phone.page, ['color-contrast']);
        expect(await form.cutTexts(), place).toEqual([]);
        const bar = phone.page.locator('.button-bar');
        await expect(bar, 'nothing stands before the questions').toHaveCSS('position', 'static');
      }
    });
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
