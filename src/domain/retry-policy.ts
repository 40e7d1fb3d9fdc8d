/**
 * When a delivery that did not go through goes again.
 * Guarantees: pure, capped, jittered; there is no last attempt, because an outage must lose nothing
 * (invariant 8). What the portal refuses never comes here: it is held at once.
 */

/** Bounds of the backoff, in milliseconds. */
export interface RetryPolicy {
  readonly baseMs: number;
  readonly capMs: number;
}

/** 2 s, 4 s, 8 s … at most 5 minutes. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { baseMs: 2_000, capMs: 300_000 };

/**
 * Milliseconds to wait after the `attempt`-th try (1 = first).
 * @param random in [0, 1): spreads the wait over its upper half, so that a returning portal does not meet all at once.
 * @param retryAfterSeconds what the portal asked for; never undercut.
 */
export function backoffMs(
  policy: RetryPolicy,
  attempt: number,
  random: number,
  retryAfterSeconds = 0,
): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  const full = Math.min(policy.capMs, policy.baseMs * 2 ** exponent);
  const jittered = Math.round(full / 2 + (full / 2) * random);
  return Math.max(jittered, retryAfterSeconds * 1000);
}
