/**
 * What if what is held were released: what the points would be if the portal had what would then be sent.
 * Guarantees: by reason the dossiers that wait for it alone, since releasing it sends no other; a step that has come too
 * late by now stays late. Where it cannot be known what would be sent, nothing is won.
 */
import type { Formula } from '../domain/score/formula.ts';
import type { Indicator, WhatIf } from '../domain/score/score-report.ts';
import { Counts } from './counts.ts';
import { figuresOf } from './figures.ts';
import { indicatorsOf, sumOf } from './indicators.ts';
import type { ProcedureCodes } from './procedure-codes.ts';
import type { Sides } from './sides.ts';

/** What would change. */
interface Scenario {
  readonly change: Counts;
  dossiers: number;
  withOthers: number;
}

/** See the file's head. */
export class WhatIfs {
  readonly #codes: ProcedureCodes;
  readonly #scenarios = new Map<WhatIf['reason'], Scenario>();

  constructor(codes: ProcedureCodes) {
    this.#codes = codes;
  }

  /** Each dossier once; those of which nothing is held change nothing. */
  add(sides: Sides): void {
    const [code, ...others] = sides.held as readonly `DB-${string}`[];
    if (code === undefined) return;
    this.#release('all', sides);
    if (others.length === 0) this.#release(code, sides);
    else for (const each of [code, ...others]) this.#of(each).withOthers += 1;
  }

  /** All together first, then what pays most. @param portal as it is */
  told(formula: Formula, portal: Counts): readonly WhatIf[] {
    const before = indicatorsOf(formula, figuresOf(portal), false);
    const told = [...this.#scenarios].map(([reason, { change, dossiers, withOthers }]): WhatIf => {
      const after = indicatorsOf(formula, figuresOf(portal.plus(change)), false);
      const points = sumOf(after).score - sumOf(before).score;
      return { reason, dossiers, withOthers, points, indicators: changed(before, after) };
    });
    const isAll = ({ reason }: WhatIf): number => Number(reason === 'all');
    return told.sort(
      (a, b) =>
        isAll(b) - isAll(a) ||
        b.points - a.points ||
        b.dossiers - a.dossiers ||
        b.withOthers - a.withOthers ||
        (a.reason < b.reason ? -1 : 1),
    );
  }

  #release(reason: WhatIf['reason'], sides: Sides): void {
    const scenario = this.#of(reason);
    scenario.dossiers += 1;
    if (!sides.isReleaseKnown) return;
    scenario.change.add(sides.portal, sides.portalBits, -1);
    scenario.change.add(sides.released, sides.sentNowBits, 1);
  }

  #of(reason: WhatIf['reason']): Scenario {
    const known = this.#scenarios.get(reason);
    if (known !== undefined) return known;
    const scenario = { change: new Counts(this.#codes), dossiers: 0, withOthers: 0 };
    this.#scenarios.set(reason, scenario);
    return scenario;
  }
}

function changed(before: readonly Indicator[], after: readonly Indicator[]): WhatIf['indicators'] {
  return before.flatMap((one, place) => {
    const other = after[place];
    if (other === undefined) return [];
    const isSame =
      one.numerator === other.numerator && one.denominator === other.denominator && one.score === other.score;
    return isSame ? [] : [{ code: one.code, before: one, after: other }];
  });
}
