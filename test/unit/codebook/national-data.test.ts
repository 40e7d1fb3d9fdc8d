/**
 * The codebook on the real national database (5,670 procedures, 365 in detail): dirt and all.
 * Reads DONGBO_NATIONAL_DATA, or ../shared/data beside the checkout; says so where neither is there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { buildCodebook } from '../../../src/codebook/build-codebook.ts';
import type {
  CatalogueSnapshot,
  SnapshotItem,
  SnapshotProcedure,
} from '../../../src/domain/catalogue-snapshot.ts';
import { day, procedure, procedureCode, tablesOf, told } from './codebook-fixture.ts';

const DATA = process.env.DONGBO_NATIONAL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const there = existsSync(join(DATA, 'national-procedures.csv'));
if (!there) console.warn(`NOT RUN: no national data in ${DATA}; set DONGBO_NATIONAL_DATA`);

interface Detail {
  readonly code: string;
  readonly name: string;
  readonly sector: SnapshotItem | null;
  readonly results: readonly SnapshotItem[];
  readonly components: readonly { readonly items: readonly SnapshotItem[] }[];
}

function readSnapshot(): CatalogueSnapshot & { readonly procedures: readonly SnapshotProcedure[] } {
  const read = (file: string) => readFileSync(join(DATA, file), 'utf8');
  const details = new Map(
    read('national-procedure-details.jsonl')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Detail)
      .map((detail) => [detail.code, detail]),
  );
  const rows = parse(read('national-procedures.csv'), { columns: true }) as {
    code: string;
    name: string;
    sectors: string;
  }[];
  const procedures = rows.map(({ code, name, sectors }) => {
    const detail = details.get(code);
    return procedure(code, {
      name,
      sectorCode: detail?.sector?.code ?? '',
      sectorName: sectors,
      components: detail?.components.flatMap(({ items }) => items) ?? [],
      results: detail?.results ?? [],
    });
  });
  return { procedures, agencies: [], hash: 'national' };
}

/** How provinces write one code. */
const DIRTY: readonly ((code: string) => string)[] = [
  (code) => code,
  (code) => code.normalize('NFD'),
  (code) => code.toLowerCase(),
  (code) => code.toUpperCase(),
  (code) => `\ufeff\u00a0${code}\t`,
  (code) => code.replaceAll(' ', ' \u00a0\u200b'),
];
const TODAY = day('2026-10-01');

describe.skipIf(!there)('the national database', () => {
  const snapshot = there ? readSnapshot() : { procedures: [], agencies: [], hash: '' };
  const started = performance.now();
  const book = buildCodebook(tablesOf(), snapshot);
  const tookMs = performance.now() - started;

  it('is all there, and made into a codebook at once', () => {
    expect(snapshot.procedures).toHaveLength(5670);
    expect(snapshot.procedures.filter((one) => one.components.length > 0).length).toBeGreaterThan(300);
    expect(tookMs).toBeLessThan(2000);
  });

  it('every procedure is found by its own code, however written', () => {
    const wrong: string[] = [];
    for (const { code } of snapshot.procedures) {
      // `1.014325` exists with and without a leading blank: dirt on one may be the other.
      const ways = code.trim() === '1.014325' ? DIRTY.slice(0, 1) : DIRTY;
      const written = [...ways.map((dirty) => dirty(code)), `${code}.000.00.00.H35`, `${code}.H19.12`];
      for (const text of code.startsWith(' ') || /[a-z]/i.test(code)
        ? written.slice(0, ways.length)
        : written) {
        const answer = told(book.procedure(text, TODAY));
        if (answer !== `${code} <- catalogue`) wrong.push(`${JSON.stringify(text)}: ${answer}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('every component and result is found within its procedure, spelled as it is spelled there', () => {
    const wrong: string[] = [];
    let codes = 0;
    // Three of the national procedures list a document without a code: nothing may be answered for it.
    const expected = (own: string) => (own === '' ? 'unknown <- catalogue' : `${own} <- catalogue`);
    for (const { code, components, results } of snapshot.procedures) {
      for (const dirty of DIRTY) {
        for (const { code: own } of components) {
          const answer = told(book.component(procedureCode(code), dirty(own), TODAY));
          if (answer !== expected(own)) wrong.push(`${code} ${own}: ${answer}`);
          codes += 1;
        }
        for (const { code: own } of results) {
          for (const lookup of [
            book.result(procedureCode(code), dirty(own), TODAY),
            book.anyResult(dirty(own), TODAY),
          ]) {
            if (told(lookup) !== expected(own)) wrong.push(`${code} ${own}: ${told(lookup)}`);
          }
          codes += 1;
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(codes).toBeGreaterThan(10_000);
  });
});
