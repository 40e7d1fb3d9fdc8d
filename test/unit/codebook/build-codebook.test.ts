import { describe, expect, it } from 'vitest';
import { CATALOGUE, codebookOf, day, procedure, procedureCode, told } from './codebook-fixture.ts';

const TODAY = day('2026-10-01');

describe('procedures', () => {
  const book = codebookOf({
    'procedures.csv': [
      'TTHC-01,1.001193,,,',
      'TTHC-02,2.000002,2025-07-01,2025-12-31,',
      'TTHC-02,1.001193,2026-01-01,,',
      'TTHC-03,9.999999,,,',
      'TTHC-04,1.000009,,,',
      '2.000002,1.001193,,2026-09-30,',
      '1.014955-xoa,2.000002,,,',
      'TTHC-05, 1.014325,,,',
      '1.001193.H99,2.000002,,,',
      'TTHC-06.000.00.00.H19,2.000002,,,',
      'TTHC-07,1.001193,,2020-01-01,',
    ],
  });
  it.each([
    ['row', 'TTHC-01', TODAY, '1.001193 <- procedures.csv:2'],
    ['row, written otherwise', '\u00a0tthc\u200b-01 ', TODAY, '1.001193 <- procedures.csv:2'],
    ['row of that time, first day', 'TTHC-02', day('2025-07-01'), '2.000002 <- procedures.csv:3'],
    ['row of that time, last day', 'TTHC-02', day('2025-12-31'), '2.000002 <- procedures.csv:3'],
    ['row of the next time', 'TTHC-02', day('2026-01-01'), '1.001193 <- procedures.csv:4'],
    ['no row of that time', 'TTHC-02', day('2025-06-30'), 'not-valid-on-day <- procedures.csv:3'],
    ['target not in the catalogue is never sent', 'TTHC-03', TODAY, 'target-unknown <- procedures.csv:5'],
    ['target not published', 'TTHC-04', TODAY, 'not-published 1.000009 <- procedures.csv:6'],
    ['row over the catalogue', '2.000002', day('2026-09-30'), '1.001193 <- procedures.csv:7'],
    ['catalogue when the row is over', '2.000002', TODAY, '2.000002 <- catalogue'],
    ['row for a dirty national code', '1.014955-Xoa', TODAY, '2.000002 <- procedures.csv:8'],
    ['blank of the national code kept', 'TTHC-05', TODAY, ' 1.014325 <- procedures.csv:9'],
    ['row for the code with its agency', '1.001193.h99', TODAY, '2.000002 <- procedures.csv:10'],
    ['the same code of another agency', '1.001193.H98', TODAY, '1.001193 <- catalogue'],
    [
      'row for the code without its agency',
      '2.000002.000.00.00.H35',
      day('2026-09-30'),
      '1.001193 <- procedures.csv:7',
    ],
    ['a local code keeps what looks like an agency', 'TTHC-06', TODAY, 'unknown <- catalogue'],
    ['row out of time', 'TTHC-07', TODAY, 'not-valid-on-day <- procedures.csv:12'],
    ['catalogue', '1.001193', TODAY, '1.001193 <- catalogue'],
    ['catalogue, old agency behind', '1.001193.000.00.00.H35', TODAY, '1.001193 <- catalogue'],
    ['catalogue, new agency behind', ' 1.001193.h35.12', TODAY, '1.001193 <- catalogue'],
    ['nothing else is cut off', '1.001193.2', TODAY, 'unknown <- catalogue'],
    ['not published', '1.000009', TODAY, 'not-published 1.000009 <- catalogue'],
    ['exact spelling of two', ' 1.014325', TODAY, ' 1.014325 <- catalogue'],
    ['exact but for blanks of two', '1.014325\u00a0', TODAY, '1.014325 <- catalogue'],
    ['exact spelling of two, though not published', '3.00000A', TODAY, 'not-published 3.00000A <- catalogue'],
    ['unknown', '1.777777', TODAY, 'unknown <- catalogue'],
    ['nothing', '', TODAY, 'unknown <- catalogue'],
  ])('%s', (_name, written, on, expected) => {
    expect(told(book.procedure(written, on))).toBe(expected);
  });

  it('prefers the published of two spellings and never guesses between two published', () => {
    const spelled = (...codes: [string, boolean][]) =>
      codebookOf(
        {},
        {
          procedures: codes.map(([code, published]) => ({
            ...{ code, published, name: code, sectorCode: '', sectorName: '', components: [], results: [] },
          })),
          agencies: [],
          hash: '',
        },
      );
    expect(told(spelled(['1.ABc', false], ['1.abC', true]).procedure('1.abc', TODAY))).toBe(
      '1.abC <- catalogue',
    );
    expect(told(spelled(['1.ABc', true], ['1.abC', true]).procedure('1.abc', TODAY))).toBe(
      'unknown <- catalogue',
    );
  });

  it('carries the name and sector of the catalogue', () => {
    expect(book.procedure('TTHC-01', TODAY)).toMatchObject({
      value: { code: '1.001193', name: 'Thủ tục 1.001193', sectorCode: 'G15-TP07', sectorName: 'Hộ tịch' },
    });
  });
});

