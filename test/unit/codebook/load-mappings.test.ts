import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkMappings, loadMappings } from '../../../src/codebook/load-mappings.ts';
import { explainFault } from '../../../src/codebook/mapping-fault.ts';
import { MAPPING_FILES, type MappingFile } from '../../../src/codebook/mapping-tables.ts';
import { DongboError, ERROR_CODES } from '../../../src/domain/errors.ts';
import { mappingsFolder, VALID_FILES } from './mappings-folder.ts';

const PROCEDURES = VALID_FILES['procedures.csv'];
const DOCUMENTS = VALID_FILES['document-types.csv'];
const AGENCIES = VALID_FILES['agencies.csv'];
const STATUSES = VALID_FILES['statuses.csv'];
const VALUES = VALID_FILES['values.csv'];
const HOLIDAYS = VALID_FILES['holidays.csv'];
const SOURCE = VALID_FILES['source.yaml'];
const ANSWERS = VALID_FILES['portal-answers.yaml'];
const rule = (text: string) => ANSWERS.replace('rules:\n', `rules:\n  - ${text}\n`);

/** Content of one file → its faults as `line:column code`. */
const CASES: readonly (readonly [string, MappingFile, string | Uint8Array | null, readonly string[]])[] = [
  ['missing file', 'values.csv', null, ['1:1 003']],
  ['empty file', 'values.csv', '', ['1:1 006']],
  [
    'TCVN3 bytes',
    'holidays.csv',
    Buffer.concat([Buffer.from('date,name\n2026-01-01,T'), Buffer.from([0xd5, 0x74])]),
    ['2:13 005'],
  ],
  ['UTF-16', 'holidays.csv', Buffer.from(`\ufeff${HOLIDAYS}`, 'utf16le'), ['1:1 005']],
  ['semicolons', 'holidays.csv', 'date;name\n2026-01-01;a\n', ['1:1 010']],
  [
    'missing column',
    'procedures.csv',
    'province_code,national_code,valid_from,valid_to\nA,,,\n',
    ['1:40 007', '2:3 014'],
  ],
  ['unknown column', 'holidays.csv', 'date,name,what\n2026-01-01,a,b\n', ['1:11 008']],
  ['column twice', 'holidays.csv', 'date,name,Date\n2026-01-01,a,b\n', ['1:11 009']],
  ['unclosed quote', 'holidays.csv', `${HOLIDAYS}2026-01-01,"Tết\n2026-01-02,x\n`, ['2:12 011']],
  [
    'stray quotes',
    'holidays.csv',
    `${HOLIDAYS}2026-01-01,"T"ết\n2026-01-02,a"b\n2026-01-03,\n`,
    ['2:15 012', '3:13 012', '4:12 014'],
  ],
  [
    'field count, real lines after a quoted newline',
    'procedures.csv',
    `${PROCEDURES}A,B,,,"x\ny"\nC,D\nE,F,,,,\n`,
    ['4:1 013', '5:1 013'],
  ],
  ['needed cells', 'procedures.csv', `${PROCEDURES},1.000001,,,\nA,\u00a0,,,\n`, ['2:1 014', '3:3 014']],
  ['bad days', 'procedures.csv', `${PROCEDURES}A,B,2025-02-29,1/7/2025,\n`, ['2:5 015', '2:16 015']],
  ['days the wrong way round', 'procedures.csv', `${PROCEDURES}A,B,2025-07-02,2025-07-01,\n`, ['2:5 016']],
  ['kind', 'document-types.csv', `${DOCUMENTS}paper,,A,B,,,\n`, ['2:1 017']],
  [
    'field and national value',
    'values.csv',
    `${VALUES}chanel,a,1,\nchannel,a,4,\nid_type,CCCD,any text,\n`,
    ['2:1 017', '3:11 017'],
  ],
  ['national status', 'statuses.csv', `${STATUSES}A,,11,\nB,,,\n`, ['2:4 017', '3:4 014']],
  [
    'overlap after cleaning',
    'procedures.csv',
    `${PROCEDURES}Đất.1,B,,2025-07-01,\n đất.1\u200b,C,2025-07-01,,\nđất.1,D,2024-01-01,2024-01-31,\n`,
    ['3:1 018', '4:1 018'],
  ],
  ['no overlap a day apart', 'procedures.csv', `${PROCEDURES}A,B,,2025-06-30,\na,C,2025-07-01,,\n`, []],
  [
    'documents overlap within kind and procedure only',
    'document-types.csv',
    `${DOCUMENTS}component,,A,B,,,\nresult,,A,B,,,\ncomponent,1.1,A,B,,,\ncomponent,1.1,a,C,,,\n`,
    ['5:15 018'],
  ],
  ['status twice', 'statuses.csv', `${STATUSES}A,,1,\nA,x,2,\na,,2,\n`, ['4:1 018']],
  ['value twice', 'values.csv', `${VALUES}payment,,0,\npayment,\u200b,1,\n`, ['3:9 018']],
  ['holiday twice', 'holidays.csv', `${HOLIDAYS}2026-09-02,Quốc khánh\n2026-09-02,Quốc khánh\n`, ['3:1 019']],
  [
    'worked days: no weekend, another sign, twice',
    'holidays.csv',
    'date,name,working\n2026-08-31,a,1\n2026-08-22,b,x\n2026-08-23,c,1\n2026-08-23,d,\n',
    ['2:14 049', '3:14 017', '5:1 019'],
  ],
  ['agency of nothing', 'agencies.csv', `${AGENCIES}A,,,,,\n`, ['2:3 020']],
  ['YAML syntax', 'source.yaml', 'dossiers: {from: a}\nx: [1\n', ['3:1 021']],
  ['YAML key twice', 'source.yaml', `${SOURCE}fees: {from: a}\n`, ['6:1 021']],
  ['not a map', 'source.yaml', '- a\n', ['1:1 022']],
  ['wrong form', 'source.yaml', SOURCE.replace('{from: dongbo_le_phi}', '[dongbo_le_phi]'), ['5:7 022']],
  [
    'unknown keys',
    'source.yaml',
    `${SOURCE}supplements: {from: a, columns: {when: b}}\nsteps2: 1\n`,
    ['6:34 023', '7:1 023'],
  ],
  ['missing key', 'source.yaml', SOURCE.replace('{from: dongbo_le_phi}', '{columns: {}}'), ['5:7 024']],
  ['SQL in a name', 'source.yaml', SOURCE.replace('dongbo_le_phi', '"a; drop table b"'), ['5:14 028']],
  ['two dots', 'source.yaml', SOURCE.replace('dongbo_le_phi', 'a.b.c'), ['5:14 028']],
  [
    'rule without condition',
    'portal-answers.yaml',
    rule('{name: a, when: {http: []}, means: throttled}'),
    ['2:21 025'],
  ],
  [
    'rule that takes any page for success',
    'portal-answers.yaml',
    rule('{name: a, when: {http: [200]}, means: ok}'),
    ['2:21 026'],
  ],
  [
    'rule name twice',
    'portal-answers.yaml',
    rule('{name: stored, when: {http: [429]}, means: throttled}'),
    ['3:12 027'],
  ],
  [
    'bad meaning and status',
    'portal-answers.yaml',
    rule('{name: a, when: {http: [700, 5xx]}, means: fine}'),
    ['2:29 017', '2:48 017'],
  ],
  [
    'empty phrase',
    'portal-answers.yaml',
    rule('{name: a, when: {message: [""]}, means: not-found}'),
    ['2:32 022'],
  ],
  ['no rules', 'portal-answers.yaml', ANSWERS.replace(/rules:\n.*\n/, 'rules: []\n'), ['1:8 022']],
];

