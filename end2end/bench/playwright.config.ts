import { defineConfig } from '@playwright/test';

// One at a time: whatever else runs on the machine would be measured with it.
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../../target/e2e/bench',
  timeout: 300_000,
  expect: { timeout: 30_000 },
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  reporter: [['list'], ['./table.ts']],
});
