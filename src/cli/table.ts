/** Tables and times for people. Guarantees: nothing wider than the terminal where it tells its width. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Say } from './command-context.ts';

/** A table with a header. Cells wrap at words; `widths` (characters) where given. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  widths?: readonly number[],
): string {
  const grid = new Table({
    head: head.map((cell) => pc.bold(cell)),
    style: { head: [], border: [] },
    wordWrap: true,
    ...(widths ? { colWidths: [...widths] } : {}),
  });
  for (const row of rows) grid.push(row.map((cell) => String(cell)));
  return grid.toString();
}

/** Time of Vietnam, `2026-10-01 08:00:00`. */
export function vietnamTime(at: Date | null): string {
  return at === null
    ? '–'
    : new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** Seconds as people say them: `45 s`, `3 min`, `2.5 h`, `4 d`; `45 giây`, `3 phút`, `2.5 giờ`, `4 ngày`. */
export function duration(seconds: number | null, say: Say): string {
  if (seconds === null) return '–';
  if (seconds < 100) return `${Math.round(seconds * 10) / 10} ${say('giây', 's')}`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} ${say('phút', 'min')}`;
  if (seconds < 172_800) return `${Math.round(seconds / 360) / 10} ${say('giờ', 'h')}`;
  return `${Math.round(seconds / 86_400)} ${say('ngày', 'd')}`;
}