describe('components and results', () => {
  const book = codebookOf({
    'document-types.csv': [
      'component,,CMND,000.00.00.G15-KQ004389,,,',
      'component,1.001193,CMND,h38-KQ\u00a00001,2026-01-01,,',
      'component,2.000002,KS,TP.X,,,',
      'component,,LA,KHONG-CO,,,',
      'component,,OLD,TP.X,,2025-01-01,',
      'result,,KQ1,KQ.G15.000031,,,',
      'result,1.001193,KQ2,KQ.G15.000031,,,',
      'result,2.000002,KQ2,KQ.G15.000032,,,',
      'result,1.001193,KQ3,KQ.G15.000031,,,',
      'result,1.001193,KQ.H37 0002,KQ.G15.000031,,,',
      'component,,H38-kq 0001,000.00.00.G15-KQ004389,,2025-12-31,',
    ],
  });
  const P1 = procedureCode('1.001193');
  const P2 = procedureCode('2.000002');
  const OLD_DAY = day('2025-12-31');
  it.each([
    ['row of the procedure over the row of any', P1, 'CMND', TODAY, 'H38-kq 0001 <- document-types.csv:3'],
    ['row of any before that', P1, 'cmnd', OLD_DAY, '000.00.00.G15-KQ004389 <- document-types.csv:2'],
    ['row whose code is another procedure’s', P2, 'CMND', TODAY, 'not-of-procedure <- document-types.csv:2'],
    ['row of another procedure', P1, 'KS', TODAY, 'not-of-procedure <- document-types.csv:4'],
    ['target unknown', P1, 'LA', TODAY, 'target-unknown <- document-types.csv:5'],
    ['out of time', P2, 'OLD', TODAY, 'not-valid-on-day <- document-types.csv:6'],
    ['row over the catalogue', P1, 'h38-kq 0001', OLD_DAY, '000.00.00.G15-KQ004389 <- document-types.csv:12'],
    ['catalogue, its own spelling', P1, ' H38-KQ\u00a0 0001', TODAY, 'H38-kq 0001 <- catalogue'],
    ['catalogue, of another procedure', P1, 'tp.x', TODAY, 'not-of-procedure <- catalogue'],
    ['a result is no component', P1, 'KQ.G15.000031', TODAY, 'unknown <- catalogue'],
    ['unknown', P1, 'Giấy khai sinh', TODAY, 'unknown <- catalogue'],
  ])('component: %s', (_name, procedure, written, on, expected) => {
    expect(told(book.component(procedure, written, on))).toBe(expected);
  });

  it('result of a procedure', () => {
    expect(told(book.result(P1, 'KQ1', TODAY))).toBe('KQ.G15.000031 <- document-types.csv:7');
    expect(told(book.result(P2, 'KQ1', TODAY))).toBe('not-of-procedure <- document-types.csv:7');
    expect(told(book.result(P2, 'kq.h37 0002', TODAY))).toBe('KQ.H37 0002 <- catalogue');
  });

  it.each([
    ['row of any', 'KQ1', 'KQ.G15.000031 <- document-types.csv:7'],
    ['rows that say different things', 'KQ2', 'unknown <- document-types.csv:8, document-types.csv:9'],
    ['the only row', 'KQ3', 'KQ.G15.000031 <- document-types.csv:10'],
    [
      'a row for one procedure, the catalogue for others',
      'KQ.H37 0002',
      'unknown <- document-types.csv:11, catalogue',
    ],
    ['catalogue', 'kq.g15.000032', 'KQ.G15.000032 <- catalogue'],
    ['unknown', 'x', 'unknown <- catalogue'],
  ])('result of whatever procedure: %s', (_name, written, expected) => {
    expect(told(book.anyResult(written, TODAY))).toBe(expected);
  });
});

