/** Lighthouse's accessibility and best-practices audits: 100 on the pages that a person meets first. */
import lighthouse from 'lighthouse';
import { consents } from '../fixture/answer.ts';
import { freePort } from '../fixture/port.ts';
import { expect, test } from '../fixture/test.ts';
import { FormPage } from '../page/form.ts';
import { HomePage } from '../page/home.ts';

test('Lighthouse has nothing to say against accessibility and best practices', async ({ world }) => {
  test.slow();
  const debuggingPort = await freePort();
  const phone = await world.phone('lighthouse', { debuggingPort });
  const home = new HomePage(phone.page, world.url);
  const form = new FormPage(phone.page);
  await home.open();
  await home.begin('DMG');
  await consents(form);
  await form.nextTo('기업·업종');
  await form.saved();
  const step = new URL(phone.page.url()).pathname;
  const review = step.replace(/[^/]+$/, 'review');
  // A draft is written in one window at a time.
  await home.open();
  for (const path of ['/', '/start/ONB', step, review, '/enrol', '/settings']) {
    await test.step(path, async () => {
      const result = await lighthouse(`${world.url}${path}`, {
        port: debuggingPort,
        onlyCategories: ['accessibility', 'best-practices'],
        disableStorageReset: true,
        throttlingMethod: 'provided',
        // A request that stays open, such as that of `cargo xtask dev`, must not hold the audits up.
        maxWaitForLoad: 10_000,
        logLevel: 'error',
      });
      expect(result, 'Lighthouse gave a report').toBeDefined();
      const { categories, audits } = result!.lhr;
      const failed = Object.values(categories).flatMap(({ auditRefs }) =>
        auditRefs
          .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score! < 1)
          .map(({ id }) => `${id}: ${JSON.stringify(audits[id].details ?? audits[id].displayValue)}`),
      );
      expect(failed, path).toEqual([]);
      const scores = Object.values(categories).map(({ id, score }) => [id, score]);
      expect(Object.fromEntries(scores), path).toEqual({ accessibility: 1, 'best-practices': 1 });
    });
  }
});
