/** What each outcome means for the ledger, and that it is a step of the transition table. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_BREAKER_POLICY } from '../../../src/domain/breaker.ts';
import { type DeliveryEvent, next } from '../../../src/domain/delivery.ts';
import { entryOf, explainError } from '../../../src/domain/errors.ts';
import type { OutcomeKind, RecordOutcome } from '../../../src/domain/portal-outcome.ts';
import { backoffMs, DEFAULT_RETRY_POLICY } from '../../../src/domain/retry-policy.ts';
import { settlementOf } from '../../../src/pipeline/outcome-to-settlement.ts';

const CASES: readonly [OutcomeKind, DeliveryEvent, string | null][] = [
  ['accepted', 'accepted', null],
  ['rejected', 'refused', 'DB-PRT-010'],
  ['not-understood', 'refused', 'DB-PRT-011'],
  ['unknown', 'lost-answer', null],
  ['exists', 'retry', null],
  ['missing', 'retry', null],
  ['retry-later', 'retry', null],
  ['session-expired', 'retry', null],
];

describe.each(CASES)('%s', (kind, event, heldCode) => {
  const outcome = { kind, errorCode: '-7', message: 'Lỗi' };
  const settlement = settlementOf({ deliveryId: 5, attempt: 3 }, outcome, DEFAULT_RETRY_POLICY, 0.5);

  test(`is the event ${event} of a delivery that is being sent`, () => {
    expect(settlement).toMatchObject({ deliveryId: 5, attempt: 3, state: next('sending', event) });
  });

  test(heldCode ? `is held as ${heldCode}, in the portal's words` : 'is held for nobody', () => {
    expect(settlement.held?.code ?? null).toBe(heldCode);
    if (!settlement.held) return;
    expect(['reject', 'hold']).toContain(entryOf(settlement.held.code).class);
    const { message, remedy } = explainError(settlement.held.code, 'vi', settlement.held.params);
    expect(`${message} ${remedy}`).toContain('-7');
    expect(`${message} ${remedy}`).not.toMatch(/\{\w+\}/);
  });

  test('waits exactly when it goes again by itself', () => {
    const again = settlement.state === 'retrying' || settlement.state === 'unknown';
    expect(settlement.delayMs).toBe(again ? backoffMs(DEFAULT_RETRY_POLICY, 3, 0.5) : 0);
  });
});

describe.each(['retry-later', 'unknown'] as const)('%s because the portal was away', (kind) => {
  const away = { kind, errorCode: 'ECONNREFUSED', message: '', away: true } as const;
  const settled = (attempt: number, more: Partial<RecordOutcome> = {}) =>
    settlementOf({ deliveryId: 5, attempt }, { ...away, ...more }, DEFAULT_RETRY_POLICY, 0.9);

  test('uses up no attempt, and waits no longer for those before it', () => {
    expect(settled(1)).toMatchObject({ attempt: 1, outage: true });
    expect(settled(9)).toMatchObject({ attempt: 9, outage: true, delayMs: settled(1).delayMs });
    expect(settled(9).delayMs).toBeLessThan(DEFAULT_BREAKER_POLICY.baseMs * 0.9);
    expect(settled(9, { retryAfterSeconds: 120 }).delayMs).toBe(120_000);
  });

  test('is another matter than the same outcome of a portal that works', () => {
    const { away: _, ...here } = away;
    expect(settlementOf({ deliveryId: 5, attempt: 9 }, here, DEFAULT_RETRY_POLICY, 0.9)).toEqual({
      deliveryId: 5,
      attempt: 9,
      state: kind === 'unknown' ? 'unknown' : 'retrying',
      delayMs: backoffMs(DEFAULT_RETRY_POLICY, 9, 0.9),
      held: null,
    });
  });
});

test('nothing but acceptance is ever success; what the portal asks to wait is waited', () => {
  const arbitrary = fc.record({
    kind: fc.constantFrom(...CASES.map(([kind]) => kind)),
    errorCode: fc.string(),
    message: fc.string(),
    retryAfterSeconds: fc.integer({ min: 0, max: 7200 }),
  });
  fc.assert(
    fc.property(arbitrary, fc.integer({ min: 1, max: 500 }), (outcome, attempt) => {
      const settled = settlementOf({ deliveryId: 1, attempt }, outcome, DEFAULT_RETRY_POLICY, 0);
      expect(settled.state === 'accepted').toBe(outcome.kind === 'accepted');
      expect(settled.held === null).toBe(settled.state !== 'held');
      if (settled.state === 'retrying' || settled.state === 'unknown') {
        expect(settled.delayMs).toBeGreaterThanOrEqual(outcome.retryAfterSeconds * 1000);
      }
    }),
  );
});