describe('not taken strictly', () => {
  const gone = procedure('1.000010', {
    published: false,
    endedOn: TODAY,
    components: [{ code: 'DA-BO', name: 'Giấy đã bỏ' }],
  });
  const twin = procedure('2.000003', { components: [{ code: 'TP.x', name: 'Giấy TP.x' }] });
  const catalogue = { ...CATALOGUE, procedures: [...CATALOGUE.procedures, gone, twin] };
  const book = codebookOf(
    {
      'procedures.csv': ['TTHC-04,1.000009,,,', 'TTHC-10,1.000010,,,', 'TTHC-11,9.999999,,,'],
      'document-types.csv': [
        'component,,CMND,000.00.00.G15-KQ004389,,,',
        'component,2.000002,KS,000.00.00.G15-KQ004389,,,',
        'component,,CU,DA-BO,,,',
        'component,,HAI,tp.X,,,',
        'component,,MOT,TP.X,,,',
        'component,,OLD,TP.X,,2025-01-01,',
      ],
    },
    catalogue,
    false,
  );
  const P1 = procedureCode('1.001193');
  const P2 = procedureCode('2.000002');
  it.each([
    ['by row', 'TTHC-04', '1.000009 (not-published) <- procedures.csv:2'],
    ['by catalogue', ' 1.000009', '1.000009 (not-published) <- catalogue'],
    ['no longer listed, by row', 'TTHC-10', 'ended 1.000010 2026-10-01 <- procedures.csv:3'],
    ['no longer listed', '1.000010', 'ended 1.000010 2026-10-01 <- catalogue'],
    ['nowhere in the catalogue', 'TTHC-11', 'target-unknown <- procedures.csv:4'],
    ['published, without doubt', '1.001193', '1.001193 <- catalogue'],
  ])('procedure: %s', (_name, written, expected) => {
    expect(told(book.procedure(written, TODAY))).toBe(expected);
  });
  it.each([
    ['row to another’s', P2, 'CMND', '000.00.00.G15-KQ004389 (not-of-procedure) <- document-types.csv:2'],
    ['another’s', P2, 'H38-KQ 0001', 'H38-kq 0001 (not-of-procedure) <- catalogue'],
    ['row for another procedure is not taken', P1, 'KS', 'not-of-procedure <- document-types.csv:3'],
    ['row to what has left the catalogue', P1, 'CU', 'not-of-procedure <- document-types.csv:4'],
    ['what has left the catalogue', P1, 'da-bo', 'not-of-procedure <- catalogue'],
    ['one of two spellings', P1, 'MOT', 'TP.X (not-of-procedure) <- document-types.csv:6'],
    ['two spellings, no telling which', P1, 'HAI', 'not-of-procedure <- document-types.csv:5'],
    ['out of time', P1, 'OLD', 'not-valid-on-day <- document-types.csv:7'],
    ['own, without doubt', P1, 'CMND', '000.00.00.G15-KQ004389 <- document-types.csv:2'],
    ['nowhere', P1, 'x', 'unknown <- catalogue'],
  ])('component: %s', (_name, own, written, expected) => {
    expect(told(book.component(own, written, TODAY))).toBe(expected);
  });

  it('result: another’s', () => {
    expect(told(book.result(P1, 'kq.g15.000032', TODAY))).toBe(
      'KQ.G15.000032 (not-of-procedure) <- catalogue',
    );
  });
});

