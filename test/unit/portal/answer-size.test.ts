/** However long an answer is, judging it costs no more than its length, and what was not read is no success. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyAnswer, type RawAnswer } from '../../../src/portal/classify-answer.ts';
import { redact } from '../../../src/portal/redact.ts';
import { shippedAnswerRules } from '../../support/answer-rules.ts';

const rules = shippedAnswerRules();
const said = (code: unknown, message: string) => ({ error_code: code, message, result: [] });

function answer(status: number, body: unknown, changes: Partial<RawAnswer> = {}) {
  const raw = { status, headers: {}, service: 'DongBoHoSoMC', records: 1, hide: [], receivedAt: new Date(0) };
  return classifyAnswer({ ...raw, body: Buffer.from(JSON.stringify(body)), ...changes }, rules);
}

describe('an answer of any size', () => {
  /** Processor time, the least of some tries: what else runs on the machine does not count. */
  function cost(work: () => unknown): number {
    const tries = [1, 2, 3, 4, 5, 6].map(() => {
      const begun = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(begun);
      return user + system;
    });
    return Math.min(...tries);
  }
  const LONG = 'Ab3'.repeat(3_400);
  const row = (message: string) => ({ MaHoSo: 'H99-1', error_code: '1', message });
  const shapes: Record<string, (bytes: number) => unknown> = {
    'one message': (bytes) => said('7', 'Ab3'.repeat(bytes / 3)),
    'words in a message': (bytes) => said('7', 'Hồ sơ '.repeat(bytes / 9)),
    'many addresses': (bytes) => said('7', 'a@b.vn'.repeat(bytes / 6)),
    'rows with long messages': (bytes) => ({
      ...said('7', 'x'),
      result: Array.from({ length: bytes / LONG.length }, () => row(LONG)),
    }),
    'many rows': (bytes) => ({
      ...said('7', 'x'),
      result: Array.from({ length: bytes / 60 }, () => row('Không hợp lệ')),
    }),
    'no message at all': (bytes) => ({ ketqua: 'Ab3'.repeat(bytes / 3) }),
  };

  it.each(Object.keys(shapes))('of %s costs no more than its length', (shape) => {
    const body = (bytes: number) => Buffer.from(JSON.stringify(shapes[shape]?.(bytes)));
    const [small, large] = [body(1_250_000), body(10_000_000)];
    const classify = (bytes: Buffer) => answer(200, '', { body: bytes, records: 50 });
    classify(small);
    // Eight times as long; with the square of the length it would be sixty-four.
    const least = 2_000;
    expect(
      cost(() => classify(large)) /
        Math.max(
          least,
          cost(() => classify(small)),
        ),
    ).toBeLessThan(24);
    // A parse of it is what nobody can be spared; the judging adds a few times that at most.
    const parse = cost(() => JSON.parse(large.toString()));
    expect(cost(() => classify(large))).toBeLessThan(20 * parse + 300_000);
  });

  it('with long messages for each record is looked through for people, in no more time than its length', () => {
    const pieces = Array.from({ length: 10 }, () => LONG.slice(0, 1_000));
    const many = () => {
      for (let round = 0; round < 30; round += 1) for (const piece of pieces) redact(piece);
    };
    const one = () => {
      for (let round = 0; round < 30; round += 1) redact(LONG.slice(0, 10_000));
    };
    many();
    one();
    // As much text in one word as in ten; the square of the length would be ten times as dear.
    expect(cost(one) / cost(many)).toBeLessThan(4);
  });

  it('is a success only if it could be read whole', () => {
    const success = (filling: number) => answer(200, said(0, `Thành công ${'x '.repeat(filling)}`)).meaning;
    expect([success(100), success(5_000)]).toEqual(['ok', 'not-understood']);
    const { meaning, isError } = answer(200, said(0, `${'Thành công. '.repeat(2_000)} H99-1 thất bại`));
    expect([meaning, isError]).toEqual(['not-understood', false]);
    // Who is named beyond the cut would pass for innocent.
    expect(answer(200, said('-5', `Không hợp lệ ${'x '.repeat(9_000)}`)).rawMessage).toBe('');
  });

  it('with more rows than it can be about accepts nobody by them', () => {
    const result = Array.from({ length: 300 }, () => ({ ...row('Thành công'), error_code: '0' }));
    const rowsOf = (records: number) => answer(200, { ...said(0, 'Thành công'), result }, { records }).rows;
    expect(rowsOf(100).map(({ meaning }) => meaning)).toEqual(Array(300).fill('ok'));
    expect(rowsOf(50)).toMatchObject([{ meaning: 'not-understood', dossierCode: '', errorCode: 'ROWS' }]);
  });
});

describe('an e-mail address', () => {
  it('is never kept, whatever it hangs together with', () => {
    const plain = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u;
    const letters = fc.constantFrom('a', 'ễ', '7', '@', '@', '.', '.', '-', '_', '%', '+', ' ', ',', '*');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), (text) => {
        expect(redact(text.join(''))).not.toMatch(plain);
      }),
      { numRuns: 2_000 },
    );
    expect(redact('Gửi a.b@c.vn, không gửi @b hay a@b')).toBe('Gửi ***, không gửi @b hay a@b');
  });
});
