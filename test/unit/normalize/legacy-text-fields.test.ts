/** Where people's text is read: converted with a trace, held by part where nobody can tell, codes looked up both ways. */
import { describe, expect, it } from 'vitest';
import type { Lookup } from '../../../src/domain/codebook.ts';
import type { DossierStatus } from '../../../src/domain/dossier.ts';
import { ERROR_CODES, entryOf } from '../../../src/domain/errors.ts';
import type { SourceFields } from '../../../src/domain/source-dossier.ts';
import { normalize } from '../../../src/normalize/normalize.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';

const OPTIONS = { fileBaseUrl: null, holdPolicy: 'part' } as const;
const DOUBTFUL = 'Nguyễn Vaên A';
const read = (fields: Partial<SourceFields>, parts: Parameters<typeof aDossier>[1] = {}) =>
  normalize(aDossier(fields, parts), new SmallCodebook(), OPTIONS);

describe('legacy text', () => {
  it('goes as it reads, and the trace says as what it was read', () => {
    const { dossier, held, trace, steps } = read(
      { subject: '§¨ng ký khai sinh', ownerName: 'Traàn Thò Bình', note: ' Nép \n ®ñ ' },
      {
        components: [aComponent({ name: 'Tê khai' })],
        results: [aResult({ name: 'GiÊy khai sinh' })],
        fees: [aFee({ name: 'LÖ phÝ' })],
        steps: [aStep({ processor: 'Leâ Vaên B', position: 'Chuyeân vieân', content: 'TiÕp nhËn' })],
        supplements: [aSupplement({ requestedBy: 'Leâ Vaên B', content: 'Bæ sung giÊy tê' })],
      },
    );
    expect(held).toEqual([]);
    expect(dossier).toMatchObject({
      subject: 'Đăng ký khai sinh',
      ownerName: 'Trần Thị Bình',
      note: 'Nộp\nđủ',
      // "Tê khai" stands as it is, in Unicode too: nobody is to choose.
      components: [{ name: 'Tê khai' }],
      results: [{ name: 'Giấy khai sinh' }],
      fees: [{ name: 'Lệ phí' }],
      supplements: [{ requestedBy: 'Lê Văn B', content: 'Bổ sung giấy tờ' }],
    });
    expect(steps).toMatchObject([
      { processor: 'Lê Văn B', position: 'Chuyên viên', content: 'Tiếp nhận', department: 'Bộ phận một cửa' },
    ]);
    const told = trace.filter(({ rule }) => rule === 'TCVN3' || rule === 'VNI');
    expect(told.map(({ field, rule }) => `${field} ${rule}`).sort()).toEqual([
      'fees[5].name TCVN3',
      'note TCVN3',
      'ownerName VNI',
      'results[3].name TCVN3',
      'steps[1].content TCVN3',
      'steps[1].position VNI',
      'steps[1].processor VNI',
      'subject TCVN3',
      'supplements[9].content TCVN3',
      'supplements[9].requestedBy VNI',
    ]);
    expect(told).toContainEqual({
      field: 'ownerName',
      from: 'Traàn Thò Bình',
      to: 'Trần Thị Bình',
      rule: 'VNI',
    });
  });

  it('is cut after it was read', () => {
    const { dossier, trace } = read({ subject: 'CÊp giÊy phÐp '.repeat(100) });
    expect(dossier?.subject).toMatch(/^Cấp giấy phép .*…$/);
    expect(dossier?.subject.length).toBeLessThanOrEqual(1000);
    expect(trace.filter(({ field }) => field === 'subject').map(({ rule }) => rule)).toEqual([
      'TCVN3',
      'cut at 1000',
    ]);
  });

  it('names the agency where no table does', () => {
    const { dossier } = read({ agencyCode: 'lạ', agencyName: 'Së T­ ph¸p' });
    expect(dossier?.agencyName).toBe('Sở Tư pháp');
    const doubtful = read({ agencyCode: 'lạ', agencyName: DOUBTFUL });
    expect(doubtful.held).toMatchObject([{ code: 'DB-TXT-001', field: 'agencyName', blocking: true }]);
    // A name that nobody needs is not judged.
    expect(read({ agencyCode: 'H19.12', agencyName: DOUBTFUL }).held).toEqual([]);
  });
});