describe('faults of mapping files', () => {
  it.each(CASES)('%s', (_name, file, content, expected) => {
    const { tables, faults } = checkMappings(mappingsFolder({ [file]: content }));
    expect(faults.map(({ line, column, code }) => `${line}:${column} ${code.slice(-3)}`)).toEqual(expected);
    expect(faults.every((fault) => fault.file === file)).toBe(true);
    expect(tables === null).toBe(expected.length > 0);
  });

  it('every code but those of folder and reading stands in a case above', () => {
    const shown = new Set(
      CASES.flatMap(([, , , faults]) => faults.map((fault) => `DB-MAP-${fault.slice(-3)}`)),
    );
    // From here on they are of the catalogue, of use and of lists of names.
    const ofFiles = ERROR_CODES.filter((code) => code.startsWith('DB-MAP-') && code < 'DB-MAP-029');
    const untold = ofFiles.filter((code) => !shown.has(code));
    expect(untold).toEqual(['001', '002', '004'].map((number) => `DB-MAP-${number}`));
  });

  it('tells every fault in both languages with nothing left unfilled', () => {
    for (const [, file, content] of CASES) {
      for (const fault of checkMappings(mappingsFolder({ [file]: content })).faults) {
        for (const language of ['vi', 'en'] as const) {
          const { message, remedy } = explainFault(fault, language);
          expect(`${message} ${remedy}`).not.toMatch(/\{\w+\}/);
        }
      }
    }
  });

  it('stops with all faults of all files at once, exit code 78', () => {
    const dir = mappingsFolder({
      'procedures.csv': `${PROCEDURES}A,,,,\n`,
      'values.csv': null,
      'source.yaml': `${SOURCE}x: 1\n`,
    });
    const stop = (): unknown => {
      try {
        return loadMappings(dir, 'vi');
      } catch (error) {
        return error;
      }
    };
    const error = stop();
    if (!(error instanceof DongboError)) throw new Error('loaded');
    expect(error.code).toBe('DB-MAP-001');
    expect(error.exitCode).toBe(78);
    expect(error.params.count).toBe(3);
    expect(error.details.map((detail) => detail.split(' ')[0])).toEqual([
      'procedures.csv:2:3',
      'values.csv:1:1',
      'source.yaml:6:1',
    ]);
    expect(error.details[0]).toContain('Ô national_code bị bỏ trống');
  });

  it('a file that cannot be read is told with the reason', () => {
    const dir = mappingsFolder({ 'values.csv': null });
    mkdirSync(join(dir, 'values.csv'));
    const { faults } = checkMappings(dir);
    expect(faults).toMatchObject([{ file: 'values.csv', code: 'DB-MAP-004' }]);
    expect(faults[0]?.params.reason).toContain('EISDIR');
  });

  it('a missing folder is one fault, not nine', () => {
    const dir = '/nowhere/mappings';
    expect(checkMappings(dir).faults).toMatchObject([{ file: dir, code: 'DB-MAP-002' }]);
    expect(MAPPING_FILES).toHaveLength(9);
  });
});

