/**
 * Has whoever writes a document come to an end with it?
 * Guarantees: a document that may still grow is not judged for good; one that rests is, whatever the clock of
 * the machine that wrote it says.
 */
import type { Arrival } from './inbox.ts';
import { isSame } from './inbox.ts';

/** Milliseconds for which a faulty document must not have been touched. */
export const REST_MS = 2_000;

/** What was seen of documents that were left. */
export interface Settling {
  isSettled(arrival: Arrival): boolean;
  forgetAllBut(arrivals: readonly Arrival[]): void;
}

/** @param now milliseconds since 1970 */
export function createSettling(now: () => number): Settling {
  const seen = new Map<string, { readonly arrival: Arrival; readonly at: number }>();
  return {
    isSettled(arrival) {
      const age = now() - Number(arrival.stats.mtimeNs / 1_000_000n);
      if (age >= REST_MS) return true;
      // Younger, or from a machine whose clock is ahead: what counts is how long we have seen it unchanged.
      const before = seen.get(arrival.name);
      if (before && isSame(before.arrival.stats, arrival.stats)) return now() - before.at >= REST_MS;
      seen.set(arrival.name, { arrival, at: now() });
      return false;
    },
    forgetAllBut(arrivals) {
      const names = new Set(arrivals.map(({ name }) => name));
      for (const name of seen.keys()) if (!names.has(name)) seen.delete(name);
    },
  };
}
