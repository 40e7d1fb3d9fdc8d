/** What may not stand in source.yaml, source.d/ and presets: each fault where it stands, all at once. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMappings } from '../../../src/codebook/load-mappings.ts';
import { explainFault } from '../../../src/codebook/mapping-fault.ts';
import { ERROR_CODES } from '../../../src/domain/errors.ts';
import type { SourceKind } from '../../../src/domain/source-definition.ts';
import { mappingsFolder } from './mappings-folder.ts';

/** A sound description of a schema of the province's own. */
const SOUND = `dossiers:
  from: motcua.ho_so
  key: id
  join:
    - { table: dm_don_vi, as: dv, on: { id: don_vi_id } }
  where: { loai: [1, 2], dv.xoa: { not: 1 }, huy_luc: null }
  columns:
    code: so_ho_so
    procedure_code: thu_tuc
    agency_code: dv.ma
    channel: { map: kenh, values: { web: "2", quay: "1", "": "1" }, otherwise: keep }
    owner_name: { concat: [ho, { constant: " " }, ten] }
    received_at: { date: [nhan, "dd/MM/yyyy HH:mm"] }
    status: { first: [trang_thai, { constant: moi }] }
    changed_at: { epoch_millis: sua_luc }
components:
  query: "SELECT id, ho_so_id, ten FROM giay_to WHERE ten <> ';'"
  key: ho_so_id
  changed_at: sua_luc
  columns: { id: id, name: ten }
`;

