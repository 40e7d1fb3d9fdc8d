/**
 * How long sending again will take.
 * Guarantees: pure; from what calls took in the last days, as many at a time as the backfill lane may
 * have and no faster than the limit of calls a second; `null` where nothing was measured.
 * Must not: promise; today's changes go first, and a portal may be slower tomorrow.
 */
import type { CallPace } from '../ledger/call-pace.ts';

/** The bounds under which it goes. */
export interface SendingBounds {
  readonly batchSize: number;
  readonly stepsPerCall: number;
  /** Calls of the backfill lane at a time. */
  readonly concurrency: number;
  /** Starts a second; 0 = no limit. */
  readonly ratePerSecond: number;
}

/** Seconds for so many dossiers and steps; `null` where nothing was measured. */
export function secondsToSend(
  { dossiers, steps }: { readonly dossiers: number; readonly steps: number },
  pace: CallPace,
  { batchSize, stepsPerCall, concurrency, ratePerSecond }: SendingBounds,
): number | null {
  const ofDossiers = pace.dossiers ?? pace.steps;
  if (ofDossiers === null) return null;
  const calls = { dossiers: Math.ceil(dossiers / batchSize), steps: Math.ceil(steps / stepsPerCall) };
  const busy = calls.dossiers * ofDossiers + calls.steps * (pace.steps ?? ofDossiers);
  const byTime = busy / 1000 / concurrency;
  const byRate = ratePerSecond === 0 ? 0 : (calls.dossiers + calls.steps) / ratePerSecond;
  return Math.max(byTime, byRate);
}
