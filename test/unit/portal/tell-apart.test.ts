/**
 * A call failed: is the portal away, or one record to blame? Asked of portals that are a function: the
 * guilty are found, nobody good stays behind, and the calls that it costs are counted.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../../src/domain/portal-outcome.ts';
import { callsOf } from '../../../src/portal/adapter/chunks.ts';
import { callNoMore, type Errand } from '../../../src/portal/adapter/exchange.ts';
import { markAway, type Presence, type Pushed, tellApart } from '../../../src/portal/tell-apart.ts';
import { remembering } from '../../support/adapter.ts';

const OK: RecordOutcome = { kind: 'accepted', errorCode: '', message: '' };
const FAILED: RecordOutcome = { kind: 'retry-later', errorCode: 'HTTP 502', message: '' };
const LOST: RecordOutcome = { kind: 'unknown', errorCode: 'ETIMEDOUT', message: '' };
const THERE: Presence = { kind: 'there' };
const AWAY: Presence = { kind: 'away', retryAfterSeconds: 7 };

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** A portal that fails each call for which `fails` says so. */
function portalThat(
  fails: (items: readonly number[], call: number) => 'answered' | 'silent' | false,
  look: (look: number) => Presence = () => THERE,
) {
  const sent: (readonly number[])[] = [];
  const told: RecordOutcome[] = [];
  let looks = 0;
  const push = async (items: readonly number[]): Promise<Pushed<number>> => {
    sent.push(items);
    const how = fails(items, sent.length);
    const outcome = how === false ? OK : how === 'answered' ? FAILED : LOST;
    return {
      outcomes: new Map(items.map((item) => [item, outcome])),
      failures: how === false ? [] : [{ items, answered: how === 'answered', resend: push }],
    };
  };
  const probe = async (): Promise<Presence> => {
    looks += 1;
    return look(looks);
  };
  return {
    sent,
    told,
    looks: () => looks,
    offer: async (items: readonly number[]) =>
      tellApart(await push(items), { probe, onAway: (outcome) => void told.push(outcome) }),
  };
}

const poisonedBy = (bad: readonly number[]) => (items: readonly number[]) =>
  items.some((item) => bad.includes(item)) ? ('answered' as const) : (false as const);

