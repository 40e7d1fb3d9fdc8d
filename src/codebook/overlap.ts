/**
 * Finds rows that both fit: the same key after cleaning, with a day that is in both.
 * Guarantees: a row that overlaps another is told, at the later line of the two, with the line of
 * the other; n·log n, so that a table of tens of thousands of rows is checked in milliseconds.
 */
import type { CsvRow } from './csv-row.ts';
import type { Dated } from './mapping-tables.ts';

/** A row with what identifies it and where its fault is shown. */
export interface Keyed {
  readonly row: CsvRow;
  /** Cleaned; rows with the same key and a common day are a fault. */
  readonly key: string;
  /** The column that a fault points at. */
  readonly column: string;
  /** The key in the words of the file. */
  readonly shown: string;
  /** Absent for tables without dates: always valid. */
  readonly dates?: Pick<Dated, 'validFrom' | 'validTo'>;
}

const from = (keyed: Keyed): string => keyed.dates?.validFrom ?? '';
/** Behind every day where open. */
const to = (keyed: Keyed): string => keyed.dates?.validTo || '9999-12-31';

/** Adds a fault for each row that overlaps another. */
export function reportOverlaps(all: readonly Keyed[]): void {
  const groups = new Map<string, Keyed[]>();
  for (const keyed of all) {
    const group = groups.get(keyed.key);
    if (group === undefined) groups.set(keyed.key, [keyed]);
    else group.push(keyed);
  }
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    group.sort((a, b) => (from(a) < from(b) ? -1 : from(a) > from(b) ? 1 : a.row.line - b.row.line));
    let reaching = group[0];
    for (const keyed of group.slice(1)) {
      if (reaching === undefined) break;
      if (from(keyed) <= to(reaching)) {
        const [other, later] = keyed.row.line > reaching.row.line ? [reaching, keyed] : [keyed, reaching];
        later.row.sink.add(later.row.cell(later.column), 'DB-MAP-018', {
          value: later.shown,
          other: other.row.line,
        });
      }
      if (to(keyed) > to(reaching)) reaching = keyed;
    }
  }
}
