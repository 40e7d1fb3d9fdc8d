/** Proposals by name and what of them may be taken over without a look. */
import { describe, expect, it } from 'vitest';
import type { CatalogueSnapshot, SnapshotProcedure } from '../../../src/domain/catalogue-snapshot.ts';
import { rowOf } from '../../../src/pipeline/accept.ts';
import { isSure, Proposer, type Wanted, wantedOf } from '../../../src/pipeline/propose.ts';

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
  dossiers: 3,
  ...change,
});
const propose = (change: Partial<Wanted>) => new Proposer(CATALOGUE).propose(wanted(change));

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

  it('is less where less is asked for', () => {
    expect(isSure(propose({ name: 'giay chung sinh' }), 0.5)).toBe(true);
  });
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

it('takes two spellings of one code for one', () => {
  const key = (code: string) => ({ kind: 'component' as const, scope: '1.1', code });
  const all = [
    { key: key('gt-1'), name: 'Giấy tờ', dossiers: 2 },
    { key: key('GT-1'), name: '', dossiers: 5 },
    { key: key('GT-2'), name: 'Khác', dossiers: 6 },
  ];
  const first = { provinceCode: 'GT-1', name: 'Giấy tờ', dossiers: 7 };
  expect(wantedOf(all)).toMatchObject([first, { provinceCode: 'GT-2', dossiers: 6 }]);
});

it('asks for codes, not for statuses, values or what is absent', () => {
  const lack = (kind: 'component' | 'any-result' | 'status' | 'value', code: string) => ({
    key: { kind, scope: '', code },
    name: '',
    dossiers: 1,
  });
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
