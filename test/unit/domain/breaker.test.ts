/** The breaker of a lane: what opens it, what does not, how long it waits, and any sequence of rounds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterRound,
  type Breaker,
  CLOSED,
  type Evidence,
  DEFAULT_BREAKER_POLICY as POLICY,
  type Round,
  together,
  weigh,
} from '../../../src/domain/breaker.ts';
import type { RecordOutcome } from '../../../src/domain/portal-outcome.ts';

const ANSWERED: Evidence = { kind: 'answered' };
const NOTHING: Evidence = { kind: 'nothing' };
const SUSPICIOUS: Evidence = { kind: 'suspicious', reason: '500' };
const away = (retryAfterSeconds = 0): Evidence => ({
  kind: 'away',
  retryAfterSeconds,
  reason: 'ECONNREFUSED',
});

const round = (
  evidence: Evidence,
  dossiers: readonly number[] = [],
  prober: string | null = null,
): Round => ({
  evidence,
  dossiers,
  prober,
});
const told = (now: Breaker, one: Round, random = 0.5): Breaker => afterRound(now, one, POLICY, random) ?? now;

/** The ledger lends the try to somebody once the wait is over. */
const tried = (now: Breaker, prober = 'p'): Breaker => ({
  ...now,
  state: 'half-open',
  prober,
  waitMs: 90_000,
  asked: false,
});

const OPEN = told(CLOSED, round(away()));

describe('a closed breaker', () => {
  test('opens at once when the portal is away, for two seconds', () => {
    expect(OPEN).toMatchObject({ state: 'open', failures: 1, asked: false, reason: 'ECONNREFUSED' });
    expect([0, 0.999].map((random) => told(CLOSED, round(away()), random).waitMs)).toEqual([1_800, 2_000]);
  });

  test('opens for exactly as long as the portal asks, over the cap too', () => {
    expect(told(CLOSED, round(away(120)), 0)).toMatchObject({ state: 'open', waitMs: 120_000, asked: true });
  });

  test('opens after three suspicious rounds of different dossiers, and not before', () => {
    const two = [[1], [2, 3]].reduce((now, ids) => told(now, round(SUSPICIOUS, ids)), CLOSED);
    expect(two).toMatchObject({ state: 'closed', failures: 2 });
    expect(told(two, round(SUSPICIOUS, [4]))).toMatchObject({ state: 'open', failures: 1, reason: '500' });
  });

  test('does not open for one poisonous record, however often it comes back, in whatever company', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 8, max: 99 }))), (companies) => {
        const end = companies.reduce((now, ids) => told(now, round(SUSPICIOUS, [7, ...ids])), CLOSED);
        expect(end.state).toBe('closed');
      }),
    );
  });

  test('forgets suspicions at an answer', () => {
    const rounds = [SUSPICIOUS, SUSPICIOUS, ANSWERED, SUSPICIOUS, SUSPICIOUS];
    const end = rounds.reduce((now, evidence, at) => told(now, round(evidence, [at])), CLOSED);
    expect(end).toMatchObject({ state: 'closed', failures: 2 });
  });
});

