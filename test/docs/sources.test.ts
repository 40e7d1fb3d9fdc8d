/** The examples of docs/sources.md are read by the real readers, and its rules make what the page says. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkMappings } from '../../src/codebook/load-mappings.ts';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { FIELD_FUNCTIONS } from '../../src/domain/source-map.ts';
import { evaluate } from '../../src/source/rows/evaluate.ts';
import { readMap } from '../support/source-maps.ts';
import { ROOT, readDocument, tableBehind } from './markdown.ts';

const page = readDocument('docs/sources.md');
const example = (mark: string): string => {
  const found = page.fences.find((fence) => fence.mark === mark)?.text;
  if (found === undefined) throw new Error(`no example ${mark}`);
  return found;
};
const bare = (cell = ''): string => cell.replace(/^`|`$/g, '');

const folder = mkdtempSync(join(tmpdir(), 'dongbo-sources-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The shipped tables with these files in their place. */
function tablesWith(files: Readonly<Record<string, string>>) {
  cpSync(join(ROOT, 'mappings'), folder, { recursive: true });
  rmSync(join(folder, 'source.d'), { recursive: true, force: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const { tables, faults } = checkMappings(folder);
  expect(faults).toEqual([]);
  if (tables === null) throw new Error('no tables');
  return tables;
}

describe('docs/sources.md', () => {
  it('shows descriptions that can be read', () => {
    const names = page.fences.map(({ mark }) => mark).filter((mark) => /^source\.(?:yaml|d\/)/.test(mark));
    expect(names).toEqual(['source.yaml', 'source.d/dat-dai.yaml', 'source.d/dich-vu.yaml']);
    const { sources } = tablesWith(Object.fromEntries(names.map((name) => [name, example(name)])));
    expect(sources.map(({ name, kind }) => [name, kind])).toEqual([
      ['sql', 'sql'],
      ['dat-dai', 'sql'],
      ['dich-vu', 'rest'],
    ]);
    const [main, land, service] = sources;
    expect(main.map.fees).toBeNull();
    expect(main.map.dossiers.stated).not.toContain('note');
    // A view in Dongbo's form has the standard names for what it leaves out.
    expect(land?.map.dossiers.fields.note).toEqual({ kind: 'place', place: { of: '', name: 'ghi_chu' } });
    expect([land?.schedule, land?.pageSize, land?.capture]).toEqual(['*/30 * * * * *', 500, 'poll']);
    expect(service?.rest?.paging).toEqual({
      by: 'number',
      parameter: 'page',
      first: 1,
      sizeParameter: 'size',
    });
  });

  it('shows what stands above a preset', () => {
    const [{ map, overlapSeconds }] = tablesWith({ 'source.yaml': example('opencps') }).sources;
    expect(overlapSeconds).toBe(1800);
    expect(map.dossiers.fields.note).toBeUndefined();
    expect(map.dossiers.fields.code).toEqual({ kind: 'place', place: { of: '', name: 'dossierno' } });
    const [other] = tablesWith({ 'source.yaml': example('opencps-2') }).sources;
    const { channel, note } = other.map.dossiers.fields;
    expect([channel, note]).toMatchObject([{ of: { place: { name: 'online_' } } }, { kind: 'place' }]);
    expect(other.map.steps?.fields.status).toEqual({ kind: 'place', place: { of: '', name: 'stepcode' } });
  });

  it('says what every function makes', () => {
    const rows = tableBehind(page, 'What fills a field', 'rule');
    const told = new Set<string>();
    for (const [written, of, gives] of rows) {
      const rule = bare(written);
      for (const [, word = ''] of rule.matchAll(/(\w+):/g)) told.add(word);
      const columns =
        'code: a, procedure_code: a, agency_code: a, channel: a, received_at: a, status: a, changed_at: a';
      const sink = new FaultSink('source.yaml');
      const map = readMap(`dossiers: { from: t, key: a, columns: { ${columns}, note: ${rule} } }`, sink);
      expect(sink.faults, rule).toEqual([]);
      const values = parse(bare(of), { schema: 'failsafe' }) as Readonly<Record<string, string>>;
      const note = map?.dossiers.fields.note;
      expect(note && evaluate(note, ({ name }) => values[name] || null), rule).toBe(bare(gives));
    }
    expect([...FIELD_FUNCTIONS, 'map', 'constant'].filter((word) => !told.has(word))).toEqual([]);
  });
});
