/** Needed fields hold the dossier, optional ones stay behind; all faults are told at once. */
import { describe, expect, it } from 'vitest';
import type { Procedure } from '../../../src/domain/codebook.ts';
import type { SectorCode } from '../../../src/domain/codes.ts';
import { explainError } from '../../../src/domain/errors.ts';
import type { SourceFields } from '../../../src/domain/source-dossier.ts';
import { normalize } from '../../../src/normalize/normalize.ts';
import { BIRTH, SmallCodebook } from '../../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult, aStep } from '../../support/source-rows.ts';

const book = new SmallCodebook();
const part = { fileBaseUrl: null, holdPolicy: 'part' } as const;
const whole = { fileBaseUrl: null, holdPolicy: 'whole' } as const;
const read = (fields: Partial<SourceFields>) => normalize(aDossier(fields), book, part);

describe('a dossier without fault', () => {
  it('goes, in the national vocabulary, with a rule for every code', () => {
    const { dossier, held, trace } = normalize(
      aDossier(
        { procedureCode: ' 1.001193.000.00.00.H35', channel: 'truc tuyen' },
        { components: [aComponent()], results: [aResult({ componentCode: 'TKKS' })] },
      ),
      book,
      part,
    );
    expect(held).toEqual([]);
    expect(dossier).toMatchObject({
      code: 'H19.12-260102-0001',
      procedureCode: '1.001193',
      procedureName: 'Thủ tục đăng ký khai sinh',
      sectorCode: 'G15-HT02',
      sectorName: 'Hộ tịch',
      channel: '2',
      status: '4',
      agencyCode: 'H19.12',
      agencyName: 'Ủy ban nhân dân thành phố Biên Hòa',
      receivedAt: '2026-01-02T08:00:00',
      finishedAt: '',
      ownerIds: [{ type: '1', number: '075190000123' }],
      hasDigitizedComponent: '1',
      vneidVerified: '1',
      payment: '2',
    });
    const rules = new Map(trace.map((entry) => [entry.field, entry]));
    for (const field of [
      'sectorCode',
      'agencyCode',
      'agencyName',
      'status',
      'subjectType',
      'returnMethod',
      'filingPlace',
      'payment',
      'vneidVerified',
      'ownerIds.type',
      'components[7].code',
      'components[7].digitized',
      'components[7].reuse',
      'components[7].fromStore',
      'results[3].code',
      'results[3].componentCode',
    ]) {
      expect(rules.get(field)?.rule, field).toBeTruthy();
    }
    expect(rules.get('procedureCode')).toEqual({
      field: 'procedureCode',
      from: ' 1.001193.000.00.00.H35',
      to: '1.001193',
      rule: 'table.csv:2',
    });
    expect(rules.get('channel')).toMatchObject({ from: 'truc tuyen', to: '2', rule: 'table.csv:2' });
  });
});

describe('faults that hold the dossier', () => {
  it.each<[Partial<SourceFields>, string]>([
    [{ code: null }, 'DB-DOS-001'],
    [{ code: ' \u200b ' }, 'DB-DOS-001'],
    [{ code: 'H'.repeat(51) }, 'DB-DOS-002'],
    [{ procedureCode: null }, 'DB-DOS-003'],
    [{ procedureCode: '9.999999' }, 'DB-DOS-004'],
    [{ procedureCode: '1.000001' }, 'DB-DOS-005'],
    [{ procedureCode: 'TINH-CU' }, 'DB-DOS-006'],
    [{ procedureCode: 'TINH-SAI' }, 'DB-DOS-007'],
    [{ status: '' }, 'DB-DOS-010'],
    [{ status: 'lạ' }, 'DB-DOS-011'],
    [{ receivedAt: null }, 'DB-DOS-012'],
    [{ receivedAt: '1900-01-01' }, 'DB-DOS-012'],
    [{ receivedAt: 'hôm qua' }, 'DB-DOS-013'],
    [{ receivedAt: '30/02/2026' }, 'DB-DOS-014'],
    [{ channel: null }, 'DB-DOS-015'],
    [{ channel: '4' }, 'DB-DOS-016'],
    [{ channel: 'hong' }, 'DB-DOS-016'],
    [{ subjectType: null }, 'DB-DOS-017'],
    [{ subjectType: 'x' }, 'DB-DOS-018'],
    [{ returnMethod: null }, 'DB-DOS-019'],
    [{ returnMethod: 'x' }, 'DB-DOS-020'],
    [{ filingPlace: null }, 'DB-DOS-021'],
    [{ filingPlace: 'x' }, 'DB-DOS-022'],
    [{ agencyCode: null }, 'DB-DOS-023'],
    [{ agencyCode: 'lạ' }, 'DB-DOS-024'],
    [{ agencyCode: 'CU' }, 'DB-DOS-025'],
    [{ agencyCode: 'SAI' }, 'DB-DOS-026'],
    [{ subject: ' ' }, 'DB-DOS-027'],
    [{ deleted: 'true' }, 'DB-DOS-028'],
    [{ deleted: 'x' }, 'DB-DOS-029'],
  ])('%j: %s', (fields, code) => {
    const { dossier, held } = read(fields);
    expect(dossier).toBeNull();
    expect(held.map((fault) => [fault.code, fault.scope, fault.part, fault.blocking])).toEqual([
      [code, 'dossier', '', true],
    ]);
  });

  it('are told all at once, with those of parts', () => {
    const broken = aDossier(
      { receivedAt: 'x', procedureCode: null, status: null, channel: null, subject: null, phone: 'x' },
      {
        fees: [aFee({ amount: 'x' })],
        components: [aComponent({ name: null })],
        steps: [aStep({ at: null })],
      },
    );
    expect(normalize(broken, book, part).held.map((fault) => fault.code)).toEqual(
      expect.arrayContaining([
        'DB-DOS-013',
        'DB-DOS-003',
        'DB-DOS-010',
        'DB-DOS-015',
        'DB-DOS-027',
        'DB-OWN-006',
        'DB-FEE-005',
        'DB-CMP-003',
        'DB-STP-003',
      ]),
    );
  });

  it('keep the words of the source, and what the message names', () => {
    const [fault] = read({ procedureCode: ' TINH-CU' }).held;
    expect(fault).toMatchObject({ field: 'procedureCode', value: ' TINH-CU', params: { day: '2026-01-02' } });
    const { message } = explainError('DB-DOS-006', 'vi', { ...fault?.params, value: fault?.value ?? '' });
    expect(message).toContain('2026-01-02');
    expect(message).not.toMatch(/[{}]/);
  });
});

