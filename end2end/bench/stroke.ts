/** Keystrokes in Chromium's trace: from the key to the frame that shows it, as the Event Timing standard counts. */
import type { CDPSession, Page } from '@playwright/test';
import { expect } from '../fixture/test.ts';

interface TraceEvent {
  name: string;
  ph: string;
  args: { data?: { type: string; duration: number } };
}

/** How many milliseconds each key took that `type` presses on a page that runs so many times slower. */
export async function strokes(page: Page, slower: number, type: () => Promise<number>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const events: TraceEvent[] = [];
  // The protocol types a trace's events as any object.
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline'] },
  });
  // What the trace itself costs when it begins is over by then.
  await page.waitForTimeout(500);
  const typed = await type();
  await end(session);
  const keys = events.filter(({ name, ph, args }) => name === 'EventTiming' && ph === 'b' && args.data?.type === 'keydown');
  expect(keys.length, 'every key is in the trace').toBe(typed);
  return keys.map(({ args }) => args.data?.duration ?? NaN);
}

async function end(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.end');
  await complete;
}
