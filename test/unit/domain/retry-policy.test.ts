/** Backoff: bounds for every attempt, chance and wish of the portal. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, DEFAULT_RETRY_POLICY } from '../../../src/domain/retry-policy.ts';

const policy = fc
  .tuple(fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: 0, max: 3_600_000 }))
  .map(([baseMs, more]) => ({ baseMs, capMs: baseMs + more }));
const attempt = fc.integer({ min: 1, max: 1_000_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('waits half to all of the doubled wait, never over the cap', () => {
  fc.assert(
    fc.property(policy, attempt, random, (p, n, r) => {
      const full = Math.min(p.capMs, p.baseMs * 2 ** (n - 1));
      const wait = backoffMs(p, n, r);
      expect(Number.isSafeInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(full / 2));
      expect(wait).toBeLessThanOrEqual(full);
    }),
  );
});

test('never undercuts what the portal asks for, over the cap too', () => {
  fc.assert(
    fc.property(policy, attempt, random, fc.integer({ min: 0, max: 86_400 }), (p, n, r, seconds) => {
      const wait = backoffMs(p, n, r, seconds);
      expect(wait).toBe(Math.max(backoffMs(p, n, r), seconds * 1000));
    }),
  );
});

test('grows with the attempt', () => {
  fc.assert(
    fc.property(policy, attempt, random, (p, n, r) => {
      expect(backoffMs(p, n + 1, r)).toBeGreaterThanOrEqual(backoffMs(p, n, r));
    }),
  );
});

test('two that fail together do not return together', () => {
  const waits = [0, 0.25, 0.5, 0.75].map((r) => backoffMs(DEFAULT_RETRY_POLICY, 3, r));
  expect(waits).toEqual([4000, 5000, 6000, 7000]);
});

test('a row that was never tried counts as tried once', () => {
  expect(backoffMs(DEFAULT_RETRY_POLICY, 0, 0)).toBe(backoffMs(DEFAULT_RETRY_POLICY, 1, 0));
});