describe('optional values at fault', () => {
  it.each<[Partial<SourceFields>, string, Record<string, unknown>]>([
    [{ dueAt: 'mai' }, 'DB-DOS-051', { dueAt: '' }],
    [{ finishedAt: '31/02/2026' }, 'DB-DOS-052', { finishedAt: '' }],
    [{ vneidVerified: 'x' }, 'DB-DOS-053', { vneidVerified: '0' }],
    [{ payment: 'x' }, 'DB-DOS-054', { payment: '0' }],
    [{ payment: 'true' }, 'DB-DOS-054', { payment: '0' }],
    [{ databases: 'DANCU, x, DANCU,1' }, 'DB-DOS-055', { databases: ['1'] }],
    [{ email: 'khong co' }, 'DB-OWN-005', { email: '' }],
    [{ phone: '0912345678/21' }, 'DB-OWN-006', { phone: '' }],
  ])('%j: %s, and the dossier goes without', (fields, code, sent) => {
    // A database whose list is not known whole comes from the table alone.
    const { dossier, held } = normalize(
      aDossier({ ...fields, databases: fields.databases ?? '' }),
      book,
      part,
    );
    expect(dossier).toMatchObject(sent);
    expect(new Set(held.map((fault) => fault.code))).toEqual(new Set([code]));
    expect(held.every((fault) => fault.scope === 'dossier' && !fault.blocking)).toBe(true);
  });

  it('hold the dossier where the policy is whole', () => {
    const { dossier, held } = normalize(aDossier({ phone: 'x' }), book, whole);
    expect(dossier).toBeNull();
    expect(held).toMatchObject([{ code: 'DB-OWN-006', blocking: true }]);
    expect(normalize(aDossier(), book, whole).dossier).not.toBeNull();
  });
});

describe('what the province does not record', () => {
  it('is nothing: marks are 0 and the trace says why', () => {
    const { dossier, held, trace } = normalize(
      aDossier(
        { payment: null, vneidVerified: null },
        { components: [aComponent({ digitized: null, reuse: '', fromStore: null, deleted: null })] },
      ),
      book,
      part,
    );
    expect(held).toEqual([]);
    expect(dossier).toMatchObject({ payment: '0', vneidVerified: '0', hasDigitizedComponent: '0' });
    expect(dossier?.components).toMatchObject([
      { digitized: '0', reuse: '0', fromStore: '0', deleted: false },
    ]);
    const absent = trace.filter((entry) => entry.rule === 'absent = 0').map((entry) => entry.field);
    expect(absent.sort()).toEqual([
      'components[7].digitized',
      'components[7].fromStore',
      'components[7].reuse',
      'payment',
      'vneidVerified',
    ]);
  });

  it.each(['false', 'f', 'Không', 'no', '0'])(
    'is not paid where it says %s, unless a row says otherwise',
    (no) => {
      const { dossier, held } = read({ payment: no });
      expect([held, dossier?.payment]).toEqual([[], '0']);
      const rows = new SmallCodebook({ payment: '2' });
      rows.value = (field, text) =>
        field === 'payment' && text === no
          ? { found: true, value: '2', rule: 'row' }
          : book.value(field, text);
      expect(normalize(aDossier({ payment: no }), rows, part).dossier?.payment).toBe('2');
    },
  );

  it('means what a row for the absent value says', () => {
    const rows = new SmallCodebook({ channel: '1', filing_place: '2', payment: '2', id_type: '5' });
    const source = aDossier({
      channel: null,
      filingPlace: '',
      payment: null,
      ownerIdType: null,
      ownerIdNumber: '0301234567',
    });
    const { dossier, held } = normalize(source, rows, part);
    expect(held).toEqual([]);
    expect(dossier).toMatchObject({
      channel: '1',
      filingPlace: '2',
      payment: '2',
      ownerIds: [{ type: '5', number: '0301234567' }],
    });
  });
});

