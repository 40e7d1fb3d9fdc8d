/**
 * When a dossier is due: its appointment, else the longest term of its procedure from the receipt.
 * Guarantees: which of several terms is the longest is found by computing each; `null` where nothing tells, and then the
 * dossier is not judged.
 */
import type { ClockSeconds, ScoreRecord } from '../domain/score/score-record.ts';
import type { ScoreProcedure, WorkCalendar } from '../domain/score/score-world.ts';
import { endOfTerm, readTerm, type Term } from './term.ts';
import { WorkDays } from './work-days.ts';

/** See the file's head; remembers what it has read of a procedure. */
export class Appointments {
  readonly #days: WorkDays;
  readonly #terms = new Map<ScoreProcedure, readonly Term[]>();

  constructor(calendar: WorkCalendar) {
    this.#days = new WorkDays(calendar);
  }

  /** @param procedure `undefined` = the record's procedure is not known */
  due(record: ScoreRecord, procedure: ScoreProcedure | undefined): ClockSeconds | null {
    if (record.due !== undefined) return record.due;
    if (procedure === undefined) return null;
    let due: ClockSeconds | null = null;
    for (const term of this.#termsOf(procedure)) {
      const end = endOfTerm(term, record.received, this.#days);
      if (due === null || end > due) due = end;
    }
    return due;
  }

  #termsOf(procedure: ScoreProcedure): readonly Term[] {
    const known = this.#terms.get(procedure);
    if (known !== undefined) return known;
    const terms = procedure.terms.map(readTerm).filter((term) => term !== null);
    this.#terms.set(procedure, terms);
    return terms;
  }
}
