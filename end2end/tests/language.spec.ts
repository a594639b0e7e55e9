/** English is a file of its own: it comes when it is asked for, and is there offline from then on. */
import { expect, test } from '../fixture/test.ts';
import { Phone } from '../fixture/phone.ts';
import { HomePage } from '../page/home.ts';

const SENTENCE = 'English needs a connection once.';

function english(phone: Phone) {
  return phone.page.getByRole('button', { name: 'English' });
}

async function choose(phone: Phone, url: string): Promise<void> {
  await phone.page.goto(`${url}/settings`);
  await new HomePage(phone.page, url).ready();
  await english(phone).tap();
}

/** Whether the service worker holds the English words. */
function keepsEnglish(phone: Phone): Promise<boolean> {
  return phone.page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const kept = await (await caches.open(name)).keys();
      if (kept.some(({ url }) => url.includes('/pkg/en.'))) return true;
    }
    return false;
  });
}

function language(phone: Phone) {
  return expect(phone.page.locator('html'));
}

test('English that was chosen online is there after a cold start offline', async ({ world }) => {
  const phone = await world.phone('english');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();
  await choose(phone, world.url);
  await language(phone).toHaveAttribute('lang', 'en');
  await expect(phone.page.getByText(SENTENCE)).toHaveCount(0);
  await phone.close();

  world.network.fault = 'down';
  await phone.start();
  await phone.offline(true);
  const again = new HomePage(phone.page, world.url);
  await again.open();
  await language(phone).toHaveAttribute('lang', 'en');
  // The form's own words are English too, and those of the consents, whose English never left the program.
  await again.begin('DMG');
  await expect(phone.page.locator('main')).toContainText('Consent to the collection and use of personal data');
  await phone.look('consent');
});

test('without a connection English says that it needs one, until the second start brought it', async ({ world }) => {
  const phone = await world.phone('english-later');
  const home = new HomePage(phone.page, world.url);
  await home.open();
  await home.installed();

  await test.step('offline, and never fetched', async () => {
    // The page itself comes with the second part, the words don't.
    await phone.page.getByRole('link', { name: '설정' }).first().tap();
    await expect(english(phone)).toBeVisible();
    world.network.fault = 'down';
    await phone.offline(true);
    await english(phone).tap();
    await expect(phone.page.getByText(SENTENCE).last()).toBeVisible();
    await language(phone).toHaveAttribute('lang', 'ko');
    await phone.look('no-english');
  });

  await test.step('a page of somebody else is not English, and is not kept', async () => {
    world.network.fault = 'portal';
    await phone.offline(false);
    await choose(phone, world.url);
    await expect(phone.page.getByText(SENTENCE).last()).toBeVisible();
    await language(phone).toHaveAttribute('lang', 'ko');
    expect(await keepsEnglish(phone)).toBe(false);
  });

  await test.step('a start with a connection keeps it quietly', async () => {
    world.network.fault = 'none';
    await home.open();
    await language(phone).toHaveAttribute('lang', 'ko');
    await expect.poll(() => keepsEnglish(phone)).toBe(true);
  });

  await test.step('offline again, it is there', async () => {
    world.network.fault = 'down';
    await phone.offline(true);
    await choose(phone, world.url);
    await language(phone).toHaveAttribute('lang', 'en');
  });
});
