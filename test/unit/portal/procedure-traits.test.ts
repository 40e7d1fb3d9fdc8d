/** What a procedure costs and whom it is for, from both services: nothing is read where nothing is said. */
import { describe, expect, it } from 'vitest';
import { decodeProcedure } from '../../../src/portal/decode-procedure.ts';
import { chargesOf, isForCitizens } from '../../../src/portal/procedure-traits.ts';
import { decodePublicProcedure } from '../../../src/portal/public/decode-public-procedure.ts';

describe('a procedure charges', () => {
  it.each([
    ['nothing listed', [], false],
    ['all 0', ['0', '0 đồng', '0,00'], false],
    ['one that is not 0', ['0', '50.000', ''], true],
    ['an amount with its unit', ['8.000 đồng/bản sao'], true],
    ['less than one', ['0,5% giá trị hợp đồng'], true],
    ['an amount left out beside one of 0', ['0', ''], null],
    ['words, with a number of a decree in them', ['Theo Nghị quyết số 12/2020/NQ-HĐND'], null],
  ])('%s', (_what, amounts, expected) => {
    expect(chargesOf(amounts)).toBe(expected);
  });
});

describe('for citizens', () => {
  const named = (...names: string[]) => isForCitizens(names.map((name) => ({ code: '', name })));

  it('is said by name or code, in either spelling of the letters', () => {
    expect(named('Doanh nghiệp', 'Công dân Việt Nam')).toBe(true);
    expect(named('Công dân Việt Nam'.normalize('NFD'))).toBe(true);
    expect(named('Cá nhân')).toBe(true);
    expect(isForCitizens([{ code: 'ĐT1', name: '' }])).toBe(true);
  });

  it('is not said by Vietnamese living abroad, foreigners, officials or organizations alone', () => {
    expect(named('Người Việt Nam định cư ở nước ngoài', 'Người nước ngoài')).toBe(false);
    expect(named('Cán bộ, công chức, viên chức', 'Doanh nghiệp', 'Tổ chức, cá nhân nước ngoài')).toBe(false);
  });

  it('is not known where nobody is named', () => {
    expect(named()).toBeNull();
    expect(named(' ')).toBeNull();
  });
});

describe('LayThuTuc', () => {
  const way = (...amounts: unknown[]) => ({
    KENH: '1',
    THOIGIAN: [{ PHILEPHI: amounts.map((SOTIEN) => ({ MAPHILEPHI: 'A', SOTIEN })) }],
  });

  it.each([
    [{ CACHTHUCTHUCHIEN: [way('0'), way(20000)] }, true],
    [{ CACHTHUCTHUCHIEN: [way('0'), way()] }, false],
    [{ CACHTHUCTHUCHIEN: [{ KENH: '1', THOIGIAN: '' }] }, false],
    [{ CACHTHUCTHUCHIEN: [way(null)] }, null],
    [{ CACHTHUCTHUCHIEN: [] }, null],
    [{}, null],
  ])('%j charges: %s', (row, expected) => {
    expect(decodeProcedure({ MATTHC: '1', ...row })?.charges).toBe(expected);
  });

  it('names subjects', () => {
    const row = { MATTHC: '1', DOITUONGTHUCHIEN: [{ TENDOITUONG: 'Doanh nghiệp' }] };
    expect(decodeProcedure(row)?.forCitizens).toBe(false);
    expect(decodeProcedure({ MATTHC: '1', DOITUONGTHUCHIEN: '' })?.forCitizens).toBeNull();
  });
});

describe('the public catalogue', () => {
  const decoded = (row: Record<string, unknown>) => decodePublicProcedure({ code: '1', ...row });

  it('says nothing of fees where neither a way of filing nor a fee is listed', () => {
    expect(decoded({ executionMethods: [], fees: [] })?.charges).toBeNull();
    expect(decoded({ executionMethods: [], fees: [{ type: 'FEE', value: 5000 }] })?.charges).toBe(true);
    expect(decoded({ executionMethods: [{ fees: [] }] })?.charges).toBe(false);
    expect(decoded({ executionMethods: [{ fees: [{ type: 'FEE', value: null }] }] })?.charges).toBeNull();
  });

  it('has the longest term of cases beside those of the ways of filing, where the case has a unit', () => {
    const days = (qty: unknown, type: string) => ({ processingDay: { qty, type } });
    const executionMethods = [
      { submissionMethod: 'ONLINE', processingTime: 3, processingTimeUnit: 'OTHER' },
      { submissionMethod: 'DIRECT', processingTime: 30, processingTimeUnit: 'DAY' },
    ];
    const cases = [days(8, 'WORKING_DAY'), days(2.5, 'WORKING_DAY'), days(99, 'OTHER'), days(0, 'DAY'), {}];
    expect(decoded({ executionMethods, cases })?.terms).toEqual([
      { channel: '2', time: '3', unit: 'OTHER' },
      { channel: '1', time: '30', unit: 'Ngày' },
      { channel: '', time: '8', unit: 'Ngày làm việc' },
    ]);
    expect(decoded({ executionMethods: [], cases: [days(99, 'OTHER'), {}] })?.terms).toEqual([]);
  });
});