describe('one record that makes the portal fail', () => {
  it('is found with at most 2·⌈log2 n⌉ more sendings and one look; all others are accepted', async () => {
    for (const size of [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 33, 50]) {
      for (const bad of upTo(size)) {
        const portal = portalThat(poisonedBy([bad]));
        const outcomes = await portal.offer(upTo(size));
        expect(portal.sent.length - 1).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(size)));
        expect(portal.looks()).toBe(1);
        // A lone failure while the portal answers is no outage: it uses up an attempt.
        for (const item of upTo(size)) expect(outcomes.get(item)).toEqual(item === bad ? FAILED : OK);
        expect(portal.told).toEqual([]);
      }
    }
  });

  it('however many there are, in rounds whose calls shrink, in the end nobody good is left behind', async () => {
    const scene = fc.integer({ min: 1, max: 40 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        bad: fc.uniqueArray(fc.integer({ min: 1, max: size }), { maxLength: 6 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(scene, async ({ size, bad }) => {
        const tries = new Map(upTo(size).map((item) => [item, 0]));
        const accepted = new Set<number>();
        // Each round takes at least one culprit out of the way of the others.
        for (let round = 0; round <= bad.length + 1; round += 1) {
          const open = upTo(size).filter((item) => !accepted.has(item));
          for (const call of callsOf(open, (item) => tries.get(item) ?? 0, size)) {
            for (const [item, outcome] of await portalThat(poisonedBy(bad)).offer(call)) {
              if (outcome.kind === 'accepted') accepted.add(item);
              else if (!outcome.away) tries.set(item, (tries.get(item) ?? 0) + 1);
            }
          }
        }
        expect([...accepted].sort((a, b) => a - b)).toEqual(upTo(size).filter((item) => !bad.includes(item)));
      }),
    );
  });
});

describe('an outage', () => {
  it('that a look confirms is nobody’s fault, and nothing more is sent', async () => {
    const portal = portalThat(
      () => 'answered',
      () => AWAY,
    );
    const outcomes = await portal.offer(upTo(50));
    const away = { ...FAILED, away: true, retryAfterSeconds: 7 };
    expect([...outcomes.values()]).toEqual(upTo(50).map(() => away));
    expect(portal.sent).toHaveLength(1);
    expect(portal.told[0]).toEqual(away);
  });

  it('that asks to wait more than once is waited for as long as the longest', () => {
    const told: RecordOutcome[] = [];
    const outcomes = new Map([
      [1, { ...FAILED, retryAfterSeconds: 3 }],
      [2, { ...FAILED, retryAfterSeconds: 90 }],
      [3, FAILED],
    ]);
    markAway(outcomes, [1, 2, 3], { onAway: (outcome) => void told.push(outcome) }, 7);
    expect([...outcomes.values()].map(({ retryAfterSeconds }) => retryAfterSeconds)).toEqual([7, 90, 7]);
    const errand: Errand = {
      observer: remembering().observer,
      signal: new AbortController().signal,
      urgency: 'urgent',
      stopped: false,
      out: null,
    };
    const heard = told.map((outcome) => {
      callNoMore(errand, outcome);
      return errand.out?.retryAfterSeconds;
    });
    expect(heard).toEqual([7, 90, 90]);
    callNoMore(errand, FAILED);
    expect(errand.out).toMatchObject({ kind: 'retry-later', away: true, retryAfterSeconds: 90 });
  });

  it('of the service alone, while the portal can be read, ends the halving at once', async () => {
    for (const size of [2, 3, 4, 50]) {
      const portal = portalThat(() => 'answered');
      const outcomes = await portal.offer(upTo(size));
      // Both halves and, where neither was one, a lone record; which alone uses up an attempt.
      expect(portal.sent.length - 1).toBe(size < 4 ? 2 : 3);
      expect([...outcomes.values()].filter(({ away }) => away)).toHaveLength(size - 1);
    }
  });

  it('that begins while halves are sent stops them', async () => {
    const portal = portalThat(
      (items, call) => (call > 3 ? 'answered' : poisonedBy([1])(items)),
      (look) => (look > 1 ? AWAY : THERE),
    );
    const outcomes = await portal.offer(upTo(32));
    expect(portal.sent).toHaveLength(5);
    expect(upTo(32).map((item) => outcomes.get(item)?.away ?? outcomes.get(item)?.kind)).toEqual([
      ...Array(16).fill(true),
      ...Array(16).fill('accepted'),
    ]);
  });
});

describe('a call without answer', () => {
  it('is not taken apart: each part might take as long', async () => {
    const portal = portalThat(() => 'silent');
    expect(new Set((await portal.offer(upTo(8))).values())).toEqual(new Set([LOST]));
    expect(portal.sent).toHaveLength(1);
  });

  it('among the halves ends the halving, what was not sent stays to be tried again', async () => {
    const portal = portalThat((items) => (items.length === 8 ? 'answered' : 'silent'));
    const outcomes = await portal.offer(upTo(8));
    expect(upTo(8).map((item) => outcomes.get(item)?.kind)).toEqual([
      ...Array(4).fill('unknown'),
      ...Array(4).fill('retry-later'),
    ]);
    expect([portal.sent.length, portal.looks()]).toEqual([2, 2]);
  });

  it('that could not be looked into is no outage', async () => {
    const portal = portalThat(
      () => 'silent',
      () => ({ kind: 'untold' }),
    );
    expect(new Set((await portal.offer([1, 2])).values())).toEqual(new Set([LOST]));
  });
});

describe('calls for what was tried before', () => {
  it('shrink by half for each try, and leave what was never tried its full size', () => {
    const tries = [0, 3, 0, 3, 1, 0, 3, 40];
    const items = tries.map((count, at) => ({ count, at }));
    const calls = callsOf(items, ({ count }) => count, 16);
    expect(calls.map((call) => call.map(({ at }) => at))).toEqual([[0, 2, 5], [4], [1, 3], [6], [7]]);
  });
});
