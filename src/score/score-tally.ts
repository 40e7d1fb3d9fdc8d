/**
 * The indicators of a period, counted dossier by dossier.
 * Guarantees: keeps counters, not dossiers: what it needs of memory hangs on groups and reasons, not on how many there are.
 * Must not: read anything: it is given dossiers, the world and what is held.
 */
import type { Formula } from '../domain/score/formula.ts';
import { type ClockSeconds, localOf, type ScoredDossier } from '../domain/score/score-record.ts';
import type { GroupedBy, ScoreNote, ScoreReport } from '../domain/score/score-report.ts';
import type { HeldCodes, ScoreWorld } from '../domain/score/score-world.ts';
import type { Period } from './period.ts';

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

  constructor(request: TallyRequest, _world: ScoreWorld, _held: HeldCodes) {
    this.#request = request;
  }

  /** Each dossier once, in any order. */
  add(_dossier: ScoredDossier): void {}

  /** Ids of the dossiers that the report lists: their codes are asked of the ledger. */
  costly(): readonly number[] {
    return [];
  }

  /**
   * @param codes of the dossiers that `costly` named; one that is lacking is not listed
   * @param notes what others know of the figures
   */
  report(_codes: ReadonlyMap<number, string>, notes: readonly ScoreNote[]): ScoreReport {
    const { formula, period, asOf, groupedBy } = this.#request;
    return {
      period: period.name,
      from: period.from,
      to: period.to,
      asOf: localOf(asOf),
      formulaVersion: formula.name,
      formulaSource: formula.source,
      sum: { score: 0, max: 0 },
      indicators: [],
      province: [],
      groups: [],
      groupedBy,
      costs: [],
      trend: [],
      whatIf: [],
      notes,
    };
  }
}
