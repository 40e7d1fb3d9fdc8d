import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerRules } from '../../../src/domain/answer-rules.ts';
import { classifyAnswer, type RawAnswer } from '../../../src/portal/classify-answer.ts';
import { shippedAnswerRules } from '../../support/answer-rules.ts';

const rules = shippedAnswerRules();
const FIREWALL = '<html><head><title>Request Rejected</title></head><body>Request Rejected</body></html>';

function answer(status: number, body: unknown, changes: Partial<RawAnswer> = {}, by: AnswerRules = rules) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const raw = { status, headers: {}, body: Buffer.from(text), service: 'DongBoHoSoMC', records: 1, hide: [] };
  return classifyAnswer({ ...raw, receivedAt: new Date(0), ...changes }, by);
}
const said = (code: unknown, message: string) => ({ error_code: code, message, result: [] });

describe('what the shipped rules make of answers', () => {
  it.each([
    [200, said(0, 'Thành công'), 'ok'],
    [200, said('0', 'Cập nhật thành công'), 'ok'],
    [200, said('00', ''), 'ok'],
    [201, said('0', 'OK'), 'ok'],
    [200, '\ufeff{"error_code":0,"message":"Thanh cong"}', 'ok'],
    [200, said(0, 'Đồng bộ không thành công'), 'invalid-data'],
    [200, said('0', 'DONG BO THAT BAI'), 'invalid-data'],
    [200, said('-3', 'Hồ sơ đã tồn tại'), 'already-exists'],
    [200, said(-3, 'HO SO DA TON TAI'), 'already-exists'],
    [200, said('3', 'Hồ sơ Đã Tồn Tại'), 'already-exists'],
    [200, said('3', 'Lỗi khác'), 'not-understood'],
    [200, said('-1', 'Phiên làm việc đã hết hạn'), 'session-expired'],
    [200, said(0, 'Session expired'), 'session-expired'],
    [200, said('9', 'Phiên đã hết hiệu lực'), 'session-expired'],
    [200, said('9', 'Phien het han'), 'session-expired'],
    [200, said('9', 'Đã hết hạn phiên'), 'session-expired'],
    [200, said('9', 'Hết hiệu lực phiên'), 'session-expired'],
    [200, said('9', 'Vui lòng đăng nhập lại'), 'session-expired'],
    [200, said('9', 'Tài khoản chưa đăng nhập'), 'session-expired'],
    [401, '', 'session-expired'],
    [200, said('-4', 'Không tìm thấy hồ sơ H99-1'), 'not-found'],
    [200, said('-5', 'Trường NgayTiepNhan bắt buộc'), 'invalid-data'],
    [400, said('', 'Dữ liệu không hợp lệ: mã không tồn tại'), 'invalid-data'],
    [500, said('-5', 'MaTTHC không đúng'), 'invalid-data'],
    [429, 'Too Many Requests', 'throttled'],
    [429, FIREWALL, 'throttled'],
    [200, said('9', 'Quá nhiều yêu cầu'), 'throttled'],
    [200, FIREWALL, 'unavailable'],
    [201, FIREWALL, 'unavailable'],
    [403, `<!DOCTYPE html>${FIREWALL}`, 'unavailable'],
    [404, 'Not Found', 'unavailable'],
    [302, '', 'unavailable'],
    [502, FIREWALL, 'unavailable'],
    [200, `\n  ${FIREWALL}`, 'unavailable'],
    [200, `<html>{"error_code":0,"message":"Thành công"}</html>`, 'unavailable'],
    [503, '', 'unavailable'],
    [502, said('1', 'Bad gateway'), 'unavailable'],
    [200, said('99', 'Lỗi gì đó'), 'not-understood'],
    [200, said(undefined, 'Thành công'), 'not-understood'],
    [200, '[]', 'not-understood'],
    [200, '"OK"', 'not-understood'],
    [422, said('', 'Lỗi'), 'not-understood'],
    [409, 'conflict', 'not-understood'],
    [200, '{"error_code":0,"message":"Thành công","resu', 'unreadable'],
    [200, '{"error_code": 0, "message": Thuc hien', 'unreadable'],
    [200, '', 'unreadable'],
    [200, 'OK', 'unreadable'],
    [204, '', 'unreadable'],
    [201, '   ', 'unreadable'],
    // A code is a number or a text, however it is written; nothing else is one.
    [200, '{"error_code":0.0,"message":"Thành công"}', 'ok'],
    [200, '{"error_code":-0,"message":"Thành công"}', 'ok'],
    [200, said(' 0', 'Thành công'), 'ok'],
    [200, said('\t00 ', ''), 'ok'],
    [200, said('000', 'Thành công'), 'not-understood'],
    [200, said('0.0', 'Thành công'), 'not-understood'],
    [200, said('O', 'Thành công'), 'not-understood'],
    [200, said(null, 'Thành công'), 'not-understood'],
    [200, said(false, 'Thành công'), 'not-understood'],
    [200, said([0], 'Thành công'), 'not-understood'],
    [200, said({ code: 0 }, 'Thành công'), 'not-understood'],
    [200, said('', 'Thành công'), 'not-understood'],
    [200, { Error_Code: 0, message: 'Thành công' }, 'not-understood'],
    [200, { data: said(0, 'Thành công') }, 'not-understood'],
    // Whatever is no object says nothing, even of success.
    [200, [said(0, 'Thành công')], 'not-understood'],
    [200, JSON.stringify(JSON.stringify(said(0, 'Thành công'))), 'not-understood'],
    [200, '0', 'not-understood'],
    [200, 'null', 'not-understood'],
    [200, 'true', 'not-understood'],
    [200, '{"error_code":0}\n{"error_code":0}', 'unreadable'],
    [200, '{"error_code":0,"message":"Thành công"};', 'unreadable'],
    [200, ')]}\'{"error_code":0}', 'unreadable'],
    // The code of success with an error's status or over words of failure is none.
    [500, said(0, 'Thành công'), 'unavailable'],
    [302, said(0, 'Thành công'), 'unavailable'],
    [409, said(0, 'Thành công'), 'not-understood'],
    [201, said('00', 'Cập nhật không thành công'), 'invalid-data'],
    [200, said(0, 'Thành công, có lỗi xảy ra ở 1 hồ sơ'), 'invalid-data'],
  ])('HTTP %i %j: %s', (status, body, meaning) => {
    expect(answer(status, body).meaning).toBe(meaning);
  });

  it('takes the words of a login for a login', () => {
    const body = { error_code: 0, message: 'Login session created', session: 's' };
    expect(answer(200, body, { service: 'login' }).meaning).toBe('ok');
  });
});

