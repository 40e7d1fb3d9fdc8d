/**
 * The figures of a period alone: indicators of the province and of its agencies, without costs, trend or what if.
 * Guarantees: the same figures as the whole tally gives; several of them may count the same dossiers in several ways at
 * little more than the price of one, since a record is judged once.
 * Must not: read anything, nor keep dossiers.
 */
import type { ScoredDossier, ScoreRecord } from '../domain/score/score-record.ts';
import type { ScoreReport } from '../domain/score/score-report.ts';
import type { ScoreWorld } from '../domain/score/score-world.ts';
import { Counts } from './counts.ts';
import { figuresOf } from './figures.ts';
import { Groups } from './groups.ts';
import { indicatorsOf } from './indicators.ts';
import { type Measured, Measuring } from './measured.ts';
import { ProcedureCodes } from './procedure-codes.ts';
import type { TallyRequest } from './score-tally.ts';
import { sidesOf } from './sides.ts';

/** Judges a record once, however often it is asked in a row. */
class JudgedOnce extends Measuring {
  #judged: Measured | null = null;

  override of(record: ScoreRecord): Measured {
    if (this.#judged?.record !== record) this.#judged = super.of(record);
    return this.#judged;
  }
}

/** What tallies of the same formula and moment share. */
export class FigureTallies {
  readonly #request: Omit<TallyRequest, 'listed'>;
  readonly #world: ScoreWorld;
  readonly #codes: ProcedureCodes;
  readonly #measuring: Measuring;

  constructor(request: Omit<TallyRequest, 'listed'>, world: ScoreWorld) {
    const { formula, period, asOf } = request;
    this.#request = request;
    this.#world = world;
    this.#codes = new ProcedureCodes(world);
    this.#measuring = new JudgedOnce(formula, period, asOf, world);
  }

  /** A tally of its own. */
  tally(): FigureTally {
    return new FigureTally(this.#request, this.#world, this.#codes, this.#measuring);
  }
}

/** See the file's head. */
export class FigureTally {
  readonly #request: Omit<TallyRequest, 'listed'>;
  readonly #measuring: Measuring;
  readonly #steps: { readonly mostSeconds: number; readonly asOf: number };
  readonly #counts: Counts;
  readonly #groups: Groups | null;

  constructor(
    request: Omit<TallyRequest, 'listed'>,
    world: ScoreWorld,
    codes: ProcedureCodes,
    measuring: Measuring,
  ) {
    const { formula, asOf, groupedBy, communeWords } = request;
    this.#request = request;
    this.#measuring = measuring;
    this.#steps = { mostSeconds: formula.stepsOnTimeHours * 3600, asOf };
    this.#counts = new Counts(codes);
    this.#groups = groupedBy === null ? null : new Groups(groupedBy, world, codes, communeWords);
  }

  /** Each dossier once, in any order. */
  add(dossier: ScoredDossier): void {
    const sides = sidesOf(dossier, this.#measuring, this.#steps);
    if (sides === null || (sides.portalBits | sides.provinceBits | sides.releasedBits) === 0) return;
    this.#counts.add(sides.portal, sides.portalBits, 1);
    this.#groups?.add(sides, false);
  }

  /** The figures. */
  report(): Pick<ScoreReport, 'indicators' | 'groups'> {
    const { formula } = this.#request;
    return {
      indicators: indicatorsOf(formula, figuresOf(this.#counts), false),
      groups: this.#groups?.told(formula) ?? [],
    };
  }
}
