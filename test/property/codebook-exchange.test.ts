import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { tidyCode } from '../../src/codebook/clean-code.ts';
import { composeTable } from '../../src/codebook/exchange/compose-table.ts';
import { exportFolder } from '../../src/codebook/exchange/export-files.ts';
import { exportWorkbook } from '../../src/codebook/exchange/export-workbook.ts';
import type { IncomingRow } from '../../src/codebook/exchange/incoming.ts';
import { mergeTable } from '../../src/codebook/exchange/merge-table.ts';
import { planImport } from '../../src/codebook/exchange/plan-import.ts';
import { parseTable, readTableFile } from '../../src/codebook/exchange/table-file.ts';
import { cellsOf, TABLES, type TableRow } from '../../src/codebook/exchange/table-shape.ts';

const dir = mkdtempSync(join(tmpdir(), 'dongbo-exchange-property-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const FILE = 'document-types.csv';
const { columns } = TABLES[FILE];
/** What CSV, Excel and Unicode treat in their own ways; a lone carriage return no table can hold. */
const sign = fc.constantFrom(
  ...['a', 'Đ', '0', '7', '.', ' ', ',', ';', '"', '\n', '\t', '=', '<', '&', '_', 'x', '_x000A_', '_x0041_'],
  ...['\u00a0', '\u0001', '\u007f', '\ufffe', 'ế'.normalize('NFD'), '😀', "'"],
);
const cell = fc.string({ unit: sign, maxLength: 7 });
const row: fc.Arbitrary<TableRow> = fc
  .record({
    kind: fc.constantFrom('component', ' Result'),
    procedure: cell,
    province_code: cell,
    national_code: cell,
    valid_from: fc.constantFrom('', '2026-01-01', ' 2026-02-28 '),
    valid_to: fc.constantFrom('', '2026-03-01'),
    note: cell,
  })
  .map((cells) => ({
    ...cells,
    province_code: `${cells.province_code}!`,
    national_code: `${cells.national_code}.`,
  }));
const rows: fc.Arbitrary<TableRow[]> = fc.array(row, { maxLength: 5 }).map((all) =>
  // No two that fit one code: that is a fault, told elsewhere.
  all.map((one, index) => ({ ...one, province_code: `${one.province_code}${index}` })),
);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const form = fc.record({
  bom: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  order: fc.shuffledSubarray([...columns], { minLength: columns.length }),
  lastEnd: fc.boolean(),
});

/** A table as anybody may have written it. */
function written(
  all: readonly TableRow[],
  { bom, lineEnd, order, lastEnd }: typeof form extends fc.Arbitrary<infer Form> ? Form : never,
): string {
  const lines = all.map((one) => order.map((column) => quoted(one[column] ?? '')).join(','));
  return (bom ? '\uFEFF' : '') + [order.join(','), ...lines].join(lineEnd) + (lastEnd ? lineEnd : '');
}

it('random tables come back from a workbook and from CSV copies, cell by cell', async () => {
  await fc.assert(
    fc.asyncProperty(rows, form, async (all, how) => {
      writeFileSync(join(dir, FILE), written(all, how));
      const before = readTableFile(dir, FILE);
      expect(before.lines.map((line) => cellsOf(FILE, line.row))).toEqual(
        all.map((one) => cellsOf(FILE, one)),
      );
      writeFileSync(join(dir, 'x.xlsx'), await exportWorkbook([before]));
      const copies = mkdtempSync(join(dir, 'copies-'));
      await exportFolder([before], { to: copies, dir, overwrite: false });
      for (const from of [join(dir, 'x.xlsx'), copies]) {
        const plan = await planImport(dir, from);
        expect(plan.faults).toEqual([]);
        expect(plan.tables[0]?.difference).toMatchObject({
          added: [],
          removed: [],
          changed: [],
          unchanged: all.length,
        });
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('what is written reads as it was meant, and every row that stays keeps its bytes', () => {
  fc.assert(
    fc.property(rows, rows, fc.func(fc.nat(9)), form, (old, fresh, place, how) => {
      const text = written(old, how);
      const before = parseTable(FILE, Buffer.from(text));
      const kept = old.filter((_, index) => place(index) > 3);
      const wanted = [...kept, ...fresh].toSorted(
        (a, b) => place(cellsOf(FILE, a)) - place(cellsOf(FILE, b)),
      );
      const composed = composeTable(before, wanted);
      const after = parseTable(FILE, Buffer.from(how.bom ? `\uFEFF${composed}` : composed));
      expect(after.faults).toEqual([]);
      expect(after.lines.map((line) => line.row)).toEqual(wanted);
      expect([after.bom, after.columns, after.header.trimEnd()]).toEqual([
        how.bom,
        how.order,
        before.header.trimEnd(),
      ]);
      const raws = after.lines.map(({ raw }) => raw.trimEnd());
      for (const one of kept) {
        expect(raws).toContain(
          how.order
            .map((column) => quoted(one[column] ?? ''))
            .join(',')
            .trimEnd(),
        );
      }
      if (old.length > 0) expect(composeTable(before, old)).toBe(how.bom ? text.slice(1) : text);
    }),
    { numRuns: 300 },
  );
});

it('a comparison accounts for every row on both sides exactly once, and its rows are what came in', () => {
  const few = fc.constantFrom('a', 'A ', 'b');
  const plain = fc.record({
    kind: fc.constant('component'),
    procedure: few,
    province_code: few,
    national_code: few,
    valid_from: fc.constantFrom('', '2026-01-01'),
  });
  fc.assert(
    fc.property(
      fc.array(plain, { maxLength: 6 }),
      fc.array(plain, { maxLength: 6 }),
      (old, news: TableRow[]) => {
        const table = parseTable(
          FILE,
          Buffer.from(written(old, { bom: false, lineEnd: '\n', order: [...columns], lastEnd: true })),
        );
        const origin = { name: 'x', placeOf: (at: number) => `x!${at}` };
        const incoming = news.map(
          (one, index): IncomingRow => ({ row: { ...one, valid_to: '', note: '' }, origin, at: index + 2 }),
        );
        const { added, removed, changed, unchanged, rows: after } = mergeTable(table, incoming);
        expect(unchanged + changed.length + removed.length).toBe(old.length);
        expect(unchanged + changed.length + added.length).toBe(news.length);
        const sorted = (all: readonly TableRow[]) =>
          all.map((one) => JSON.stringify(cellsOf(FILE, one))).toSorted();
        expect(sorted(after)).toEqual(sorted(news));
        for (const { before, after: now, columns: differ } of changed) {
          expect(differ).toEqual(
            columns.filter((column) => (before.row[column] ?? '') !== (now.row[column] ?? '')),
          );
          expect(tidyCode(before.row.province_code ?? '').toLowerCase()).toBe(
            tidyCode(now.row.province_code ?? '').toLowerCase(),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
});
