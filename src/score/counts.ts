/**
 * Counters of one view of the province: of each measure, and of each procedure's dossiers.
 * Guarantees: whole numbers; may be the difference between two views, and is then added to one of them.
 * Must not: keep dossiers.
 */
import type { Measured } from './measured.ts';
import type { ProcedureCodes } from './procedure-codes.ts';
import { addBits, BIT, type ProcedureMeasure, SLOTS, type Slot } from './slots.ts';

const PLACE = Object.fromEntries(SLOTS.map((slot, place) => [slot, place])) as Readonly<Record<Slot, number>>;

/** See the file's head. */
export class Counts {
  readonly #codes: ProcedureCodes;
  readonly #slots = new Int32Array(SLOTS.length);
  /** The same by procedure, only where there is something to count. */
  readonly #procedures = new Map<number, Int32Array>();

  constructor(codes: ProcedureCodes) {
    this.#codes = codes;
  }

  /** @param times 1, or -1 to take it away */
  add(measured: Measured | null, bits: number, times: 1 | -1): void {
    addBits(this.#slots, bits, times);
    if (measured === null || (bits & BIT.received) === 0) return;
    const place = this.#codes.placeOf(measured.record.procedure);
    if (place !== null) addBits(this.#procedure(place), bits, times);
  }

  /** How many dossiers. */
  of(slot: Slot): number {
    return this.#slots[PLACE[slot]] ?? 0;
  }

  /** How many procedures; `null` where the catalogue does not tell which charge. */
  ofProcedures(measure: ProcedureMeasure): number | null {
    const { charging } = this.#codes;
    if (measure === 'fee-procedures') return charging?.size ?? null;
    const isFee = measure === 'fee-procedures-used' || measure === 'fee-procedures-paid-online';
    if (isFee && charging === null) return null;
    let found = 0;
    for (const [place, slots] of this.#procedures)
      if (this.#codes.counts(measure, place, (slot) => slots[PLACE[slot]] ?? 0)) found += 1;
    return found;
  }

  /** This view as it would be with a difference. */
  plus(difference: Counts): Counts {
    const sum = new Counts(this.#codes);
    for (const counts of [this, difference] as const) {
      addAll(sum.#slots, counts.#slots);
      for (const [place, slots] of counts.#procedures) addAll(sum.#procedure(place), slots);
    }
    return sum;
  }

  #procedure(place: number): Int32Array {
    const known = this.#procedures.get(place);
    if (known !== undefined) return known;
    const slots = new Int32Array(SLOTS.length);
    this.#procedures.set(place, slots);
    return slots;
  }
}

function addAll(to: Int32Array, from: Int32Array): void {
  for (let place = 0; place < from.length; place += 1) to[place] = (to[place] ?? 0) + (from[place] ?? 0);
}
