/** Proposals by name and what of them may be taken over without a look. */
import { describe, expect, it } from 'vitest';
import type { CatalogueSnapshot, SnapshotProcedure } from '../../../src/domain/catalogue-snapshot.ts';
import { rowOf } from '../../../src/pipeline/accept.ts';
import type { LackingCode } from '../../../src/pipeline/coverage.ts';
import { isSure, Proposer, type Wanted } from '../../../src/pipeline/propose.ts';
import { wantedOf } from '../../../src/pipeline/wanted.ts';
import { tablesOf } from '../codebook/codebook-fixture.ts';

const procedure = (
  code: string,
  name: string,
  components: readonly (readonly [string, string])[],
  published = true,
): SnapshotProcedure => ({
  code,
  name,
  published,
  sectorCode: 'L',
  sectorName: 'Lĩnh vực',
  components: components.map(([item, text]) => ({ code: item, name: text })),
  results: [],
});

const CATALOGUE: CatalogueSnapshot = {
  procedures: [
    procedure('1.1', 'Đăng ký khai sinh', [
      ['A', 'Tờ khai đăng ký khai sinh'],
      ['B', 'Giấy chứng sinh'],
    ]),
    procedure('1.2', 'Đăng ký kết hôn', [
      ['C', 'Tờ khai đăng ký kết hôn'],
      ['D', 'Bản sao'],
      ['E', 'Bản sao'],
    ]),
    procedure('1.3', 'Đăng ký khai tử', [['F', 'Giấy chứng sinh']], false),
  ],
  agencies: [{ code: 'H99.12', name: 'Sở Tư pháp tỉnh Mẫu' }],
  hash: '',
};
const wanted = (change: Partial<Wanted>): Wanted => ({
  kind: 'component',
  procedure: '1.1',
  provinceCode: 'GT-1',
  name: 'Giấy chứng sinh',
  severalNames: false,
  dossiers: 3,
  why: 'unknown',
  rule: 'catalogue',
  ...change,
});
const TABLES = tablesOf({
  'procedures.csv': ['HT-CU,1.1,,2026-01-31,', '1.9,1.1,,2026-01-31,'],
  'document-types.csv': [
    'component,1.1,CO-DONG,A,,2026-01-31,',
    'component,,MOI-THU-TUC,C,,,',
    'component,1.2,CUA-1.2,C,,,',
    'result,1.2,KQ-1,X,,,',
  ],
  'agencies.csv': ['XA-1,H99.13,,,2025-06-30,'],
});
const propose = (change: Partial<Wanted>) => new Proposer(CATALOGUE, TABLES).propose(wanted(change));

describe('what is sure', () => {
  it.each([
    ['the same name, numbered and in capitals', { name: '1. GIẤY CHỨNG SINH' }, true, 'B'],
    ['a name that is only alike', { name: 'Giấy chứng sinh (bản chính)' }, false, 'B'],
    ['a name without its marks', { name: 'giay chung sinh' }, false, 'B'],
    ['two codes of one name', { procedure: '1.2', name: 'Bản sao' }, false, 'D'],
    ['a code of another procedure', { procedure: '1.2' }, false, null],
    ['a procedure', { kind: 'procedure', procedure: '', name: 'Đăng ký kết hôn' }, true, '1.2'],
    [
      'a procedure that is not published',
      { kind: 'procedure', procedure: '', name: 'Đăng ký khai tử' },
      false,
      null,
    ],
    ['an agency', { kind: 'agency', procedure: '', name: 'SỞ TƯ PHÁP TỈNH MẪU' }, true, 'H99.12'],
    ['a name in the place of the code', { name: '', provinceCode: 'Giấy chứng sinh' }, true, 'B'],
    ['a code without a name', { name: '' }, false, null],
  ] as const)('%s', (_what, change, sure, best) => {
    const proposal = propose(change);
    expect(isSure(proposal, 1)).toBe(sure);
    if (best !== null) expect(proposal.suggestions[0]?.code).toBe(best);
  });

  it.each([
    ['has several names', { severalNames: true }, ['several-names']],
    ['is for whatever has no code', { provinceCode: 'GT_KHAC' }, ['catch-all']],
    ['is words that are not the name', { provinceCode: 'Giấy tờ nộp thêm' }, ['catch-all']],
    ['only sounds like it', { provinceCode: 'KHACH-01' }, []],
    [
      'has a row that is out of its time',
      { provinceCode: 'co-dong', why: 'not-valid-on-day', rule: 'x:2' },
      ['row'],
    ],
    [
      'has a row for any procedure',
      { provinceCode: 'MOI-THU-TUC', why: 'not-of-procedure', rule: 'x:3' },
      ['row'],
    ],
    [
      'has a row for another procedure only',
      { provinceCode: 'CUA-1.2', why: 'not-of-procedure', rule: 'x:4' },
      [],
    ],
    [
      'is a national code of another procedure',
      { provinceCode: 'c', why: 'not-of-procedure' },
      ['national-code'],
    ],
    ['is a national code by its name alone', { provinceCode: 'c' }, ['national-code']],
    ['has ended', { provinceCode: 'Z', why: 'ended' }, ['national-code']],
    [
      'is a procedure that is not published',
      { kind: 'procedure', procedure: '', provinceCode: '1.3.H35' },
      ['national-code'],
    ],
    [
      'is a procedure with a row for it without its agency',
      { kind: 'procedure', procedure: '', provinceCode: '1.9.H35' },
      ['row'],
    ],
    [
      'is a result of any procedure that some row speaks of',
      { kind: 'result', procedure: '', provinceCode: 'kq-1' },
      ['row'],
    ],
    [
      'is answered by several rows at once',
      { kind: 'result', procedure: '', provinceCode: 'KQ-2', rule: 'x:1, x:2' },
      ['row'],
    ],
    ['is an agency with a row', { kind: 'agency', procedure: '', provinceCode: 'xa-1' }, ['row']],
  ] as const)('is nothing about a code that %s, whatever its name', (_what, change, look) => {
    const proposal = propose(change);
    expect(proposal.look).toEqual(look);
    if (proposal.kind === 'component') expect(isSure(proposal, 1)).toBe(look.length === 0);
  });

  it('is less where less is asked for', () => {
    expect(isSure(propose({ name: 'giay chung sinh' }), 0.5)).toBe(true);
  });
});

