/** The owner's id and contact: real numbers go, anything else is held without a word of it in a message. */
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, entryOf } from '../../../src/domain/errors.ts';
import type { SourceFields } from '../../../src/domain/source-dossier.ts';
import { normalize } from '../../../src/normalize/normalize.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';
import { aDossier } from '../../support/source-rows.ts';

const read = (fields: Partial<SourceFields>) =>
  normalize(aDossier(fields), new SmallCodebook(), { fileBaseUrl: null, holdPolicy: 'part' });

describe("the owner's id", () => {
  it.each<[string | null, string | null, object[]]>([
    ['CCCD', '075190000123', [{ type: '1', number: '075190000123' }]],
    ['CCCD', ' 075 190 000 123 ', [{ type: '1', number: '075190000123' }]],
    ['CMND', '271234567', [{ type: '2', number: '271234567' }]],
    ['MST', '0301234567-001', [{ type: '5', number: '0301234567-001' }]],
    ['MST', '0301234567', [{ type: '5', number: '0301234567' }]],
    ['MST', '030 123 4567', [{ type: '5', number: '0301234567' }]],
    ['MST', '0301234567 \u2013 001', [{ type: '5', number: '0301234567-001' }]],
    // Thirteen digits in a row may be another number: nothing is put between them.
    ['MST', '0301234567001', [{ type: '5', number: '0301234567001' }]],
    ['MST', 'GP 12.345-B', [{ type: '5', number: 'GP 12.345-B' }]],
    // No type: the shape of these two is their definition.
    [null, '075190000123', [{ type: '1', number: '075190000123' }]],
    [null, '271.234.567', [{ type: '2', number: '271234567' }]],
    ['CCCD', null, []],
    [null, ' ', []],
  ])('type %j, number %j', (ownerIdType, ownerIdNumber, ownerIds) => {
    const { dossier, held } = read({ ownerIdType, ownerIdNumber });
    expect(held).toEqual([]);
    expect(dossier?.ownerIds).toEqual(ownerIds);
  });

  it.each<[string | null, string, string]>([
    ['lạ', '075190000123', 'DB-OWN-001'],
    ['CCCD', '07519000012', 'DB-OWN-002'],
    ['CCCD', '07519000012A', 'DB-OWN-002'],
    ['CMND', '075190000123', 'DB-OWN-002'],
    [null, '0301234567', 'DB-OWN-003'],
    [null, 'không có', 'DB-OWN-003'],
    ['CMND', '000000001', 'DB-OWN-004'],
    [null, '000000000000', 'DB-OWN-004'],
    ['CMND', '111111111', 'DB-OWN-004'],
  ])('type %j, number %j: %s, and the dossier goes without an id', (ownerIdType, ownerIdNumber, code) => {
    const { dossier, held } = read({ ownerIdType, ownerIdNumber });
    expect(held).toMatchObject([{ code, scope: 'id', blocking: false }]);
    expect(dossier?.ownerIds).toEqual([]);
  });

  it('and contact are never named by a message', () => {
    for (const code of ERROR_CODES.filter((known) => known.startsWith('DB-OWN'))) {
      expect(JSON.stringify(entryOf(code)), code).not.toContain('{value}');
    }
  });
});

describe('contact', () => {
  it.each([
    ['0912 345 678', '0912345678'],
    ['0912.345.678', '0912345678'],
    ['+84 (912) 345-678', '+84912345678'],
    ['+84 (0)912 345 678', '+84912345678'],
    ['84912345678', '84912345678'],
    ['0084 912 345 678', '0084912345678'],
    ['1900 1234', '19001234'],
    ['0234-382-2715', '02343822715'],
    ['(024) 3 825 1234', '02438251234'],
    ['024\u20133825\u20131234', '02438251234'],
    ['\u00a00912345678\u200b', '0912345678'],
    [null, ''],
  ])('phone %j goes as %j', (phone, sent) => {
    const { dossier, held } = read({ phone });
    expect(held).toEqual([]);
    expect(dossier?.phone).toBe(sent);
  });

  it.each([
    ['0912345678/0987654321', '0912345678', 'first of 2 numbers'],
    ['0912.345.678; 0987.654.321; (024) 3825 1234', '0912345678', 'first of 3 numbers'],
    ['0912345678 hoặc 0987654321', '0912345678', 'first of 2 numbers'],
    ['0912345678 - 0987654321', '0912345678', 'first of 2 numbers'],
    ['0912345678 0987654321', '0912345678', 'first of 2 numbers'],
    ['024 3825 1234 máy lẻ 12', '02438251234', 'without extension'],
    ['(024) 3825 1234, ext. 12', '02438251234', 'without extension'],
    ['0234.3822715-101', '02343822715', 'without extension'],
    ['02343822715 (101)', '02343822715', 'without extension'],
    ['0234 3822715 \u2013 12', '02343822715', 'without extension'],
    ['0912345678, (024) 3825 1234 (máy lẻ: 12)', '0912345678', 'first of 2 numbers, without extension'],
  ])('of %j the number %j goes, and the trace says why', (phone, number, rule) => {
    const { dossier, held, trace } = read({ phone });
    expect([held, dossier?.phone]).toEqual([[], number]);
    expect(trace).toContainEqual({ field: 'phone', from: phone, to: number, rule });
  });

  it.each([
    '0912',
    '0912345678 (anh An)',
    '0912345678/21',
    'không có',
    '0000000000',
    '9999999999',
    '1234567890123456',
    // A number that opens with 0 has ten or eleven digits.
    '091234567',
    '091234567890',
    '02343822715101',
    '0234-3822715-1-101',
    // No list of numbers, and no work.
    `0905123456${'; '.repeat(25_000)}x`,
    'máy lẻ 12',
    '/',
  ])('%j is no phone number, and the dossier goes without', (phone) => {
    const { dossier, held } = read({ phone });
    expect(held).toMatchObject([{ code: 'DB-OWN-006', blocking: false }]);
    expect(dossier?.phone).toBe('');
  });

  it('an e-mail goes as written', () => {
    expect(read({ email: ' An.Tran@so.vidu.gov.vn ' }).dossier?.email).toBe('An.Tran@so.vidu.gov.vn');
    for (const email of ['an@', '@vidu.vn', 'an@vidu', 'an vidu@x.vn', 'a@b.vn; c@d.vn']) {
      expect(read({ email }).held, email).toMatchObject([{ code: 'DB-OWN-005' }]);
    }
  });

  it('the account on the national portal goes with dossiers filed online alone', () => {
    expect(read({ channel: '2' }).dossier?.ownerAccountId).toBe('acc-1');
    const atCounter = read({ channel: '1' });
    expect(atCounter.dossier?.ownerAccountId).toBe('');
    expect(atCounter.trace).toContainEqual({
      field: 'ownerAccountId',
      from: 'acc-1',
      to: '',
      rule: 'only for dossiers filed online',
    });
  });
});
