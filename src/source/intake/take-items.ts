/**
 * A body's values into dossiers, and what became of each.
 * Guarantees: all of a request are sound, or none is given on; answers come in the order of the dossiers.
 */
import { DongboError } from '../../domain/errors.ts';
import { createItemReader, type ItemReader } from '../json/item-reader.ts';
import { isObject } from '../json/json-place.ts';
import type { Json } from '../json/read-json.ts';
import { changeFault, codeFault, type ItemFault, itemFaults } from './check-item.ts';
import type { IntakeResult, IntakeSource, TimedDossier } from './intake-settings.ts';

/** Faults that are told at once, at most. */
const MOST_FAULTS = 100;

/** Of a body that must be mended first. A DB-INT-006 with every fault and its place. */
export class FaultyItems extends DongboError {
  readonly faults: readonly ItemFault[];

  constructor(faults: readonly ItemFault[]) {
    super('DB-INT-006', { count: faults.length });
    this.faults = faults.slice(0, MOST_FAULTS);
  }
}

/** What became of one dossier. */
export interface TakenItem {
  /** As it was written; it names the dossier to whoever pushed it. */
  readonly code: string;
  readonly result: IntakeResult;
}

/** Takes the items of one source. */
export type ItemTaker = (items: readonly Json[]) => Promise<readonly TakenItem[]>;

type Read =
  | { readonly kind: 'fault'; readonly faults: readonly ItemFault[] }
  | { readonly kind: 'left-out' }
  | Timed;
interface Timed {
  readonly kind: 'dossier';
  readonly dossier: TimedDossier;
}

/** Prepares the source's map once. `now` tells milliseconds since 1970. The taker throws {@link FaultyItems}, and what `source.take` throws. */
export function itemTaker(source: IntakeSource, now: () => number): ItemTaker {
  const reader = createItemReader(source.map);
  return async (items) => {
    const nowMs = now();
    const read = items.map((item, index) => readItem(source, reader, item, `/${index}`, nowMs));
    const faults = read.flatMap((one) => (one.kind === 'fault' ? one.faults : []));
    if (faults.length > 0) throw new FaultyItems(faults);
    const dossiers = read.flatMap((one) => (one.kind === 'dossier' ? [one.dossier] : []));
    const outcomes = dossiers.length === 0 ? [] : await source.take(dossiers);
    const left = outcomes.values();
    return read.map((one): TakenItem => {
      if (one.kind !== 'dossier') return { code: '', result: 'left-out' };
      return { code: one.dossier.key, result: left.next().value ?? 'stored' };
    });
  };
}

function readItem(
  { map }: IntakeSource,
  reader: ItemReader,
  item: Json,
  pointer: string,
  nowMs: number,
): Read {
  const faults = itemFaults(map, item, pointer);
  if (!isObject(item)) return { kind: 'fault', faults };
  const dossier = reader.dossier(item);
  if (dossier === null) return { kind: 'left-out' };
  const { changedAt } = dossier;
  const lacks = [
    codeFault(map, item, pointer, dossier.fields.code),
    changeFault(map, item, pointer, changedAt, nowMs),
  ].filter((fault) => fault !== null);
  if (faults.length + lacks.length > 0 || changedAt === null)
    return { kind: 'fault', faults: [...faults, ...lacks] };
  return { kind: 'dossier', dossier: { ...dossier, changedAt } };
}
