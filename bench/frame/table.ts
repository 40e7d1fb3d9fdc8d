/** The figures of a section as a table that people read. Must not: judge; section.ts does. */
import { type Figure, holds, type SectionResult } from './section.ts';

/** Three digits that count, without more. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function verdictOf(isHeld: boolean | null): string {
  if (isHeld === null) return '';
  return isHeld ? 'holds' : 'MISSED';
}

function goalOf({ goal }: Figure): string {
  if (goal === undefined) return '';
  return 'atLeast' in goal ? `≥ ${shown(goal.atLeast)}` : `≤ ${shown(goal.atMost)}`;
}

function cells(figure: Figure): readonly string[] {
  const { name, unit, spread, runs } = figure;
  const range = runs > 1 ? `${shown(spread.min)} to ${shown(spread.max)}` : '';
  const verdict = verdictOf(holds(figure));
  return [name, `${shown(spread.median)} ${unit}`, range, String(runs), goalOf(figure), verdict];
}

const HEAD = ['figure', 'median', 'min to max', 'runs', 'goal', ''] as const;

/** A table in Markdown with its notes. */
export function tableOf(title: string, { figures, notes }: SectionResult): string {
  const rows = [HEAD, ...figures.map(cells)];
  const widths = HEAD.map((_, at) => Math.max(3, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const [head = HEAD, ...body] = rows;
  const table = [line(head), rule, ...body.map(line)].join('\n');
  return `## ${title}\n\n${table}\n${notes.map((note) => `\n- ${note}`).join('')}\n`;
}
