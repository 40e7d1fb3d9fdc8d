/**
 * Which call meets which fault.
 * Guarantees: the same seed and the same order of calls give the same faults; a login meets faults
 * of logins alone, and a call none of those.
 */
import type { Random } from '../random.ts';
import { FAULT_MEANINGS, FAULT_NAMES, type FaultName } from './fault-meanings.ts';
import { covers } from './fault-scope.ts';

export { FAULT_MEANINGS, FAULT_NAMES, type FaultName } from './fault-meanings.ts';

/** A fault, or a fault for some calls only: `lost`, `lost@steps`. */
export type FaultKey = FaultName | `${FaultName}@${string}`;
/** Probability of each, 0..1; for one kind of call together at most 1. */
export type FaultRates = Readonly<Partial<Record<FaultKey, number>>>;

/** Takes `lost@steps` apart. */
export function partsOf(key: string): { readonly name: string; readonly scope: string | undefined } {
  const [name = '', ...scope] = key.split('@');
  return { name, scope: scope.length === 0 ? undefined : scope.join('@') };
}

/** How likely `name` is for a call of `service`. */
export function rateFor(rates: FaultRates, name: FaultName, service: string): number {
  let rate = 0;
  for (const [key, value] of Object.entries(rates)) {
    const parts = partsOf(key);
    if (parts.name === name && covers(parts.scope, service)) rate += value ?? 0;
  }
  return rate;
}

/** A fault and the number below which it is drawn. */
interface Chance {
  readonly name: FaultName;
  readonly below: number;
}

function chancesFor(rates: FaultRates, on: 'call' | 'login', service: string): Chance[] {
  let below = 0;
  return FAULT_NAMES.filter((name) => FAULT_MEANINGS[name].on === on).flatMap((name) => {
    const rate = rateFor(rates, name, service);
    below += rate;
    return rate > 0 ? [{ name, below }] : [];
  });
}

/** Draws a fault, or none, for each call. */
export class FaultPlan {
  private rates: FaultRates;
  private readonly random: Random;
  private readonly drawn = new Map<FaultName, number>();
  /** By service; made when first asked for. */
  private readonly chances = new Map<string, readonly Chance[]>();

  constructor(rates: FaultRates, random: Random) {
    this.rates = rates;
    this.random = random;
  }

  /** Replaces the rates from the next call on. */
  set(rates: FaultRates): void {
    this.rates = rates;
    this.chances.clear();
  }

  /** The fault of a call that is no login. */
  draw(service = ''): FaultName | null {
    const known = this.chances.get(service) ?? chancesFor(this.rates, 'call', service);
    this.chances.set(service, known);
    return this.pick(known);
  }

  /** The fault of a login. Draws no number where none is possible. */
  drawForLogin(): FaultName | null {
    const possible = chancesFor(this.rates, 'login', '');
    return possible.length > 0 ? this.pick(possible) : null;
  }

  /** How often each fault came so far. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.drawn);
  }

  private pick(chances: readonly Chance[]): FaultName | null {
    const drawn = this.random();
    const name = chances.find(({ below }) => drawn < below)?.name ?? null;
    if (name !== null) this.drawn.set(name, (this.drawn.get(name) ?? 0) + 1);
    return name;
  }
}
