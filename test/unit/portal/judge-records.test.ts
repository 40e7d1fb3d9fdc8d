import { describe, expect, it } from 'vitest';
import { classifyAnswer } from '../../../src/portal/classify-answer.ts';
import { type JudgeRules, judgeRecords } from '../../../src/portal/judge-records.ts';
import { codesNamedIn } from '../../../src/portal/named.ts';
import { readDossierAnswer, readStepAnswer } from '../../../src/portal/readings.ts';
import { shippedAnswerRules } from '../../support/answer-rules.ts';

const rules = shippedAnswerRules();
interface Item {
  readonly code: string;
  readonly at: number;
}
const items = (...codes: string[]): Item[] => codes.map((code, at) => ({ code, at }));
const dossiers: JudgeRules<Item> = {
  codeOf: ({ code }) => code,
  read: readDossierAnswer('create'),
  namedOthersStored: false,
  appends: false,
};
const steps: JudgeRules<Item> = { ...dossiers, read: readStepAnswer, appends: true };

function judge(body: unknown, of: readonly Item[], how: JudgeRules<Item>, status = 200) {
  const raw = {
    status,
    headers: {},
    service: 'CapNhatTienDoHoSoMC',
    records: of.length,
    hide: [],
    receivedAt: new Date(0),
  };
  const answer = classifyAnswer({ ...raw, body: Buffer.from(JSON.stringify(body)) }, rules);
  const { decided, suspects, again } = judgeRecords(answer, of, how);
  return {
    kinds: of.map((item) => decided.get(item)?.kind ?? '-').join(' '),
    suspects: suspects.map((group) => group.map(({ at }) => at)),
    again: again.map(({ at }) => at),
  };
}
const OK = { error_code: '0', message: 'Thành công' };
const NO = { error_code: '-5', message: 'Không hợp lệ' };
const WHAT = { error_code: '99', message: 'Lỗi lạ' };

describe('rows', () => {
  it('match several steps of one dossier by their order', () => {
    const result = [
      { ...OK, MaHoSo: 'A' },
      { ...NO, MaHoSo: 'A' },
      { ...OK, MaHoSo: 'B' },
    ];
    expect(judge({ ...WHAT, result }, items('A', 'A', 'B'), steps).kinds).toBe('accepted rejected accepted');
  });

  it('match by order where they name nobody', () => {
    expect(judge({ ...WHAT, result: [NO, OK] }, items('A', 'B'), steps).kinds).toBe('rejected accepted');
  });

  it('outweigh an overall error; who has none goes again, not to blame', () => {
    const judged = judge({ ...NO, result: [{ ...NO, MaHoSo: 'b' }] }, items('A', 'B', 'C'), dossiers);
    expect(judged).toEqual({ kinds: '- rejected -', suspects: [], again: [0, 2] });
  });

  it('leave the others accepted under an overall success', () => {
    const judged = judge({ ...OK, result: [{ ...NO, MaHoSo: 'B' }] }, items('A', 'B', 'C'), dossiers);
    expect(judged.kinds).toBe('accepted rejected accepted');
  });

  it('that refuse somebody unnamed spoil an overall success for all', () => {
    const body = { ...OK, result: [NO] };
    expect(judge(body, items('A', 'B'), dossiers)).toMatchObject({ kinds: '- -', suspects: [[0, 1]] });
    expect(judge(body, items('A', 'B'), steps).kinds).toBe('unknown unknown');
  });

  it('far more than the records settle nobody under an overall success', () => {
    const result = [...Array.from({ length: 60 }, () => ({ ...OK, MaHoSo: 'A' })), { ...NO, MaHoSo: 'A' }];
    expect(judge({ ...OK, result }, items('A', 'B'), dossiers)).toMatchObject({ suspects: [[0, 1]] });
    expect(judge({ ...OK, result }, items('A', 'B'), steps).kinds).toBe('unknown unknown');
    expect(judge({ ...OK, result }, items('A'), dossiers).kinds).toBe('not-understood');
  });

  it('fewer than the steps of a dossier make all of them suspects', () => {
    const result = [{ ...NO, MaHoSo: 'A' }];
    expect(judge({ ...NO, result }, items('A', 'A', 'B'), steps)).toEqual({
      kinds: '- - -',
      suspects: [[0, 1]],
      again: [2],
    });
  });
});

describe('names in the message', () => {
  const body = { ...NO, message: 'Không hợp lệ: B.' };

  it('blame the named and send the others again', () => {
    expect(judge(body, items('A', 'B', 'C'), dossiers)).toEqual({
      kinds: '- rejected -',
      suspects: [],
      again: [0, 2],
    });
  });

  it('leave open which of several steps it was', () => {
    expect(judge(body, items('A', 'B', 'B'), steps)).toEqual({
      kinds: '- - -',
      suspects: [[1, 2]],
      again: [0],
    });
  });

  it('count the others as stored only where the table says so', () => {
    const stored = { ...steps, namedOthersStored: true };
    expect(judge(body, items('A', 'B', 'C'), stored).kinds).toBe('accepted rejected accepted');
    expect(judge(body, items('A', 'B', 'B'), stored).kinds).toBe('accepted unknown unknown');
  });

  it('of a message too long to be read whole count for nobody', () => {
    const long = { ...NO, message: `Không hợp lệ: B. ${'x '.repeat(6_000)} C` };
    const stored = { ...dossiers, namedOthersStored: true };
    expect(judge(long, items('A', 'B', 'C'), stored)).toMatchObject({
      kinds: '- - -',
      suspects: [[0, 1, 2]],
    });
  });

  it('count as whole codes only', () => {
    const codes = ['H99-1', 'H99-10', 'H99.1', 'H99.1-2'];
    const named = (message: string) => [...codesNamedIn(message, codes)];
    expect(named('Hồ sơ h99-10 lỗi')).toEqual(['H99-10']);
    expect(named('Lỗi (H99-1), H99.1.')).toEqual(['H99-1', 'H99.1']);
    expect(named('X.H99-1 và H99.1-2')).toEqual(['H99.1-2']);
  });
});

describe('an answer that no rule knows', () => {
  it('takes dossiers apart, and holds a lone one', () => {
    expect(judge(WHAT, items('A', 'B'), dossiers).suspects).toEqual([[0, 1]]);
    expect(judge(WHAT, items('A'), dossiers).kinds).toBe('not-understood');
  });

  it('leaves steps unknown unless one alone is plainly refused', () => {
    expect(judge(WHAT, items('A', 'B'), steps).kinds).toBe('unknown unknown');
    expect(judge(WHAT, items('A'), steps).kinds).toBe('not-understood');
    expect(judge({ message: 'Lỗi' }, items('A'), steps, 422).kinds).toBe('not-understood');
    expect(judge({ message: 'Đã ghi nhận' }, items('A'), steps).kinds).toBe('unknown');
  });
});

it('all steps of the only dossier are missing when it is', () => {
  expect(judge({ error_code: '-4', message: 'Không tìm thấy' }, items('A', 'A'), steps).kinds).toBe(
    'missing missing',
  );
});