type Faults = readonly string[];
const faultsOf = (files: Readonly<Record<string, string>>, kind: SourceKind = 'sql'): Faults => {
  const dir = mappingsFolder({ 'source.yaml': SOUND });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  const { faults, tables } = checkMappings(dir, kind);
  expect(tables === null).toBe(faults.length > 0);
  for (const fault of faults) {
    for (const language of ['vi', 'en'] as const) {
      const { message, remedy } = explainFault(fault, language);
      expect(`${message} ${remedy}`).not.toMatch(/\{\w+\}/);
    }
  }
  return faults.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code.slice(-3)}`);
};
/** {@link SOUND} with `what` in place of `of`. */
const changed = (of: string, what: string): Readonly<Record<string, string>> => {
  expect(SOUND).toContain(of);
  return { 'source.yaml': SOUND.replace(of, what) };
};

/** Another `source.yaml` → its faults as `line:column code`. */
const CASES: readonly (readonly [what: string, of: string, other: string, faults: Faults])[] = [
  ['a table that is not joined', 'code: dv.ma', 'code: cq.ma', ['10:18 038']],
  ['a table used before it is joined', '{ id: don_vi_id }', '{ id: dv.id }', ['5:45 038']],
  ['too few arguments', '[nhan, "dd/MM/yyyy HH:mm"]', 'nhan', ['13:26 039']],
  ['a function that nobody knows', 'first:', 'eval:', ['14:15 023']],
  ['two functions at once', '{ epoch_millis: sua_luc }', '{ trim: a, lower: b }', ['15:17 022', '15:17 041']],
  ['a pattern of nothing', 'dd/MM/yyyy HH:mm', 'DD.MM.YYYY', ['13:33 022']],
  ['nothing that fills a field', 'code: so_ho_so', 'code: [so_ho_so]', ['8:11 022', '8:11 041']],
  ['a query that does more', 'SELECT id', 'DELETE FROM x; SELECT id', ['17:10 040']],
  ['a query and a table', 'key: ho_so_id', 'from: giay_to', ['17:10 042', '20:12 024']],
  ['a code that is computed', 'code: so_ho_so', 'code: { trim: so_ho_so }', ['8:11 041']],
  ['a time that is computed', '{ epoch_millis: sua_luc }', '{ latest: [a, b] }', ['15:17 041']],
  ['a time of UTC of another table', '{ epoch_millis: sua_luc }', '{ from_utc: dv.luc }', ['15:17 041']],
  ['a time of another table', '{ epoch_millis: sua_luc }', '{ epoch_millis: dv.luc }', ['15:17 041']],
  ['a key of another table', 'key: id', 'key: dv.id', ['3:8 041']],
  ['two ways to the dossier', '{ id: id, name', '{ dossier_code: ma, id: id, name', ['20:28 042']],
  [
    'a needed field without filling',
    '    status: { first: [trang_thai, { constant: moi }] }\n',
    '',
    ['8:5 024'],
  ],
  ['a needed field emptied', 'code: thu_tuc', 'code:', ['8:5 024']],
  [
    'two joins of one name',
    '- { table',
    '- { table: a, as: dv, on: { id: b } }\n    - { table',
    ['6:31 047'],
  ],
  ['a join that meets nowhere', '{ id: don_vi_id }', '{}', ['5:39 022']],
  ['a condition of a wrong form', '{ not: 1 }', '{ is: 1 }', ['6:34 022', '6:36 023']],
  ['a condition that no row fits', '[1, 2]', '[]', ['6:18 022']],
  ['papers that are all one', 'id: id,', 'id: { constant: "1" },', ['20:18 022']],
  ['a name that is SQL', 'ho, {', '"ho; --", {', ['12:28 028']],
  ['a name too long', 'code: so_ho_so', `code: ${'ố'.repeat(22)}`, ['8:11 028']],
  ['a preset that is not there', 'dossiers:', 'preset: none\ndossiers:', ['1:9 044']],
  ['a time of change of the dossiers beside their columns', 'key: id', 'changed_at: sua_luc', ['3:3 023']],
  ['another clock', 'dossiers:', 'schedule: hourly\ndossiers:', ['1:11 022']],
  ['pages too large', 'dossiers:', 'page_size: 100000\ndossiers:', ['1:12 017']],
  ['a kind, which is a setting', 'dossiers:', 'kind: sql\ndossiers:', ['1:1 023']],
  ['how REST is asked, in a database', 'dossiers:', 'rest: {}\ndossiers:', ['1:7 043']],
  ['a watched table of no name', 'dossiers:', 'watch: { "a b;": id }\ndossiers:', ['1:18 028']],
  ['rules within rules', 'code: thu_tuc', `code: ${'{ trim: '.repeat(12)}a${' }'.repeat(12)}`, ['9:93 046']],
  [
    'rules that grow by aliases',
    'code: thu_tuc',
    `code: { concat: [&a { concat: [${'x, '.repeat(15)}x] }, &b { concat: [${'*a, '.repeat(15)}*a] }, *b] }`,
    ['9:76 046'],
  ],
];

describe('faults of source.yaml', () => {
  it('the description that the cases begin with is sound', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each(CASES)('%s', (_what, of, other, faults) => {
    expect(faultsOf(changed(of, other)).map((fault) => fault.replace('source.yaml:', ''))).toEqual(faults);
  });

  it('tells all of them at once', () => {
    const text = SOUND.replace('dv.ma', 'x.ma').replace('SELECT', 'DROP').replace('key: id', 'key: a.b.c');
    expect(faultsOf({ 'source.yaml': text })).toEqual([
      'source.yaml:3:8 028',
      'source.yaml:10:18 038',
      'source.yaml:17:10 040',
    ]);
  });

  it('paths of documents are no columns, and databases have no place in them', () => {
    const text = 'dossiers: { from: HoSo, columns: { owner_name: chu.ten.0.@id, note: "a b" }, key: id }\n';
    expect(
      faultsOf({ 'source.yaml': text }, 'xml').map((fault) => fault.replace('source.yaml:', '')),
    ).toEqual(expect.arrayContaining(['1:69 048', '1:83 043']));
  });

  it('a REST source says how it is asked', () => {
    const text = 'dossiers: { columns: {} }\n';
    expect(faultsOf({ 'source.yaml': text }, 'rest')).toEqual(['source.yaml:1:1 024']);
    const asked = `rest: { path: "a b", since: { form: iso }, paging: { by: page }, api_key_header: "a:b" }\n${text}`;
    expect(faultsOf({ 'source.yaml': asked }, 'rest')).toEqual([
      'source.yaml:1:15 022',
      'source.yaml:1:29 024',
      'source.yaml:1:52 024',
      'source.yaml:1:58 017',
      'source.yaml:1:82 022',
    ]);
    const twice =
      'parameters: { a: "1" }, since: { parameter: a }, paging: { by: number, parameter: b, size_parameter: b }';
    const one =
      'columns: { code: { constant: x }, channel: { constant: "1" }, changed_at: { upper: { constant: x } } }';
    expect(
      faultsOf({ 'source.yaml': `rest: { ${twice} }\ndossiers: { from: dongbo_ho_so, ${one} }\n` }, 'rest'),
    ).toEqual([
      'source.yaml:1:53 017',
      'source.yaml:1:110 017',
      'source.yaml:2:50 022',
      'source.yaml:2:107 022',
    ]);
  });
});

describe('faults of source.d and presets', () => {
  it('stand with the name of their file', () => {
    const files = {
      'source.d/dat-dai.yaml': `kind: sql\n${SOUND}`,
      'source.d/xml.yaml': `kind: xml\n${SOUND}`,
      'source.d/ho.tich.yaml': `kind: sql\n${SOUND}`,
      'source.d/ho-tich.yaml': SOUND,
      'source.d/thue.yaml': `kind: excel\n${SOUND}`,
      'source.d/thue2.yml': `kind: sql\n${SOUND}`,
      'source.d/.bak.yaml': 'not read',
      'source.d/README.md': 'not read',
    };
    expect(faultsOf(files)).toEqual([
      'source.d/ho-tich.yaml:1:1 024',
      'source.d/ho.tich.yaml:1:1 045',
      'source.d/thue.yaml:1:7 017',
      'source.d/thue2.yml.yaml:1:1 045',
      'source.d/xml.yaml:1:1 045',
    ]);
  });

  it('of a preset are told once, in its file, and those of what stands above it in the province’s', () => {
    const files = {
      'presets/mau.yaml': SOUND.replace('dv.ma', 'x.ma'),
      'source.yaml': 'preset: mau\ndossiers: { columns: { note: y.z } }\n',
      'source.d/hai.yaml': 'kind: sql\npreset: mau\nfees: null\n',
    };
    expect(faultsOf(files)).toEqual(['source.yaml:2:30 038', 'presets/mau.yaml:10:18 038']);
  });

  it('every code of sources is told by some case', () => {
    const ofSources = ERROR_CODES.filter((code) => code >= 'DB-MAP-038' && code < 'DB-MAP-049');
    const shown = new Set(CASES.flatMap(([, , , faults]) => faults.map((fault) => fault.slice(-3))));
    // These two are told by tests of their own above.
    for (const code of ['045', '048']) shown.add(code);
    expect(ofSources.map((code) => code.slice(-3)).filter((code) => !shown.has(code))).toEqual([]);
  });
});
