/**
 * What the indicators need to know of one dossier: small, without personal data, the same for every formula.
 * Guarantees: pure data; what hangs on the period, the catalogue, the days off or the wording of a formula is not in it.
 * Must not: carry names, numbers of papers, texts or links.
 */

/**
 * Seconds of Vietnam's clock since 2000-01-01T00:00:00 (no zone, no summer time): a local time as a number.
 * Earlier times are negative.
 */
export type ClockSeconds = number;

/** What is true of a dossier, one bit each, so that a record stays small. */
export const TRAITS = {
  /** Filed online (channel 2). */
  online: 1 << 0,
  /** A fee that is not 0 stands in it. */
  hasFee: 1 << 1,
  /** Paid online, at the national portal or at the province's gateway (payment 1 or 2). */
  paidOnline: 1 << 2,
  /** A result document with a link to its file. */
  resultFile: 1 << 3,
  /** A result document with both its code and a link. */
  resultCodeAndFile: 1 << 4,
  /** A component, not taken back, with a link to its file. */
  componentFile: 1 << 5,
  /** A component, not taken back, marked as reused (1 or 2). */
  reused: 1 << 6,
  /** A component, not taken back, from the citizen's store. */
  fromStore: 1 << 7,
  /** Connected to population data: VNeID verified, from the citizen's store, or the population database consulted. */
  population: 1 << 8,
  /** Filed by a citizen (subject type 1). */
  citizen: 1 << 9,
  /** Status 9 or 10. */
  completed: 1 << 10,
} as const;
/** See {@link TRAITS}. */
export type Trait = keyof typeof TRAITS;

/** A step that the on-time rule asks for: status (3, 5, 7, 8, 9, 10, or the first other one after a request) and its time. */
export type ScoreEvent = readonly [status: number, at: ClockSeconds];

/** A request for more papers; `completed` `null` = not yet. */
export type ScoreSupplement = readonly [requested: ClockSeconds, completed: ClockSeconds | null];

/** One dossier as one side has it. Absent = none. */
export interface ScoreRecord {
  /** Id in the ledger's list of words of kind `procedure`; 0 = not known. */
  readonly procedure: number;
  /** The same of kind `agency`. */
  readonly agency: number;
  /** Day and time of receipt. */
  readonly received: ClockSeconds;
  /** The appointment that is recorded. */
  readonly due?: ClockSeconds;
  /** The end that the dossier's own row tells: status 3, 7, 8, 9 or 10 with the time that belongs to it. */
  readonly end?: ClockSeconds;
  /** Bits of {@link TRAITS}. */
  readonly traits: number;
  /** In the order of time. */
  readonly events?: readonly ScoreEvent[];
  /** In the order of the requests. */
  readonly supplements?: readonly ScoreSupplement[];
}

/**
 * One dossier as its three sides have it; `null` = that side has nothing.
 * Their order tells who is to blame for a point that is lost: what the portal lacks and the province has, synchronization;
 * what the province's record lacks and would have once its codes were mended, held; what even that lacks, the agency.
 */
export interface ScoredDossier {
  /** Id in the ledger. */
  readonly id: number;
  /** What the portal has accepted: the dossier's row and the steps. */
  readonly portal: ScoreRecord | null;
  /** What the province has, as it is to be sent now; `null` where the dossier is held as a whole. */
  readonly province: ScoreRecord | null;
  /** What would be sent if everything that is held were mended; `null` where nothing is held, or it cannot be known. */
  readonly released: ScoreRecord | null;
  /** When the portal first had it, `null` = it has not, or it is not known. */
  readonly synced: ClockSeconds | null;
  /** Longest time between a step and its acceptance, whole minutes; `null` where no step was accepted. */
  readonly stepLagMinutes: number | null;
}

/** Does the record have this trait? */
export function has(record: ScoreRecord, trait: Trait): boolean {
  return (record.traits & TRAITS[trait]) !== 0;
}

const EPOCH_MS = Date.UTC(2000, 0, 1);

/** `YYYY-MM-DDTHH:mm:ss` as seconds; `null` where it is empty or no time. */
export function clockOf(time: string): ClockSeconds | null {
  const ms = time === '' ? Number.NaN : Date.parse(`${time}Z`);
  return Number.isNaN(ms) ? null : Math.floor((ms - EPOCH_MS) / 1000);
}

/** The local time `YYYY-MM-DDTHH:mm:ss`. */
export function localOf(clock: ClockSeconds): string {
  return new Date(EPOCH_MS + clock * 1000).toISOString().slice(0, 19);
}

/** An instant, milliseconds since 1970 UTC, on Vietnam's clock (UTC+7 all the year). */
export function clockOfInstant(ms: number): ClockSeconds {
  return Math.floor((ms + 7 * 3_600_000 - EPOCH_MS) / 1000);
}
