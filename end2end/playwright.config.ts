import { defineConfig } from '@playwright/test';

// Each test starts its own server, its own proxy and its own browser profile,
// so tests share nothing and two may run side by side on two cores.
export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/e2e/results',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: Number(process.env.IEUM_E2E_WORKERS ?? 2),
  fullyParallel: true,
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list']],
});