describe('text that nobody can tell', () => {
  it('holds the dossier where it needs the text', () => {
    const { dossier, held } = read({ subject: DOUBTFUL });
    expect(dossier).toBeNull();
    expect(held).toMatchObject([
      { code: 'DB-TXT-001', scope: 'dossier', field: 'subject', value: DOUBTFUL, blocking: true },
    ]);
  });

  it('stays behind alone where it does not', () => {
    const { dossier, held } = read({ ownerName: DOUBTFUL, note: DOUBTFUL });
    expect(dossier).toMatchObject({ ownerName: '', note: '' });
    expect(held.map(({ code, field, blocking }) => [code, field, blocking])).toEqual([
      ['DB-TXT-002', 'ownerName', false],
      ['DB-TXT-002', 'note', false],
    ]);
  });

  it('is never named by a message: it may be personal', () => {
    const codes = ERROR_CODES.filter((code) => code.startsWith('DB-TXT'));
    expect(codes).toHaveLength(3);
    for (const code of codes) expect(JSON.stringify(entryOf(code)), code).not.toContain('{value}');
  });

  it('holds its part, once', () => {
    const { dossier, held, steps } = read(
      {},
      {
        components: [aComponent({ id: 'ok' }), aComponent({ name: DOUBTFUL })],
        results: [aResult({ id: 'ok' }), aResult({ name: DOUBTFUL })],
        fees: [aFee({ id: 'ok' }), aFee({ name: DOUBTFUL })],
        steps: [aStep({ id: 'ok' }), aStep({ processor: DOUBTFUL }), aStep({ id: '2', content: DOUBTFUL })],
        supplements: [aSupplement({ id: 'ok' }), aSupplement({ content: DOUBTFUL })],
      },
    );
    expect(held.map(({ code, scope, part, field }) => [code, scope, part, field])).toEqual([
      ['DB-TXT-003', 'result', '3', 'results.name'],
      ['DB-TXT-003', 'fee', '5', 'fees.name'],
      ['DB-TXT-003', 'dossier', '9', 'supplements.content'],
      ['DB-TXT-003', 'component', '7', 'components.name'],
      ['DB-TXT-003', 'step', '1', 'steps.processor'],
      ['DB-TXT-003', 'step', '2', 'steps.content'],
    ]);
    for (const list of [dossier?.components, dossier?.results, dossier?.fees, dossier?.supplements, steps]) {
      expect(list?.map(({ id }) => id)).toEqual(['ok']);
    }
  });
});