describe('the time promised', () => {
  const rulesOf = (dueAt: string): string[] =>
    read({ dueAt }).trace.flatMap(({ field, rule }) => (field === 'dueAt' ? [rule] : []));

  it('as a day alone is sent as its first moment, which the trace tells', () => {
    for (const dueAt of [
      '2026-10-01',
      '1/10/2026',
      '20261001',
      ' 01-10-2026 ',
      '01-OCT-2026',
      'ngày 1 tháng 10 năm 2026',
    ]) {
      expect([dueAt, read({ dueAt }).dossier?.dueAt]).toEqual([dueAt, '2026-10-01T00:00:00']);
      expect([dueAt, rulesOf(dueAt)]).toEqual([dueAt, ['day without hour']]);
    }
  });

  it('with an hour needs no telling, nor does one that is absent', () => {
    for (const dueAt of [
      '2026-1-1 0:00',
      '1/10/2026 17:00',
      '20261001170000',
      '/Date(1767323045123)/',
      '',
      '0001-01-01',
    ]) {
      expect([dueAt, rulesOf(dueAt)]).toEqual([dueAt, []]);
    }
  });
});

describe('the agency', () => {
  it.each<[Partial<SourceFields>, string, string]>([
    [{ agencyCode: 'H19.12', agencyName: 'Tên khác' }, 'H19.12', 'Ủy ban nhân dân thành phố Biên Hòa'],
    [{ agencyCode: 'UBND01' }, '', 'Ủy ban nhân dân phường Một'],
    [{ agencyCode: 'lạ', agencyName: ' Sở  Tư pháp' }, '', 'Sở Tư pháp'],
    [{ agencyCode: null, agencyName: 'Sở Tư pháp' }, '', 'Sở Tư pháp'],
  ])('%j is named by the tables, else by the source', (fields, agencyCode, agencyName) => {
    expect(read(fields).dossier).toMatchObject({ agencyCode, agencyName });
  });
});

describe('status and substatus', () => {
  it('are looked up together and never rewritten', () => {
    expect(read({ status: 'done', substatus: 'returned' }).dossier?.status).toBe('10');
    expect(read({ status: 'done', substatus: 'khác' }).dossier?.status).toBe('9');
    for (const status of ['5', '6', '8'] as const) expect(read({ status }).dossier?.status).toBe(status);
  });
});

describe('texts over their limit', () => {
  it('are cut at a word, and the trace says so', () => {
    const subject = `${'Cấp đổi giấy phép '.repeat(80)}`;
    const { dossier, trace, held } = read({ subject });
    expect(held).toEqual([]);
    expect(dossier?.subject.length).toBeLessThanOrEqual(1000);
    expect(dossier?.subject).toMatch(/(?:Cấp|đổi|giấy|phép)…$/);
    expect(trace).toContainEqual({
      field: 'subject',
      from: subject,
      to: dossier?.subject,
      rule: 'cut at 1000',
    });
  });

  it('leave no trace where only blanks at the edges went', () => {
    const fields = read({ subject: ' Việc ', ownerName: 'Tr\u0061\u0302\u0300n' }).trace.map((t) => t.field);
    expect(fields).not.toContain('subject');
    expect(fields).toContain('ownerName');
  });
});

describe('the catalogue’s own words', () => {
  const withProcedure = (change: Partial<Procedure>) => {
    const dirty = new SmallCodebook();
    dirty.procedure = () => ({ found: true, value: { ...BIRTH, ...change }, rule: 'catalogue' });
    return normalize(aDossier(), dirty, part);
  };

  it('go as they are, not composed, blanks and all', () => {
    const name = ' Thu\u0309 tu\u0323c  khai sinh';
    expect(withProcedure({ name }).dossier?.procedureName).toBe(name);
  });

  it('hold the dossier where the portal could not take them', () => {
    const long = 'G15-'.repeat(13) as SectorCode;
    expect(withProcedure({ sectorCode: long }).held).toMatchObject([{ code: 'DB-DOS-008', blocking: true }]);
    expect(withProcedure({ sectorCode: '' as SectorCode }).held).toMatchObject([
      { code: 'DB-DOS-009', blocking: true },
    ]);
  });
});
