/**
 * What scoring knows besides dossiers: the catalogue, agencies, days off, what is held.
 * Guarantees: plain data, read once for a report.
 */
import type { IsoDay } from '../codes.ts';

/** A procedure that records name. */
export interface ScoreProcedure {
  readonly code: string;
  readonly name: string;
  /** Longest term of each way of filing, as the catalogue writes it. */
  readonly terms: readonly { readonly channel: string; readonly time: string; readonly unit: string }[];
  /** It lists a result; `null` = the catalogue does not have the procedure. */
  readonly returnsResult: boolean | null;
  /** Some fee is not 0; `null` = not known. */
  readonly charges: boolean | null;
  /** `null` = not known. */
  readonly forCitizens: boolean | null;
}

/** An agency that records name. */
export interface ScoreAgency {
  /** '' where only the name is known. */
  readonly code: string;
  readonly name: string;
}

/** See the file's head. */
export interface ScoreWorld {
  /** By the id under which records name them. */
  readonly procedures: ReadonlyMap<number, ScoreProcedure>;
  readonly agencies: ReadonlyMap<number, ScoreAgency>;
  /** Codes of published procedures of the catalogue that charge; `null` = of none is it known. */
  readonly charging: ReadonlySet<string> | null;
  readonly calendar: WorkCalendar;
}

/** `holidays.csv` besides Saturdays and Sundays. */
export interface WorkCalendar {
  readonly daysOff: ReadonlySet<IsoDay>;
  /** Saturdays and Sundays that are worked, to make up for others. */
  readonly workedDays: ReadonlySet<IsoDay>;
}

/** Why parts of a dossier, or all of it, are held: codes `DB-…`, each once; by the dossier's id. */
export type HeldCodes = ReadonlyMap<number, readonly string[]>;
