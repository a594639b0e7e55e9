/** Prints what was measured as one table, and leaves it where `cargo xtask bench` looks for it. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter';
import { inWorkspace } from '../fixture/place.ts';
import type { Figure } from './figure.ts';

export default class Table implements Reporter {
  private readonly figures: Figure[] = [];

  onTestEnd(_: TestCase, result: TestResult): void {
    for (const { type, description } of result.annotations) {
      if (type === 'figure' && description) this.figures.push(JSON.parse(description));
    }
  }

  onEnd(result: FullResult): void {
    const rows = this.figures.map((figure) => [figure.what, measured(figure), budget(figure)]);
    const table = [['what', 'measured', 'budget'], ['---', '---:', '---:'], ...rows];
    const text = `${origin()}\n\n${table.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
    console.log(`\n${text}`);
    // Half a table would replace a whole one.
    const path = process.env.IEUM_BENCH_TABLE;
    if (path && result.status === 'passed') writeFileSync(path, text);
  }
}

function measured(figure: Figure): string {
  const own = amount(figure, figure.measured);
  if (!figure.range) return own;
  const [least, most] = figure.range.map((value) => amount(figure, value));
  return `${own} (${least} to ${most})`;
}

function budget(figure: Figure): string {
  if (figure.budget === undefined) return '';
  const kept = figure.measured <= figure.budget;
  const own = amount(figure, figure.budget);
  return kept ? own : `${own}, **not met**`;
}

function amount({ unit }: Figure, value: number): string {
  const digits = unit === 'ms' && value < 100 ? 1 : 0;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

/** On what, when and from which sources this was measured. */
function origin(): string {
  const chromium = process.env.IEUM_CHROMIUM ?? '/usr/bin/chromium';
  const browser = said(chromium, ['--version']).match(/Chrom\w+ \d+/)?.[0] ?? 'Chromium';
  const system = readFileSync('/etc/os-release', 'utf8').match(/^PRETTY_NAME="(.*)"$/m)?.[1] ?? 'Linux';
  const changed = said('git', ['status', '--porcelain', '--untracked-files=no']) !== '' ? ' with changes' : '';
  const commit = said('git', ['rev-parse', '--short', 'HEAD']);
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `Measured on ${cpus().length} cores (${cpus()[0]?.model.trim()}) and ${memory} GiB, ${system}, ${browser}, ${day}, commit ${commit}${changed}.`;
}

function said(program: string, words: string[]): string {
  return execFileSync(program, words, {
    encoding: 'utf8',
    cwd: inWorkspace('.'),
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