it("the project's own mappings have no fault", () => {
  const dir = fileURLToPath(new URL('../../../mappings', import.meta.url));
  expect(checkMappings(dir).faults).toEqual([]);
});

describe('what Excel and people do, borne', () => {
  it('byte order mark, CRLF, other column order, capitals in the header, blank and comma-only lines', () => {
    const text =
      '\ufeffNote,Valid_To,valid_from,national_code,province_code\r\n\r\n,,,,\r\n"a, ""b""\r\nc",,2025-07-01,1.000001,X\r\n';
    const { tables, faults } = checkMappings(mappingsFolder({ 'procedures.csv': text }));
    expect(faults).toEqual([]);
    expect(tables?.procedures).toEqual([
      {
        line: 4,
        provinceCode: 'X',
        nationalCode: '1.000001',
        validFrom: '2025-07-01',
        validTo: '',
        note: 'a, "b"\nc',
      },
    ]);
  });

  it('keeps a national code as written, the blank that belongs to it included', () => {
    const { tables } = checkMappings(mappingsFolder({ 'procedures.csv': `${PROCEDURES}X, 1.014325,,,\n` }));
    expect(tables?.procedures[0]?.nationalCode).toBe(' 1.014325');
  });

  it('reads holidays by day', () => {
    const { tables } = checkMappings(
      mappingsFolder({ 'holidays.csv': `${HOLIDAYS}2026-09-02, Quốc khánh \n` }),
    );
    expect([...(tables?.holidays ?? [])]).toEqual([['2026-09-02', 'Quốc khánh']]);
    expect(tables?.workedDays.size).toBe(0);
  });

  it('reads Saturdays and Sundays that are worked apart from days off', () => {
    const text = 'working,date,name\n,2026-08-31,nghỉ\n 1 ,2026-08-22,làm bù\n';
    const { tables, faults } = checkMappings(mappingsFolder({ 'holidays.csv': text }));
    expect(faults).toEqual([]);
    expect([...(tables?.holidays.keys() ?? [])]).toEqual(['2026-08-31']);
    expect([...(tables?.workedDays ?? [])]).toEqual(['2026-08-22']);
  });
});
