/** What a sweep has found so far. Guarantees: counts alone, no code of a dossier. */

/** See the file's head. */
export interface SweepReport {
  /** Dossiers that the source has. */
  swept: number;
  /** Of these: read whole, since nothing else told that they are as the ledger has them. */
  reread: number;
  /** Taken in. */
  takenIn: number;
  /** Of these: their time of change had not moved though they changed. */
  untimed: number;
  /** Of these: reading by time had passed them without seeing them. */
  missed: number;
  /** Given by another source by now: left to that one. */
  foreign: number;
  /** Noted as vanished in this sweep. */
  vanished: number;
  /** Noted as vanished before, and there again. */
  back: number;
  /** Went through to its end. */
  complete: boolean;
}

/** Of a sweep that begins. */
export function emptySweep(): SweepReport {
  return {
    swept: 0,
    reread: 0,
    takenIn: 0,
    untimed: 0,
    missed: 0,
    foreign: 0,
    vanished: 0,
    back: 0,
    complete: false,
  };
}

/** Two sources' reports as one. */
export function sweptTogether(one: SweepReport, other: SweepReport): SweepReport {
  return {
    swept: one.swept + other.swept,
    reread: one.reread + other.reread,
    takenIn: one.takenIn + other.takenIn,
    untimed: one.untimed + other.untimed,
    missed: one.missed + other.missed,
    foreign: one.foreign + other.foreign,
    vanished: one.vanished + other.vanished,
    back: one.back + other.back,
    complete: one.complete && other.complete,
  };
}