it('marks what may stand in a row', () => {
  const { suggestions } = propose({ procedure: '1.2', name: 'Tờ khai đăng ký kết hôn' });
  expect(suggestions.find(({ code }) => code === 'C')?.fits).toBe(true);
  expect(suggestions.find(({ code }) => code === 'A')?.fits).toBe(false);
});

it('shows no long number of a name that it goes by', () => {
  const name = 'Giấy chứng sinh của 075190000123, đt 0912 345 678, số 53/2025/NĐ-CP, 12 bản';
  expect(propose({ name }).name).toBe('Giấy chứng sinh của •••, đt •••, số 53/2025/NĐ-CP, 12 bản');
});

it('finds a procedure however its code is written', () => {
  const proposer = new Proposer(
    { procedures: [procedure(' 1.014325', 'Có dấu cách', [])], agencies: [], hash: '' },
    TABLES,
  );
  expect(proposer.procedureCode('1.014325')).toBe(' 1.014325');
  expect(proposer.procedureCode('1.014325.000.00.00.H35')).toBe(' 1.014325');
  expect(proposer.procedureCode('1.000001')).toBeNull();
});

it('writes a row for the code and the procedure that it was asked for', () => {
  expect(rowOf(propose({}), 'ghi chú')).toEqual({
    file: 'document-types.csv',
    row: { kind: 'component', procedure: '1.1', province_code: 'GT-1', national_code: 'B', note: 'ghi chú' },
  });
  expect(rowOf(propose({ kind: 'agency', procedure: '', name: 'Sở Tư pháp tỉnh Mẫu' }), '')).toEqual({
    file: 'agencies.csv',
    row: { province_code: 'GT-1', national_code: 'H99.12', note: '' },
  });
});

const lack = (
  kind: 'component' | 'any-result' | 'status' | 'value',
  code: string,
  more: Partial<LackingCode> = {},
): LackingCode => ({
  key: { kind, scope: '', code },
  name: '',
  severalNames: false,
  dossiers: 1,
  why: 'unknown',
  rule: 'catalogue',
  ...more,
});

describe('what is wanted', () => {
  it('shows a name once with all its codes, and each code to pick from', () => {
    const { suggestions, candidates, alone } = propose({ procedure: '1.2', name: 'Bản sao' });
    expect(suggestions[0]).toMatchObject({ code: 'D', score: 1, sameName: ['E'] });
    expect(suggestions.map(({ name }) => name).filter((name) => name === 'Bản sao')).toHaveLength(1);
    expect(candidates.slice(0, 2).map(({ code }) => code)).toEqual(['D', 'E']);
    expect(alone).toBe(false);
  });

  it('takes two spellings of one code for one', () => {
    const all = [
      lack('component', 'gt-1', { name: 'Giấy tờ', dossiers: 2 }),
      lack('component', 'GT-1', { dossiers: 5 }),
      lack('component', 'GT-2', { name: 'Khác', dossiers: 6 }),
    ];
    const first = { provinceCode: 'GT-1', name: 'Giấy tờ', severalNames: false, dossiers: 7 };
    expect(wantedOf(all)).toMatchObject([first, { provinceCode: 'GT-2', dossiers: 6 }]);
  });

  it.each([
    ['the same name', 'GIẤY TỜ', false],
    ['another name', 'Đơn', true],
  ])('sees in another spelling with %s what there is to see', (_what, name, severalNames) => {
    const all = [lack('component', 'gt-1', { name: 'Giấy tờ' }), lack('component', 'GT-1', { name })];
    expect(wantedOf(all)).toMatchObject([{ severalNames, dossiers: 2 }]);
  });

  it('is codes, not statuses, values or what is absent', () => {
    const all = [
      lack('component', 'X'),
      lack('any-result', 'Y'),
      lack('status', 'Z'),
      lack('value', 'W'),
      lack('component', ''),
    ];
    expect(wantedOf(all).map(({ kind, provinceCode }) => `${kind} ${provinceCode}`)).toEqual([
      'component X',
      'result Y',
    ]);
  });
});