describe('what the ministry has ended', () => {
  const END = day('2026-11-24');
  const EVE = day('2026-11-23');
  const catalogue = {
    ...CATALOGUE,
    procedures: [
      ...CATALOGUE.procedures,
      procedure('1.000020', { published: false, unpublishedOn: END, endedOn: END }),
      procedure('1.000021', { published: false, unpublishedOn: END }),
      procedure('1.000022', {
        components: [{ code: 'GIAY', name: 'Giấy' }],
        endedComponents: [
          { code: 'CU', endedOn: END },
          { code: 'TP.X', endedOn: END },
          { code: 'giay', endedOn: END },
        ],
        endedResults: [{ code: 'KQ.CU', endedOn: END }],
      }),
    ],
  };
  const rows = {
    'procedures.csv': ['TTHC-20,1.000020,,,', '1.000021,2.000002,2026-11-24,,'],
    'document-types.csv': ['component,,GCU,CU,,,', 'component,,KHAC,H38-kq 0001,,,'],
  };
  const [strict, lax] = [codebookOf(rows, catalogue), codebookOf(rows, catalogue, false)];

  it.each([
    ['by row, the day before', 'TTHC-20', EVE, '1.000020 <- procedures.csv:2'],
    ['by row, on the day', 'TTHC-20', END, 'ended 1.000020 2026-11-24 <- procedures.csv:2'],
    ['the day before', '1.000020', EVE, '1.000020 <- catalogue until 2026-11-24'],
    [
      'years before it was first seen',
      '1.000020',
      day('2001-01-01'),
      '1.000020 <- catalogue until 2026-11-24',
    ],
    ['on the day', '1.000020', END, 'ended 1.000020 2026-11-24 <- catalogue'],
    ['before a row takes its place', '1.000021', EVE, '1.000021 <- catalogue until 2026-11-24'],
    ['once a row takes its place', '1.000021', END, '2.000002 <- procedures.csv:3'],
  ])('procedure: %s', (_name, written, on, expected) => {
    expect(told(strict.procedure(written, on))).toBe(expected);
    expect(told(lax.procedure(written, on))).toBe(expected);
  });

  const OWN = procedureCode('1.000022');
  it.each([
    ['the day before', 'cu', EVE, 'CU <- catalogue until 2026-11-24'],
    ['on the day', 'cu', END, 'ended CU 2026-11-24 <- catalogue'],
    ['by row, the day before', 'GCU', EVE, 'CU <- document-types.csv:2'],
    ['by row, on the day', 'GCU', END, 'ended CU 2026-11-24 <- document-types.csv:2'],
    ['the present spelling of two', 'giay', EVE, 'GIAY <- catalogue'],
    ['another procedure still has it', 'TP.X', END, 'ended TP.X 2026-11-24 <- catalogue'],
    ['never had it', 'KHAC', END, 'not-of-procedure <- document-types.csv:3'],
  ])('component: %s', (_name, written, on, expected) => {
    expect(told(strict.component(OWN, written, on))).toBe(expected);
  });

  it('is let through only where another listed procedure has it', () => {
    expect(told(lax.component(OWN, 'TP.X', END))).toBe('TP.X (not-of-procedure) <- catalogue');
    expect(told(lax.component(OWN, 'TP.X', EVE))).toBe('TP.X <- catalogue until 2026-11-24');
    expect(told(lax.component(OWN, 'CU', END))).toBe('ended CU 2026-11-24 <- catalogue');
  });

  it('can be the result of an older dossier', () => {
    expect(told(strict.anyResult('kq.cu', END))).toBe('KQ.CU <- catalogue');
  });
});