describe('a body in another writing', () => {
  const text = (message: string) => JSON.stringify(said('0', message));
  const utf16 = (message: string, mark = '\ufeff') => Buffer.from(mark + text(message), 'utf16le');
  it.each([
    ['Latin-1', Buffer.from(text('Thành công'), 'latin1'), 'ok'],
    ['Latin-1', Buffer.from(text('Không thành công'), 'latin1'), 'invalid-data'],
    ['UTF-16', utf16('Thành công'), 'ok'],
    ['UTF-16', utf16('Không thành công'), 'invalid-data'],
    ['UTF-16, the other way round', utf16('Không thành công').swap16(), 'invalid-data'],
    ['UTF-16 without its mark', utf16('Thành công', ''), 'unreadable'],
    ['UTF-8 cut within a letter', Buffer.from(text('Thành công')).subarray(0, 33), 'unreadable'],
    ['packed', gzipSync(text('Thành công')), 'unreadable'],
  ])('%s: %#', (_, body, meaning) => {
    expect(answer(200, '', { body }).meaning).toBe(meaning);
  });
});

it('shows something of an answer that nobody understands, but no person', () => {
  const body = {
    ketqua: 'Lạ',
    chu: 'Nguyễn Thị Mẫu',
    giayto: '099000000001',
    thu: 'a.b@c.vn',
    x: 'x'.repeat(900),
  };
  const { meaning, message } = answer(200, body, { hide: ['Nguyễn Thị Mẫu'] });
  expect(meaning).toBe('not-understood');
  expect(message).toMatch(/^\{"ketqua":"Lạ","chu":"\*\*\*","giayto":"\*\*\*","thu":"\*\*\*","x":"x+$/);
  expect(message).toHaveLength(200);
});

it('judges each row by itself, an echo not at all', () => {
  const result = [
    { MaHoSo: 'A', error_code: '00', message: 'Thành công' },
    { mahoso: 'B', MaLoi: '-5', MoTaLoi: 'Không hợp lệ' },
    { MaHoSo: 'C' },
    'text',
  ];
  const { rows } = answer(200, { error_code: '-6', message: 'Một phần', result });
  expect(rows.map(({ dossierCode, meaning }) => [dossierCode, meaning])).toEqual([
    ['A', 'ok'],
    ['B', 'invalid-data'],
  ]);
});

it('never turns a page or a torn body into success, whatever the table says', () => {
  const careless: AnswerRules = {
    ...rules,
    rules: [{ name: 'all is well', when: { http: ['2xx'] }, means: 'ok' }],
  };
  for (const body of [FIREWALL, '', '{"error_code":0', 'OK']) {
    expect(answer(200, body, {}, careless).meaning).toBe('unreadable');
  }
});

it('keeps secrets and people out of the message and cuts it', () => {
  const message = `phien-77 của Nguyễn Thị Mẫu, 099000000001, a.b@c.vn: ${'x'.repeat(600)}`;
  const { message: kept } = answer(200, said('7', message), { hide: ['phien-77', 'NGUYỄN THỊ MẪU'] });
  expect(kept).toMatch(/^\*\*\* của \*\*\*, \*\*\*, \*\*\*: x+…$/);
  expect(kept).toHaveLength(500);
});

it.each([
  ['120', 120],
  ['Tue, 24 Nov 2026 10:00:30 GMT', 30],
  ['Tue, 24 Nov 2020 10:00:30 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['999999999', 86_400],
])('reads Retry-After %s', (header, seconds) => {
  const receivedAt = new Date('2026-11-24T10:00:00Z');
  expect(answer(429, '', { headers: { 'retry-after': header }, receivedAt }).retryAfterSeconds).toBe(seconds);
});

const isSuccessCode = (code: unknown): boolean =>
  ['string', 'number'].includes(typeof code) && ['0', '00'].includes(String(code).trim());

describe('for any answer', () => {
  const status = fc.oneof(fc.constantFrom(200, 201, 204, 400, 401, 403, 404, 429, 500, 503), fc.nat(999));

  it('is total on any bytes, and bytes are never success', () => {
    fc.assert(
      fc.property(status, fc.uint8Array({ maxLength: 200 }), (code, body) => {
        expect(answer(code, '', { body }).meaning).not.toBe('ok');
      }),
    );
  });

  it('says ok only to a JSON object with a success code and a success status', () => {
    const code = fc.oneof(fc.constantFrom(0, '0', '00', '000', '-3', 3, '', null, true), fc.jsonValue());
    const message = fc.oneof(fc.constantFrom('Thành công', 'Không thành công', 'success'), fc.string());
    fc.assert(
      fc.property(status, code, message, fc.jsonValue(), (http, error_code, text, result) => {
        const { meaning } = answer(http, { error_code, message: text, result });
        const success = http >= 200 && http < 300 && isSuccessCode(error_code);
        if (!success) expect(meaning).not.toBe('ok');
      }),
    );
  });

  it('knows a cut answer from a whole one', () => {
    const whole = JSON.stringify(said(0, 'Thành công'));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(answer(200, whole.slice(0, length)).meaning).toBe('unreadable');
      }),
    );
  });
});
