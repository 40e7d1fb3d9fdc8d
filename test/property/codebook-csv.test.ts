import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/codebook/csv-records.ts';
import { CsvRow } from '../../src/codebook/csv-row.ts';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { type Keyed, reportOverlaps } from '../../src/codebook/overlap.ts';
import type { IsoDay } from '../../src/domain/codes.ts';

const content = fc.string({ unit: fc.constantFrom('a', 'Đ', '1', ' ', ',', '"', '\n', ';'), maxLength: 8 });
const quote = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

describe('reading CSV', () => {
  it('gives back what was written, with the true place of every cell', () => {
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(content, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.boolean(), (rows, lineEnd) => {
        const text = rows.map((row) => row.map(quote).join(',')).join('\n') + (lineEnd ? '\n' : '');
        const sink = new FaultSink('x.csv');
        const records = readRecords(text, ',', sink);
        expect(sink.faults).toEqual([]);
        expect(records.map(({ cells }) => cells.map((cell) => cell.text))).toEqual(rows);
        const lines = text.split('\n');
        for (const cell of records.flatMap((record) => record.cells)) {
          expect(lines[cell.line - 1]?.slice(cell.column - 1)).toMatch(
            new RegExp(
              `^${quote(cell.text)
                .split('\n')[0]
                ?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
            ),
          );
        }
      }),
    );
  });

  it('reads whatever csv-parse reads, alike; and never fails on what it refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' '), maxLength: 24 }), (text) => {
        const sink = new FaultSink('x.csv');
        const mine = readRecords(text, ',', sink).map(({ cells }) => cells.map((cell) => cell.text));
        let theirs: string[][];
        try {
          theirs = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' });
        } catch {
          expect(sink.faults).not.toEqual([]);
          return;
        }
        expect(sink.faults).toEqual([]);
        expect(mine).toEqual(theirs.filter((row) => row.length > 1 || row[0] !== ''));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('overlapping rows', () => {
  const date = fc.constantFrom('', ...Array.from({ length: 9 }, (_, n) => `2026-01-0${n + 1}`));
  const row = fc
    .record({ key: fc.constantFrom('a', 'b'), from: date, to: date })
    .filter(({ from, to }) => from === '' || to === '' || from <= to);

  it('are found exactly where two rows of one key have a day in common', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const sink = new FaultSink('x.csv');
        const keyed = rows.map(
          ({ key, from, to }, index): Keyed => ({
            row: new CsvRow({ line: index + 2, cells: [] }, new Map(), sink),
            key,
            column: 'c',
            shown: key,
            dates: { validFrom: from as IsoDay, validTo: to as IsoDay },
          }),
        );
        const common = (a: number, b: number): boolean => {
          const [one, two] = [rows[a], rows[b]];
          if (one === undefined || two === undefined || one.key !== two.key) return false;
          return (one.to === '' || two.from <= one.to) && (two.to === '' || one.from <= two.to);
        };
        reportOverlaps(keyed);
        const told = sink.faults.map(({ line, params }) => [Number(params.other) - 2, line - 2] as const);
        for (const [earlier, later] of told) expect(earlier < later && common(earlier, later)).toBe(true);
        // Every row that is in an overlap stands in what is told: none is mended without being seen.
        const involved = new Set(told.flat());
        for (const a of rows.keys()) {
          const overlaps = [...rows.keys()].some((b) => b !== a && common(a, b));
          if (overlaps) expect(involved.has(a)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
