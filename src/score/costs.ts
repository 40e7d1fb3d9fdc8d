/**
 * What costs points: for each indicator and reason how many dossiers, the first of them, and what it would bring if none
 * of them lacked it.
 * Guarantees: an indicator of procedures costs no dossiers, and what only bounds another is not told twice.
 * Must not: name a dossier by anything but its code.
 */
import type { Formula, IndicatorFormula } from '../domain/score/formula.ts';
import { type ClockSeconds, localOf } from '../domain/score/score-record.ts';
import type { Cost, CostlyDossier, CostReason } from '../domain/score/score-report.ts';
import type { ScoreWorld } from '../domain/score/score-world.ts';
import { endingStep, endOfRow } from './course.ts';
import { FirstByReceipt, type KeptDossier } from './first-by-receipt.ts';
import { type Lack, lackOf, type Pair } from './reasons.ts';
import type { Sides } from './sides.ts';
import { BIT, isOfProcedures } from './slots.ts';

/** Points that an indicator, and sums of which it is part, would win; `null` = no points are known. */
export type PointsWon = (code: string, above: number, below: number) => number | null;

interface Counted {
  readonly blame: Lack['blame'];
  count: number;
  above: number;
  below: number;
  readonly first: FirstByReceipt;
}

interface Costed {
  readonly code: string;
  readonly pair: Pair;
  /** A reason belongs to one blame alone. */
  readonly reasons: Map<CostReason, Counted>;
}

/** See the file's head. */
export class Costs {
  readonly #costed: readonly Costed[];
  readonly #listed: number;
  readonly #asOf: ClockSeconds;

  /** @param listed dossiers of a reason that are named, at most */
  constructor(formula: Formula, listed: number, asOf: ClockSeconds) {
    this.#costed = costedOf(formula);
    this.#listed = listed;
    this.#asOf = asOf;
  }

  /** Each dossier once. */
  add(sides: Sides): void {
    // One that costs several indicators is kept once.
    let one: KeptDossier | null = null;
    const keep = (): KeptDossier => {
      one ??= kept(sides, this.#asOf);
      return one;
    };
    for (const { pair, reasons } of this.#costed) {
      const lack = lackOf(sides, pair, this.#asOf);
      if (lack === null) continue;
      let counted = reasons.get(lack.reason);
      if (counted === undefined) {
        const { blame } = lack;
        counted = { blame, count: 0, above: 0, below: 0, first: new FirstByReceipt(this.#listed) };
        reasons.set(lack.reason, counted);
      }
      counted.count += 1;
      counted.above += lack.above;
      counted.below += lack.below;
      counted.first.add(sides.released.record.received, keep);
    }
  }

  /** Ids of those that are listed, each once. */
  ids(): readonly number[] {
    const ids = new Set<number>();
    for (const { reasons } of this.#costed)
      for (const { first } of reasons.values()) for (const { id } of first.first()) ids.add(id);
    return [...ids];
  }

  /** The dearest first, then those without points by their number. */
  told(pointsWon: PointsWon, codes: ReadonlyMap<number, string>, world: ScoreWorld): readonly Cost[] {
    const names = new Map<number, CostlyDossier | null>();
    const nameOf = (dossier: KeptDossier): CostlyDossier[] => {
      let name = names.get(dossier.id);
      if (name === undefined) {
        name = named(dossier, codes, world);
        names.set(dossier.id, name);
      }
      return name === null ? [] : [name];
    };
    const costs = this.#costed.flatMap(({ code, reasons }) =>
      [...reasons].map(
        ([reason, { blame, count, above, below, first }]): Cost => ({
          indicator: code,
          blame,
          reason,
          count,
          points: pointsWon(code, above, below),
          dossiers: first.first().flatMap(nameOf),
        }),
      ),
    );
    return costs.sort((a, b) => (b.points ?? -1) - (a.points ?? -1) || b.count - a.count);
  }
}

function costedOf({ indicators }: Formula): readonly Costed[] {
  const pairOf = ({ numerator, denominator }: IndicatorFormula): Pair | null => {
    if (numerator === null || denominator === null) return null;
    if (isOfProcedures(numerator) || isOfProcedures(denominator)) return null;
    return { numerator, denominator, above: BIT[numerator], below: BIT[denominator] };
  };
  const isTwin = (bound: IndicatorFormula): boolean =>
    bound.scoring.kind === 'bound' &&
    indicators.some(
      (other) =>
        other.scoring.kind !== 'bound' &&
        other.numerator === bound.numerator &&
        other.denominator === bound.denominator,
    );
  return indicators.flatMap((indicator) => {
    const pair = pairOf(indicator);
    return pair === null || isTwin(indicator) ? [] : [{ code: indicator.code, pair, reasons: new Map() }];
  });
}

function kept({ id, released: { record, due } }: Sides, asOf: ClockSeconds): KeptDossier {
  const { agency, procedure, received } = record;
  const ended = endingStep(record, asOf) ?? endOfRow(record, asOf);
  return { id, agency, procedure, received, due, ended };
}

function named(
  { id, agency, procedure, received, due, ended }: KeptDossier,
  codes: ReadonlyMap<number, string>,
  { agencies, procedures }: ScoreWorld,
): CostlyDossier | null {
  const dossier = codes.get(id);
  if (dossier === undefined) return null;
  const who = agencies.get(agency);
  return {
    dossier,
    agency: who?.name || who?.code || '',
    procedure: procedures.get(procedure)?.code ?? '',
    received: localOf(received),
    due: due === null ? '' : localOf(due),
    ended: ended === null ? '' : localOf(ended),
  };
}
