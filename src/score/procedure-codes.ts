/**
 * Procedures by their codes: records name them by words, of which one code may have several (a name that has changed).
 * Guarantees: a place for each code, from 0; what a procedure counts for is told from how many dossiers it had.
 */
import type { ScoreProcedure, ScoreWorld } from '../domain/score/score-world.ts';
import type { ProcedureMeasure, Slot } from './slots.ts';

/** See the file's head. */
export class ProcedureCodes {
  /** `null` = the catalogue does not tell. */
  readonly charging: ReadonlySet<string> | null;
  readonly #places = new Map<number, number>();
  readonly #procedures: ScoreProcedure[] = [];

  constructor({ procedures, charging }: Pick<ScoreWorld, 'procedures' | 'charging'>) {
    this.charging = charging;
    const byCode = new Map<string, number>();
    for (const [word, procedure] of procedures) {
      const place = byCode.get(procedure.code) ?? this.#procedures.length;
      if (place === this.#procedures.length) this.#procedures.push(procedure);
      byCode.set(procedure.code, place);
      this.#places.set(word, place);
    }
  }

  /** How many codes. */
  get size(): number {
    return this.#procedures.length;
  }

  /** `null` = the procedure is not known. */
  placeOf(word: number): number | null {
    return this.#places.get(word) ?? null;
  }

  /** Does the procedure count? @param dossiers how many of its dossiers a counter has */
  counts(measure: ProcedureMeasure, place: number, dossiers: (slot: Slot) => number): boolean {
    const procedure = this.#procedures[place];
    if (procedure === undefined) return false;
    const charges = this.charging?.has(procedure.code) ?? false;
    switch (measure) {
      case 'fee-procedures':
        return charges;
      case 'fee-procedures-used':
        return charges && dossiers('with-fee') > 0;
      case 'fee-procedures-paid-online':
        return charges && dossiers('paid-online') > 0;
      case 'citizen-procedures':
        return this.#isForCitizens(procedure, dossiers);
      case 'citizen-procedures-connected':
        return this.#isForCitizens(procedure, dossiers) && dossiers('population') > 0;
    }
  }

  /** Where the catalogue does not say whom it is for, a citizen who filed one tells. */
  #isForCitizens({ forCitizens }: ScoreProcedure, dossiers: (slot: Slot) => number): boolean {
    return dossiers('received') > 0 && (forCitizens ?? dossiers('filed-by-citizen') > 0);
  }
}
