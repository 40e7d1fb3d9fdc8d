/** The examples of docs/mappings.md are read by the real readers and answer as the page says. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { checkMappings } from '../../src/codebook/load-mappings.ts';
import { MAPPING_FILES } from '../../src/codebook/mapping-tables.ts';
import type { Codebook, Lookup } from '../../src/domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../../src/domain/codes.ts';
import { NATIONAL_VALUES, type ValueField } from '../../src/domain/dossier.ts';
import { AGENCIES } from '../../src/simulator/national-facts/agencies.ts';
import { NATIONAL_PROCEDURES } from '../../src/simulator/national-facts/national-procedures.ts';
import { ROOT, readDocument, tableBehind } from './markdown.ts';

const page = readDocument('docs/mappings.md');
const examples = page.fences.filter(({ mark }) => MAPPING_FILES.some((file) => file === mark));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-mappings-'));
  cpSync(join(ROOT, 'mappings'), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function codebookOfExamples(): Codebook {
  for (const { mark, text } of examples) writeFileSync(join(folder, mark), text);
  const { tables, faults } = checkMappings(folder);
  expect(faults).toEqual([]);
  if (tables === null) throw new Error('no tables');
  const named = (list: readonly (readonly [string, string])[]) =>
    list.map(([code, name]) => ({ code, name }));
  const procedures = NATIONAL_PROCEDURES.map(({ sector, components, results, ...procedure }) => ({
    ...procedure,
    sectorCode: sector.code,
    sectorName: sector.name,
    components: named(components),
    results: named(results),
  }));
  return buildCodebook(tables, { procedures, agencies: AGENCIES, hash: 'simulated' });
}

/** A cell without its backticks. */
const bare = (cell = ''): string => cell.replace(/^`|`$/g, '');
/** What a lookup answers, in the words of the page. */
const sent = (lookup: Lookup<string>): string => (lookup.found ? lookup.value : 'held');
const ANY_DAY = '2026-08-01' as IsoDay;
const dayOf = (cell = ''): IsoDay => (cell === 'any day' ? ANY_DAY : (cell as IsoDay));

describe('docs/mappings.md', () => {
  it('shows an example of every file but the long one', () => {
    expect(examples.map(({ mark }) => mark)).toEqual(
      MAPPING_FILES.filter((file) => file !== 'portal-answers.yaml'),
    );
  });

  it('shows an answer rule that fits into the shipped rules', () => {
    const rule = page.fences.find(({ mark }) => mark === 'answer-rule')?.text ?? '';
    const indented = rule.replace(/^(?=.)/gm, '  ');
    const shipped = readFileSync(join(ROOT, 'mappings/portal-answers.yaml'), 'utf8');
    writeFileSync(join(folder, 'portal-answers.yaml'), shipped.replace('rules:\n', `rules:\n${indented}`));
    const { tables, faults } = checkMappings(folder);
    writeFileSync(join(folder, 'portal-answers.yaml'), shipped);
    expect(faults).toEqual([]);
    expect(tables?.answerRules.rules[0]).toMatchObject({ means: 'unavailable' });
  });

  it('says what the examples of procedures.csv answer', () => {
    const codebook = codebookOfExamples();
    const rows = tableBehind(page, 'procedures.csv', 'written');
    expect(rows.length).toBeGreaterThan(5);
    for (const [written, on, expected] of rows) {
      const found = codebook.procedure(bare(written), dayOf(on));
      const answer = found.found ? found.value.code : 'held';
      expect(answer, written).toBe(bare(expected));
    }
  });

  it('says what the examples of document-types.csv answer', () => {
    const codebook = codebookOfExamples();
    const rows = tableBehind(page, 'document-types.csv', 'written');
    expect(rows.length).toBeGreaterThan(3);
    for (const [written, kind, procedure, expected] of rows) {
      const find = bare(kind) === 'component' ? codebook.component : codebook.result;
      const found = find(bare(procedure) as ProcedureCode, bare(written), ANY_DAY);
      expect(sent(found), written).toBe(bare(expected));
    }
  });

  it('says what the examples of statuses.csv and values.csv answer', () => {
    const codebook = codebookOfExamples();
    const statuses = tableBehind(page, 'statuses.csv', 'status');
    const values = tableBehind(page, 'values.csv', 'field');
    expect([statuses.length > 3, values.length > 3]).toEqual([true, true]);
    for (const [status, substatus, expected] of statuses) {
      expect(sent(codebook.status(bare(status), bare(substatus))), status).toBe(expected);
    }
    for (const [field, written, expected] of values) {
      expect(sent(codebook.value(bare(field) as ValueField, bare(written))), written).toBe(expected);
    }
  });

  it('lists every field of values.csv with its national values', () => {
    const rows = tableBehind(page, 'values.csv', '`field`');
    expect(rows.map(([field]) => bare(field)).sort()).toEqual(Object.keys(NATIONAL_VALUES).sort());
    for (const [field, told = ''] of rows) {
      for (const value of NATIONAL_VALUES[bare(field) as ValueField] ?? []) {
        expect(told.split(/[ ,]+/), field).toContain(value);
      }
    }
  });
});
