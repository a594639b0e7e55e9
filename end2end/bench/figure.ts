/** One measured figure beside its budget, on its way from a measurement to the table. */
import { test } from '../fixture/test.ts';

export interface Figure {
  what: string;
  measured: number;
  budget?: number;
  unit: 'B' | 'ms';
  /** How far the samples lie apart, where there are several. */
  range?: [number, number];
}

/** The annotation that carries a figure. */
export const FIGURE = 'figure';

export function record(figure: Figure): void {
  test.info().annotations.push({ type: FIGURE, description: JSON.stringify(figure) });
}

/** The value below which this share of the samples lies; the nearest one that was measured. */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
