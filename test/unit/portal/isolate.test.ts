import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../../src/domain/portal-outcome.ts';
import { classifyAnswer } from '../../../src/portal/classify-answer.ts';
import { isolate } from '../../../src/portal/isolate.ts';
import { judgeRecords } from '../../../src/portal/judge-records.ts';
import { readDossierAnswer } from '../../../src/portal/readings.ts';
import { shippedAnswerRules } from '../../support/answer-rules.ts';

const rules = shippedAnswerRules();
type Mode = 'whole' | 'rows' | 'names';

/** A portal that refuses the bad in one of the three ways; counts calls. */
function portalOf(mode: Mode, bad: ReadonlySet<number>) {
  const calls: number[][] = [];
  const stored: number[] = [];
  const codeOf = (item: number): string => `H99-${item}`;
  const OK = { error_code: '0', message: 'Thành công' };
  const NO = { error_code: '-5', message: 'Dữ liệu không hợp lệ' };

  function bodyFor(items: readonly number[]): unknown {
    const culprits = items.filter((item) => bad.has(item));
    if (mode === 'rows') {
      stored.push(...items.filter((item) => !bad.has(item)));
      const result = items.map((item) => ({ MaHoSo: codeOf(item), ...(bad.has(item) ? NO : OK) }));
      return { ...(culprits.length > 0 ? { error_code: '9', message: 'Một phần' } : OK), result };
    }
    if (culprits.length === 0) {
      stored.push(...items);
      return OK;
    }
    const names = mode === 'names' ? culprits.map(codeOf).join(', ') : '';
    return { ...NO, message: `${NO.message} ${names}`.trim() };
  }

  const send = async (items: readonly number[]) => {
    calls.push([...items]);
    const raw = {
      status: 200,
      headers: {},
      service: 'DongBoHoSoMC',
      records: items.length,
      hide: [],
      receivedAt: new Date(0),
    };
    const body = Buffer.from(JSON.stringify(bodyFor(items)));
    return judgeRecords(classifyAnswer({ ...raw, body }, rules), items, {
      codeOf,
      read: readDossierAnswer('create'),
      namedOthersStored: false,
      appends: false,
    });
  };
  return { send, calls, stored, isAccepted: (outcome: RecordOutcome) => outcome.kind === 'accepted' };
}

const batch = fc.integer({ min: 1, max: 60 }).chain((size) =>
  fc.record({
    items: fc.constant(Array.from({ length: size }, (_, at) => at + 1)),
    bad: fc.uniqueArray(fc.integer({ min: 1, max: size }), { maxLength: size }),
  }),
);
const modes = fc.constantFrom<Mode>('whole', 'rows', 'names');

describe('isolating bad records', () => {
  it('accepts every good one, once, and refuses every bad one, in each mode', async () => {
    await fc.assert(
      fc.asyncProperty(batch, modes, async ({ items, bad }, mode) => {
        const portal = portalOf(mode, new Set(bad));
        const outcomes = await isolate(items, portal);
        expect(outcomes.size).toBe(items.length);
        for (const item of items) {
          expect(outcomes.get(item)?.kind).toBe(bad.includes(item) ? 'rejected' : 'accepted');
        }
        expect([...portal.stored].sort((a, b) => a - b)).toEqual(items.filter((item) => !bad.includes(item)));
        if (mode !== 'whole') expect(portal.calls.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('needs at most 2·⌈log2 n⌉ more calls for one bad record that nobody names', async () => {
    for (const size of [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 50]) {
      const items = Array.from({ length: size }, (_, at) => at + 1);
      for (const bad of items) {
        const portal = portalOf('whole', new Set([bad]));
        await isolate(items, portal);
        expect(portal.calls.length - 1).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)));
        // Refused by its own answer, never by inference.
        expect(portal.calls).toContainEqual([bad]);
      }
    }
  });

  it('goes on with the rest where a call of the split gets no answer', async () => {
    const portal = portalOf('whole', new Set([8]));
    let calls = 0;
    const away: RecordOutcome = { kind: 'unknown', errorCode: 'ECONNRESET', message: '' };
    const send = async (items: readonly number[]) => {
      calls += 1;
      if (calls !== 2) return portal.send(items);
      return { decided: new Map(items.map((item) => [item, away])), suspects: [], again: [] };
    };
    const outcomes = await isolate([1, 2, 3, 4, 5, 6, 7, 8], { ...portal, send });
    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual([
      ...['unknown', 'unknown', 'unknown', 'unknown'],
      ...['accepted', 'accepted', 'accepted', 'rejected'],
    ]);
  });
});
