/**
 * JSON objects into dossiers, by the source map: pure.
 * Guarantees: no object is dropped but by the map's conditions; one that is none is a dossier without anything,
 * to be held; the same objects give the same dossiers, parts in the order of their ids.
 * Must not: judge or clean values.
 */
import type { SourceDossier, SourceText } from '../../domain/source-dossier.ts';
import { PART_NAMES, type PartName } from '../../domain/source-fields.ts';
import type { Condition, SourceMap } from '../../domain/source-map.ts';
import { assembleDossiers, type PartRows, type Row } from '../rows/assemble.ts';
import { fieldFiller } from '../rows/evaluate.ts';
import { sameCode } from '../rows/row-keys.ts';
import { isObject, textOf, valueAt } from './json-place.ts';
import { databaseTime } from './json-time.ts';
import type { Json } from './read-json.ts';

/** Makes dossiers of JSON objects. */
export interface ItemReader {
  /** In the order of their times; a code that occurs twice is its latest object. */
  dossiers(items: readonly Json[]): SourceDossier[];
  /** The dossier of one object; `null` where the map leaves it out. */
  dossier(item: Json): SourceDossier | null;
}

/** Where the list of a part is in its dossier: as the map says, the contract's views without their prefix. */
export function partPath(from: string): string {
  return from.replace(/^dongbo_/, '');
}

interface View {
  readonly row: (item: Json) => Record<string, SourceText>;
  readonly isWanted: (item: Json) => boolean;
}

/** Prepares the map's rules once. */
export function createItemReader(map: SourceMap): ItemReader {
  const whole = viewOf(map.dossiers);
  const parts = PART_NAMES.flatMap((name) => {
    const view = map[name];
    return view ? [{ name, path: partPath(view.from), view: viewOf(view) }] : [];
  });

  function dossier(item: Json): SourceDossier | null {
    if (!whole.isWanted(item)) return null;
    const row = whole.row(item);
    const code = row.code ?? null;
    const rows = new Map<PartName, readonly Row[]>(PART_NAMES.map((name) => [name, []]));
    for (const { name, path, view } of parts) {
      const wanted = listAt(item, path).filter(view.isWanted);
      rows.set(
        name,
        wanted.map((part) => ({ ...view.row(part), dossierCode: code })),
      );
    }
    const made = { ...row, changedAt: databaseTime(row.changedAt ?? null) };
    return assembleDossiers([made], Object.fromEntries(rows) as PartRows)[0] ?? null;
  }

  return {
    dossier,
    dossiers(items) {
      const read = items.flatMap((item) => dossier(item) ?? []);
      const latest = new Map<string, SourceDossier>();
      for (const one of read.sort((a, b) => timeOf(a) - timeOf(b))) {
        latest.delete(sameCode(one.key));
        latest.set(sameCode(one.key), one);
      }
      return [...latest.values()];
    },
  };
}

/** What has no time is older than everything. */
function timeOf({ changedAt }: SourceDossier): number {
  return changedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(changedAt);
}

function viewOf(view: NonNullable<SourceMap[keyof SourceMap]>): View {
  const row = fieldFiller<Json>(
    view.fields,
    ({ name }) =>
      (item) =>
        textOf(valueAt(item, name)),
  );
  return { row, isWanted: (item) => view.where.every((condition) => holds(condition, item)) };
}

function holds({ place, anyOf, not }: Condition, item: Json): boolean {
  const text = textOf(valueAt(item, place.name));
  return anyOf.some((wanted) => (text === null ? wanted === null : wanted?.trim() === text.trim())) !== not;
}

/** Parts: a list; a single object is one part. */
function listAt(item: Json, path: string): readonly Json[] {
  const found = valueAt(item, path);
  if (Array.isArray(found)) return found as readonly Json[];
  return isObject(found) ? [found] : [];
}