describe('codes in legacy text', () => {
  const statuses = (rows: Readonly<Record<string, DossierStatus>>) => {
    const book = new SmallCodebook();
    book.status = (status, substatus): Lookup<DossierStatus> => {
      for (const key of [`${status}/${substatus}`, `${status}/`]) {
        const value = rows[key];
        if (value !== undefined) return { found: true, value, rule: `statuses.csv ${key}` };
      }
      return { found: false, why: 'unknown', rule: 'statuses.csv' };
    };
    return (fields: Partial<SourceFields>) =>
      normalize(aDossier(fields, { steps: [aStep({ status: fields.status ?? null })] }), book, OPTIONS);
  };

  it('are looked up as they read, then as written', () => {
    const readWith = statuses({ 'Đang xử lý/': '4', 'ch÷ cò/': '5', '®· xong/': '9', 'đã xong/': '10' });
    const statusesOf = (status: string) => {
      const { dossier, steps } = readWith({ status });
      return [dossier?.status, steps[0]?.status];
    };
    expect(statusesOf('§ang xö lý')).toEqual(['4', '4']);
    expect(statusesOf('Ñang xöû lyù')).toEqual(['4', '4']);
    expect(statusesOf('ch÷ cò')).toEqual(['5', '5']);
    // One row in Unicode answers for every font.
    expect(statusesOf('®· xong')).toEqual(['10', '10']);
    expect(readWith({ status: '§ang xö lý' }).trace).toContainEqual({
      field: 'status',
      from: '§ang xö lý',
      to: 'Đang xử lý',
      rule: 'TCVN3',
    });
  });

  it('a substatus with a row of its own, as it reads or as written, wins over the row for any', () => {
    const readWith = statuses({
      '4/': '4',
      '4/Chờ bổ sung': '5',
      '4/ViÖc cò': '6',
      'Đang xử lý/': '4',
      'Đang xử lý/Chờ bổ sung': '5',
    });
    const statusOf = (status: string, substatus: string) => readWith({ status, substatus }).dossier?.status;
    expect(statusOf('4', 'Chê bæ sung')).toBe('5');
    expect(statusOf('4', 'ViÖc cò')).toBe('6');
    expect(statusOf('4', 'ViÖc kh¸c')).toBe('4');
    expect(statusOf('§ang xö lý', 'Chê bæ sung')).toBe('5');
    expect(statusOf('§ang xö lý', 'ViÖc kh¸c')).toBe('4');
  });

  it('of which nobody can tell are as the table knows them: as written, else in the one reading', () => {
    const statusOf = (status: string, rows: Readonly<Record<string, DossierStatus>>) => {
      const { dossier, held, trace } = statuses(rows)({ status, substatus: null });
      const rule = trace.find(({ field, to }) => field === 'status' && to !== dossier?.status)?.rule;
      return [dossier?.status, held[0]?.code, rule];
    };
    expect(statusOf('Tõ chèi', { 'Từ chối/': '9' })).toEqual(['9', undefined, 'TCVN3']);
    expect(statusOf('Tõ chèi', { 'Từ chối/': '9', 'Tõ chèi/': '6' })).toEqual(['6', undefined, undefined]);
    // "Lệ" in TCVN3, "LƯ" in VNI.
    expect(statusOf('LÖ', { 'Lệ/': '4' })).toEqual(['4', undefined, 'TCVN3']);
    expect(statusOf('LÖ', { 'LƯ/': '5' })).toEqual(['5', undefined, 'VNI']);
    expect(statusOf('LÖ', { 'Lệ/': '4', 'LƯ/': '5' })).toEqual([undefined, 'DB-DOS-011', undefined]);
  });

  it('of a substatus, too, unless the row is but the one for any', () => {
    const readWith = statuses({ '4/': '4', '4/Từ chối': '9' });
    expect(readWith({ status: '4', substatus: 'Tõ chèi' }).dossier?.status).toBe('9');
    expect(readWith({ status: '4', substatus: 'LÖ' }).dossier?.status).toBe('4');
    const copied = statuses({ '4/': '4', '4/Từ chối': '9', '4/Tõ chèi': '6' });
    expect(copied({ status: '4', substatus: 'Tõ chèi' }).dossier?.status).toBe('6');
  });

  it('are held as unknown, in the source’s own words, where they are unknown both ways or doubtful', () => {
    for (const status of ['ViÖc l¹', 'Nguyễn Vaên']) {
      expect(statuses({})({ status, substatus: null }).held).toMatchObject([
        { code: 'DB-DOS-011', value: status },
        { code: 'DB-STP-008', value: status },
      ]);
    }
  });

  it('serve marks and money, too', () => {
    const { dossier, held } = read(
      { vneidVerified: 'kh«ng' },
      {
        components: [aComponent({ digitized: 'khoâng' })],
        fees: ['50.000 ®', '50.000 ®ång', '50.000 ñoàng', '50.000ñ'].map((amount, index) =>
          aFee({ id: String(index), amount }),
        ),
      },
    );
    expect(held).toEqual([]);
    expect(dossier).toMatchObject({ vneidVerified: '0', components: [{ digitized: '0' }] });
    expect(dossier?.fees.map(({ amountDong }) => amountDong)).toEqual([50_000, 50_000, 50_000, 50_000]);
  });

  it('never touch what machines read: the dossier’s own code, addresses, a fee’s code', () => {
    const code = 'H19/N§-V¨n';
    const { dossier } = read({ code, fax: 'm¸y 2' }, { fees: [aFee({ feeCode: 'LÖ' })] });
    expect(dossier).toMatchObject({ code, fax: 'm¸y 2', fees: [{ code: 'LÖ' }] });
  });
});