describe('an open breaker', () => {
  test('is not held open longer by what was under way when it opened', () => {
    for (const evidence of [away(), SUSPICIOUS, NOTHING]) {
      expect(afterRound(OPEN, round(evidence, [1]), POLICY, 0)).toBeNull();
      expect(afterRound(tried(OPEN), round(evidence, [1]), POLICY, 0)).toBeNull();
      expect(afterRound(tried(OPEN), round(evidence, [1], 'who was given up'), POLICY, 0)).toBeNull();
    }
  });

  test('heeds a time that the portal names even then, and never shortens one', () => {
    const asked = told(OPEN, round(away(120)));
    expect(asked).toMatchObject({ state: 'open', asked: true, waitMs: 120_000 });
    expect(told(asked, round(away(30)))).toMatchObject({ waitMs: 120_000 });
    expect(told(tried(OPEN), round(away(30)))).toMatchObject({ state: 'open', waitMs: 30_000, asked: true });
  });

  test('closes when something under way is answered, but not before the time that the portal named', () => {
    expect(told(OPEN, round(ANSWERED))).toEqual(CLOSED);
    const asked = told(CLOSED, round(away(120)));
    expect(told(asked, round(ANSWERED))).toBe(asked);
    expect(told(tried(asked), round(ANSWERED, [], 'p'))).toEqual(CLOSED);
  });

  test('doubles its wait with each try in vain, up to a minute', () => {
    const waits: number[] = [];
    for (let now = OPEN; waits.length < 8; now = told(tried(now), round(away(), [1], 'p'), 1)) {
      waits.push(now.waitMs);
    }
    expect(waits).toEqual([1_900, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test('lets the next one try at once when a try told nothing', () => {
    const given = told(tried(told(tried(OPEN), round(away(), [1], 'p'))), round(NOTHING, [1], 'p'));
    expect(given).toMatchObject({ state: 'open', waitMs: 0, failures: 2, prober: null });
  });

  test('waits on when all that was tried was suspicious', () => {
    expect(told(tried(OPEN), round(SUSPICIOUS, [1], 'p'))).toMatchObject({ state: 'open', failures: 2 });
  });
});

const evidence = fc.oneof(
  fc.constantFrom(ANSWERED, NOTHING, SUSPICIOUS, away()),
  fc.integer({ min: 0, max: 86_400 }).map(away),
);
const anyRound = fc.record({
  evidence,
  dossiers: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
  prober: fc.constantFrom(null, 'p', 'q'),
});
const act = fc.oneof(anyRound, fc.constant('claimed' as const), fc.nat({ max: 100_000 }));

test('any sequence of rounds, tries and waits leaves a breaker that can be', () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 40, size: 'max' }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (acts, random) => {
        let now = CLOSED;
        let longest = POLICY.capMs;
        for (const one of acts) {
          if (one === 'claimed') {
            if (now.state !== 'closed' && now.waitMs === 0) now = tried(now);
          } else if (typeof one === 'number') {
            now = { ...now, waitMs: Math.max(0, now.waitMs - one) };
          } else {
            if (one.evidence.kind === 'away')
              longest = Math.max(longest, one.evidence.retryAfterSeconds * 1000);
            const later = told(now, one, random);
            if (one.evidence.kind === 'answered' && !(now.state === 'open' && now.asked)) {
              expect(later.state).toBe('closed');
            }
            if (one.evidence.kind === 'away' && one.evidence.retryAfterSeconds > 0) {
              expect(later).toMatchObject({ state: 'open', asked: true });
              expect(later.waitMs).toBeGreaterThanOrEqual(one.evidence.retryAfterSeconds * 1000);
            }
            now = later;
          }
          expect((now.state === 'half-open') === (now.prober !== null)).toBe(true);
          expect(now.asked && now.state !== 'open').toBe(false);
          expect(now.state === 'closed' ? now.waitMs === 0 && now.failures < 3 : now.failures > 0).toBe(true);
          expect(now.state === 'closed' || now.suspects.length === 0).toBe(true);
          if (now.state === 'open' && !now.asked) expect(now.waitMs).toBeLessThanOrEqual(POLICY.capMs);
          if (now.state === 'open') expect(now.waitMs).toBeLessThanOrEqual(longest);
        }
      },
    ),
  );
});

describe('what a push says of the portal', () => {
  const of = (kind: RecordOutcome['kind'], more: Partial<RecordOutcome> = {}, carried = true) => ({
    outcome: { kind, errorCode: 'E', message: 'lời', ...more },
    carried,
  });

  test.each(['accepted', 'rejected', 'exists', 'missing', 'not-understood'] as const)(
    '%s: it works',
    (kind) => {
      expect(weigh([of('unknown'), of(kind), of('retry-later')])).toEqual(ANSWERED);
    },
  );

  test('away, though only one record says so, for as long as the longest wish', () => {
    const outcomes = [
      of('accepted'),
      of('retry-later', { away: true }),
      of('unknown', { away: true, retryAfterSeconds: 9 }),
    ];
    expect(weigh(outcomes)).toEqual({ kind: 'away', retryAfterSeconds: 9, reason: 'E: lời' });
  });

  test('away without a call, as when nobody could log in; else what never left says nothing', () => {
    expect(weigh([of('retry-later', { away: true }, false)]).kind).toBe('away');
    expect(weigh([of('retry-later', {}, false)])).toEqual(NOTHING);
    expect(weigh([of('retry-later', {}, false), of('unknown')]).kind).toBe('suspicious');
  });

  test('the later push has the last word, but no suspicion against a portal that has just answered', () => {
    expect(together(ANSWERED, away()).kind).toBe('away');
    expect(together(SUSPICIOUS, ANSWERED).kind).toBe('answered');
    expect(together(ANSWERED, SUSPICIOUS).kind).toBe('answered');
    expect(together(ANSWERED, NOTHING).kind).toBe('answered');
  });
});
