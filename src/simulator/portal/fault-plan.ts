/**
 * Which call meets which fault.
 * Guarantees: the same seed and the same order of calls give the same faults; a login meets none
 * but `login503`.
 */
import type { Random } from '../random.ts';

/** What can go wrong with a call, and what the portal has done by then. */
export const FAULT_MEANINGS = {
  lost: 'stored, then the connection is destroyed without an answer',
  cut: 'stored, then the answer breaks off in the middle',
  stored502: 'stored, then a gateway answers HTTP 502 with its own HTML page',
  http503: 'HTTP 503, nothing stored',
  http429: 'HTTP 429 with Retry-After: 1, nothing stored',
  html200: 'HTTP 200 with the page of a firewall, nothing stored',
  html201: 'HTTP 201 with an HTML page, nothing stored',
  reset: 'the connection is destroyed before anything is read',
  slow: 'stored, answered after three times the latency and two seconds more',
  expire: 'every session ends at once, nothing stored',
  garbage: 'HTTP 200, said to be JSON, which it is not; nothing stored',
  login503: 'HTTP 503 to a login',
} as const satisfies Record<string, string>;

/** Name of a fault. */
export type FaultName = keyof typeof FAULT_MEANINGS;
/** Every name. */
export const FAULT_NAMES = Object.keys(FAULT_MEANINGS) as FaultName[];
/** Probability of each, 0..1; all but `login503` together at most 1. */
export type FaultRates = Readonly<Partial<Record<FaultName, number>>>;

/** Draws a fault, or none, for each call. */
export class FaultPlan {
  private rates: FaultRates;
  private readonly random: Random;
  private readonly drawn = new Map<FaultName, number>();

  constructor(rates: FaultRates, random: Random) {
    this.rates = rates;
    this.random = random;
  }

  /** Replaces the rates from the next call on. */
  set(rates: FaultRates): void {
    this.rates = rates;
  }

  /** The fault of a call that is no login. */
  draw(): FaultName | null {
    let threshold = this.random();
    for (const name of FAULT_NAMES) {
      if (name === 'login503') continue;
      threshold -= this.rates[name] ?? 0;
      if (threshold < 0) return this.count(name);
    }
    return null;
  }

  /** The fault of a login. */
  drawForLogin(): FaultName | null {
    const rate = this.rates.login503 ?? 0;
    return rate > 0 && this.random() < rate ? this.count('login503') : null;
  }

  /** How often each fault came so far. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.drawn);
  }

  private count(name: FaultName): FaultName {
    this.drawn.set(name, (this.drawn.get(name) ?? 0) + 1);
    return name;
  }
}
