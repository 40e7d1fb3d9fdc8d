/**
 * Places of counters: one of each measure, and of what must be counted besides to tell what a figure lacks.
 * Guarantees: what is true of a record fits into one number, bit by bit in the order of the places.
 */
import { MEASURES, type Measure } from '../domain/score/formula.ts';

const BESIDES = [
  /** Received, of a procedure that the catalogue does not have: whether it returns a result is not known. */
  'result-unknown',
  /** Received, and filed by a citizen. */
  'filed-by-citizen',
  /** In process but for its term, which is not known. */
  'no-term',
  /** In process, and of its end only its row tells. */
  'ended-without-step',
  /** In process and late, received more than a year before the period and not ended. */
  'open-over-a-year',
] as const;

/** What is counted. */
export type Slot = Measure | (typeof BESIDES)[number];

/** In the order of their bits. */
export const SLOTS: readonly Slot[] = [...MEASURES, ...BESIDES];

/** The bit of each. */
export const BIT = Object.fromEntries(SLOTS.map((slot, place) => [slot, 1 << place])) as Readonly<
  Record<Slot, number>
>;

/** Measures of procedures: counted from which procedures had a dossier, not by dossiers. */
export const OF_PROCEDURES = [
  'fee-procedures',
  'fee-procedures-used',
  'fee-procedures-paid-online',
  'citizen-procedures',
  'citizen-procedures-connected',
] as const satisfies readonly Measure[];
/** See {@link OF_PROCEDURES}. */
export type ProcedureMeasure = (typeof OF_PROCEDURES)[number];

/** Is it counted by procedures? */
export function isOfProcedures(measure: Measure): measure is ProcedureMeasure {
  return (OF_PROCEDURES as readonly Measure[]).includes(measure);
}

/** Adds `times` to the counter of every bit. */
export function addBits(counters: Int32Array, bits: number, times: number): void {
  for (let left = bits; left !== 0; left &= left - 1) {
    const place = 31 - Math.clz32(left & -left);
    counters[place] = (counters[place] ?? 0) + times;
  }
}
