import { describe, expect, it } from 'vitest';
import { checkTargets } from '../../../src/codebook/check-targets.ts';
import { formatFault } from '../../../src/codebook/mapping-fault.ts';
import { CATALOGUE, day, procedure, tablesOf } from './codebook-fixture.ts';

const TODAY = day('2026-10-01');
const tables = tablesOf({
  'procedures.csv': ['A,1.001193,,,', 'B,9.999999,,,', 'C,1.000009,,,', 'D,9.999999,,2026-09-30,'],
  'document-types.csv': [
    'component,,A,000.00.00.G15-kq004389,,,',
    'component,,B,KHONG,,,',
    'component,2.000002,C,000.00.00.G15-KQ004389,,,',
    'result,9.999999,D,KQ.G15.000031,,,',
    'result,1.001193.H35,E,KQ.G15.000031,,,',
  ],
  'agencies.csv': ['A,h19.12,,,,', 'B,H99,,,,', 'C,,Tên riêng,,,'],
});

describe('rows against the catalogue', () => {
  it('tells the rows that no lookup could answer, and leaves alone what is over', () => {
    const faults = checkTargets(tables, CATALOGUE, TODAY);
    expect(faults.map(({ file, line, code }) => `${file}:${line} ${code}`)).toEqual([
      'procedures.csv:3 DB-MAP-029',
      'procedures.csv:4 DB-MAP-030',
      'document-types.csv:3 DB-MAP-029',
      'document-types.csv:4 DB-MAP-031',
      'document-types.csv:5 DB-MAP-029',
      'document-types.csv:6 DB-MAP-029',
      'agencies.csv:3 DB-MAP-029',
    ]);
    for (const fault of faults) {
      for (const language of ['vi', 'en'] as const)
        expect(formatFault(fault, language)).not.toMatch(/\{\w+\}/);
    }
  });

  it('says since when a code has ended, and leaves alone a row that ends before', () => {
    const END = day('2026-09-24');
    const ended = {
      ...CATALOGUE,
      procedures: [
        ...CATALOGUE.procedures,
        procedure('1.000020', {
          published: false,
          unpublishedOn: END,
          endedOn: END,
          results: [{ code: 'KQ.HET', name: 'Kết quả' }],
        }),
        procedure('1.000022', { endedComponents: [{ code: 'CU', endedOn: END }] }),
      ],
    };
    const rows = tablesOf({
      'procedures.csv': ['A,1.000020,,,', 'B,1.000020,,2026-09-23,', 'C,1.000020,,2027-01-01,'],
      'document-types.csv': [
        'component,1.000022,A,cu,,,',
        'component,,B,CU,,,',
        'component,1.000022,C,CU,,2026-09-23,',
        'result,,D,KQ.HET,,,',
        'result,1.000020,E,KQ.HET,,,',
      ],
    });
    const faults = checkTargets(rows, ended, TODAY);
    expect(faults.map(({ file, line, code, params }) => `${file}:${line} ${code} ${params.date}`)).toEqual([
      'procedures.csv:2 DB-MAP-036 2026-09-24',
      'procedures.csv:4 DB-MAP-036 2026-09-24',
      'document-types.csv:2 DB-MAP-037 2026-09-24',
      'document-types.csv:3 DB-MAP-036 2026-09-24',
      'document-types.csv:5 DB-MAP-036 2026-09-24',
    ]);
  });

  it('does not judge by lists that are not there', () => {
    expect(checkTargets(tables, { ...CATALOGUE, agencies: [] }, TODAY).map(({ file }) => file)).not.toContain(
      'agencies.csv',
    );
    expect(checkTargets(tables, { procedures: [], agencies: [], hash: '' }, TODAY)).toEqual([]);
  });
});
