/**
 * From what became of a record to what the ledger writes.
 * Guarantees: pure and total; refusals and answers that no rule understands are held at once,
 * everything else goes again (there is no last attempt), after an outage with as many attempts as
 * before it (invariant 8); nothing but `accepted` counts as success.
 */
import type { ErrorCode } from '../domain/errors.ts';
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import { backoffMs, type RetryPolicy } from '../domain/retry-policy.ts';
import type { Settlement } from '../ledger/settle.ts';

/** A delivery that was offered. */
export interface Offered {
  readonly deliveryId: number;
  /** Number of this try, 1 = first. */
  readonly attempt: number;
}

/**
 * Milliseconds until a delivery goes again that met a portal which was away. The breaker of its lane
 * keeps it back for as long as the outage lasts; on its own it waits the shortest time, or as asked.
 */
export function outageMs(policy: RetryPolicy, outcome: RecordOutcome): number {
  return backoffMs(policy, 1, 0, outcome.retryAfterSeconds);
}

/** Settles one delivery. @param random in [0, 1), for the jitter of the backoff. */
export function settlementOf(
  offered: Offered,
  outcome: RecordOutcome,
  policy: RetryPolicy,
  random: number,
): Settlement {
  const base = { deliveryId: offered.deliveryId, attempt: offered.attempt, delayMs: 0, held: null };
  const later = outcome.away
    ? { delayMs: outageMs(policy, outcome), outage: true as const }
    : { delayMs: backoffMs(policy, offered.attempt, random, outcome.retryAfterSeconds) };
  const hold = (code: ErrorCode): Settlement => ({
    ...base,
    state: 'held',
    held: { code, params: { errorCode: outcome.errorCode, message: outcome.message }, value: '' },
  });
  switch (outcome.kind) {
    case 'accepted':
      return {
        ...base,
        state: 'accepted',
        ...(outcome.recreated ? { recreated: true as const } : {}),
      };
    case 'rejected':
      return hold('DB-PRT-010');
    case 'not-understood':
      return hold('DB-PRT-011');
    case 'unknown':
      return { ...base, state: 'unknown', ...later };
    case 'exists':
    case 'missing':
    case 'retry-later':
    case 'session-expired':
      return { ...base, state: 'retrying', ...later };
  }
}
