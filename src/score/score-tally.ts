/**
 * The indicators of a period, counted dossier by dossier.
 * Guarantees: keeps counters, not dossiers: what it needs of memory hangs on groups and reasons, not on how many there are.
 * Must not: read anything: it is given dossiers, the world and what is held.
 */
import type { Formula } from '../domain/score/formula.ts';
import { type ClockSeconds, localOf, type ScoredDossier } from '../domain/score/score-record.ts';
import type { GroupedBy, ScoreNote, ScoreReport } from '../domain/score/score-report.ts';
import type { HeldCodes, ScoreWorld } from '../domain/score/score-world.ts';
import { Costs } from './costs.ts';
import { Counts } from './counts.ts';
import { figuresOf } from './figures.ts';
import { Groups } from './groups.ts';
import { indicatorsOf, sumOf } from './indicators.ts';
import { isLateBySync } from './late-by-sync.ts';
import { Measuring } from './measured.ts';
import { notesOf } from './notes.ts';
import type { Period } from './period.ts';
import { pointsWonOf } from './points-won.ts';
import { ProcedureCodes } from './procedure-codes.ts';
import { sidesOf } from './sides.ts';
import { Trend } from './trend.ts';
import { WhatIfs } from './what-if.ts';

/** What is to be counted. */
export interface TallyRequest {
  readonly formula: Formula;
  readonly period: Period;
  /** The period's last second, or now where it is not over. */
  readonly asOf: ClockSeconds;
  /** `null` = the province alone. */
  readonly groupedBy: GroupedBy | null;
  /** Most dossiers listed for a reason that costs points. */
  readonly listed: number;
  /** `communeWords` of the formulas. */
  readonly communeWords: readonly string[];
}

/** See the file's head. */
export class ScoreTally {
  readonly #request: TallyRequest;
  readonly #world: ScoreWorld;
  readonly #held: HeldCodes;
  readonly #measuring: Measuring;
  readonly #steps: { readonly mostSeconds: number; readonly asOf: ClockSeconds };
  readonly #portal: Counts;
  readonly #province: Counts;
  readonly #groups: Groups | null;
  readonly #costs: Costs;
  readonly #trend: Trend;
  readonly #whatIfs: WhatIfs;

  constructor(request: TallyRequest, world: ScoreWorld, held: HeldCodes) {
    const { formula, period, asOf, groupedBy, listed, communeWords } = request;
    const codes = new ProcedureCodes(world);
    this.#request = request;
    this.#world = world;
    this.#held = held;
    this.#measuring = new Measuring(formula, period, asOf, world);
    this.#steps = { mostSeconds: formula.stepsOnTimeHours * 3600, asOf };
    this.#portal = new Counts(codes);
    this.#province = new Counts(codes);
    this.#groups = groupedBy === null ? null : new Groups(groupedBy, world, codes, communeWords);
    this.#costs = new Costs(formula, listed, asOf);
    this.#trend = new Trend(period, asOf);
    this.#whatIfs = new WhatIfs(codes);
  }

  /** Each dossier once, in any order. */
  add(dossier: ScoredDossier): void {
    const sides = sidesOf(dossier, this.#measuring, this.#steps, this.#held.get(dossier.id));
    if (sides === null || (sides.portalBits | sides.provinceBits | sides.releasedBits) === 0) return;
    const isLate = isLateBySync(sides, this.#request.asOf);
    this.#portal.add(sides.portal, sides.portalBits, 1);
    this.#province.add(sides.province, sides.provinceBits, 1);
    this.#groups?.add(sides, isLate);
    this.#costs.add(sides);
    this.#trend.add(sides, isLate);
    this.#whatIfs.add(sides);
  }

  /** Ids of the dossiers that the report lists: their codes are asked of the ledger. */
  costly(): readonly number[] {
    return this.#costs.ids();
  }

  /**
   * @param codes of the dossiers that `costly` named; one that is lacking is not listed
   * @param notes what others know of the figures
   */
  report(codes: ReadonlyMap<number, string>, notes: readonly ScoreNote[]): ScoreReport {
    const { formula, period, asOf, groupedBy } = this.#request;
    const figures = figuresOf(this.#portal);
    const indicators = indicatorsOf(formula, figures, false);
    return {
      period: period.name,
      from: period.from,
      to: period.to,
      asOf: localOf(asOf),
      formulaVersion: formula.name,
      formulaSource: formula.source,
      sum: sumOf(indicators),
      indicators,
      province: indicatorsOf(formula, figuresOf(this.#province), false),
      groups: this.#groups?.told(formula) ?? [],
      groupedBy,
      costs: this.#costs.told(pointsWonOf(formula, figures, indicators), codes, this.#world),
      trend: this.#trend.told(),
      whatIf: this.#whatIfs.told(formula, this.#portal),
      notes: [...notes, ...notesOf(formula, period, asOf, this.#portal)],
    };
  }
}