describe('agencies', () => {
  const rows = {
    'agencies.csv': [
      'STP,H19.12,,,2025-06-30,',
      'STP,H19.12,Sở Tư pháp mới,2025-07-01,,',
      'PTP,,Phòng Tư pháp,,,',
      'XX,H99,Tên riêng,,,',
      'YY,H99,,,,',
    ],
  };
  const book = codebookOf(rows);
  it('name of the row, else of the catalogue', () => {
    expect(book.agency('stp', TODAY)).toMatchObject({ value: { code: 'H19.12', name: 'Sở Tư pháp mới' } });
    expect(book.agency('stp', day('2025-06-30'))).toMatchObject({
      value: { code: 'H19.12', name: 'Sở Tư pháp' },
    });
    expect(book.agency('h19.12', TODAY)).toMatchObject({ value: { name: 'Sở Tư pháp' }, rule: 'catalogue' });
    expect(book.agency('PTP', TODAY)).toMatchObject({ value: { code: '', name: 'Phòng Tư pháp' } });
    expect(told(book.agency('XX', TODAY))).toBe('target-unknown <- agencies.csv:5');
    expect(told(book.agency('zz', TODAY))).toBe('unknown <- catalogue');
  });
  it('where the portal lists no agencies, a named row still gives its name, without the code', () => {
    const unlisted = codebookOf(rows, { ...CATALOGUE, agencies: [] });
    expect(unlisted.agency('XX', TODAY)).toMatchObject({ value: { code: '', name: 'Tên riêng' } });
    expect(told(unlisted.agency('YY', TODAY))).toBe('target-unknown <- agencies.csv:6');
  });
});

describe('statuses and values', () => {
  const book = codebookOf({
    'statuses.csv': ['Đang xử lý,,4,', 'Đang xử lý,chờ bổ sung,5,', '9,,10,'],
    'values.csv': ['channel,Trực tuyến,2,', 'payment,,0,', 'database,DC,1,', 'digitized,1,0,'],
  });
  it.each([
    ['đang  xử lý', '', '4 <- statuses.csv:2'],
    ['Đang xử lý'.normalize('NFD'), 'Chờ bổ sung', '5 <- statuses.csv:3'],
    ['Đang xử lý', 'khác', '4 <- statuses.csv:2'],
    ['9', '', '10 <- statuses.csv:4'],
    [' 8', 'x', '8 <- national value'],
    ['11', '', 'unknown <- national value'],
    ['', '', 'unknown <- national value'],
  ])('status %s / %s', (status, substatus, expected) => {
    expect(told(book.status(status, substatus))).toBe(expected);
  });
  it.each([
    ['channel', 'TRỰC TUYẾN', '2 <- values.csv:2'],
    ['channel', '3', '3 <- national value'],
    ['channel', '', 'unknown <- national value'],
    ['payment', '', '0 <- values.csv:3'],
    ['digitized', '1', '0 <- values.csv:5'],
    ['id_type', '2', '2 <- national value'],
    ['id_type', '3', 'unknown <- national value'],
    ['database', '1', '1 <- national value'],
    ['database', '7', 'unknown <- national value'],
    ['fee_collection', '3', 'unknown <- national value'],
  ] as const)('value %s %s', (field, value, expected) => {
    expect(told(book.value(field, value))).toBe(expected);
  });
});

describe('the codebook', () => {
  it('is frozen, and knows no code while the catalogue is empty', () => {
    const book = codebookOf(
      { 'procedures.csv': ['A,1.001193,,,'] },
      { procedures: [], agencies: [], hash: '' },
    );
    expect(Object.isFrozen(book)).toBe(true);
    const code = procedureCode('1.001193');
    for (const lookup of [
      book.procedure('A', TODAY),
      book.component(code, 'TP.X', TODAY),
      book.result(code, 'x', TODAY),
      book.anyResult('x', TODAY),
      book.agency('H19.12', TODAY),
    ]) {
      expect(told(lookup)).toBe('unknown <- catalogue');
    }
  });
});
