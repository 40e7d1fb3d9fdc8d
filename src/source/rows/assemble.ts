/**
 * Rows of the views into dossiers: pure.
 * Guarantees: no row is dropped; the same rows give the same dossiers whatever order they came
 * in, so that a content hash over them is stable. Must not: judge or clean values.
 */
import type { SourceDossier, SourceText } from '../../domain/source-dossier.ts';
import { PART_NAMES, type PartName, VIEW_FIELDS } from '../../domain/source-fields.ts';
import { copyOfEmpty } from './empty-row.ts';
import { compareTimes, extremeTime, isUntil } from './made-times.ts';
import { fittingName, isBlank, sameCode, standIn } from './row-keys.ts';
import { isoTime } from './source-time.ts';

/**
 * A row of a view: our field names, every value as text; what the view lacks is absent. `key` is there where
 * dossiers and parts meet by a key of the province's own, and names nothing beyond that.
 */
export type Row = Readonly<Record<string, SourceText>>;
/** Part rows of one page. */
export type PartRows = Readonly<Record<PartName, readonly Row[]>>;

/** Makes a row with every field that its view can have. */
function completing(fields: readonly string[]): (row: Row) => Record<string, SourceText> {
  const copy = copyOfEmpty(fields);
  return (row) => {
    const whole = copy();
    for (const field of fields) {
      const text = row[field];
      if (text !== undefined) whole[field] = text;
    }
    return whole;
  };
}

/**
 * Decides between rows that nothing else tells apart: seldom asked, so never made beforehand. The time of change is
 * no content: a row that is only touched stays the same, in the same place.
 */
function contentOf({ changedAt: _, ...lasting }: Row): string {
  return JSON.stringify(Object.entries(lasting).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byContent(a: Row, b: Row): number {
  const [contentA, contentB] = [contentOf(a), contentOf(b)];
  return contentA < contentB ? -1 : contentA > contentB ? 1 : 0;
}

/**
 * Order of ids: whole numbers by size (the same number spelled twice: by code unit) before all other
 * text by code unit. The steps that go to the portal are ordered by the same rule (`normalize/steps.ts`).
 */
export function compareIds(a: string, b: string): number {
  const [wholeA, wholeB] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (wholeA !== wholeB) return wholeA ? -1 : 1;
  if (wholeA) {
    const [digitsA, digitsB] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
    if (digitsA.length !== digitsB.length) return digitsA.length - digitsB.length;
    if (digitsA !== digitsB) return digitsA < digitsB ? -1 : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A name for each row. One that has none of its own, or one too long for the ledger, goes by a hash:
 * of its content, numbered where rows are alike, or of the long name.
 */
function nameRows(rows: readonly Row[], field: string, mark: string): { name: string; row: Row }[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const own = row[field];
    if (!isBlank(own)) return { name: fittingName(own ?? '', mark), row };
    const name = standIn(mark, contentOf(row));
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name}-${count}`, row };
  });
}

/**
 * Puts the parts of one dossier, whose fields are these, into the order of their ids. A row without id gets one
 * from its content (`?…`), not from its place: a step must stay the same step when another is added.
 */
export function orderingParts(
  fields: readonly string[],
): (rows: readonly Row[]) => Record<string, SourceText>[] {
  const complete = completing(fields);
  return (rows) =>
    rows.length === 0
      ? []
      : nameRows(rows, 'id', '?')
          .sort((a, b) => compareIds(a.name, b.name) || byContent(a.row, b.row))
          .map(({ name, row }) => {
            const part = complete(row);
            part.id = name;
            return part;
          });
}

/** By what a part's rows meet their dossiers: by a key as soon as they have one. */
const isKeyed = (rows: readonly Row[]): boolean => rows[0] !== undefined && 'key' in rows[0];

function groupByDossier(rows: readonly Row[]): (dossier: Row) => readonly Row[] {
  const groups = new Map<string, Row[]>();
  const keyed = isKeyed(rows);
  for (const row of rows) {
    const name = sameCode(keyed ? row.key : row.dossierCode);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return (dossier) => {
    const name = keyed && 'key' in dossier ? dossier.key : dossier.code;
    return isBlank(name) ? [] : (groups.get(sameCode(name)) ?? []);
  };
}

const completeDossier = completing(
  Object.keys(VIEW_FIELDS.dossiers).filter((field) => field !== 'changedAt'),
);
const ORDERING = PART_NAMES.map(
  (part) =>
    [part, orderingParts(Object.keys(VIEW_FIELDS[part]).filter((field) => field !== 'dossierCode'))] as const,
);

/** Of two rows of one dossier, does the first stand? */
function stands(before: Row, row: Row): boolean {
  if (before.changedAt !== row.changedAt) {
    const order = compareTimes(before.changedAt, row.changedAt);
    if (order !== 0) return order > 0;
  }
  return byContent(before, row) > 0;
}

/** The latest of a dossier's own time of change and those of its parts, as far as it is not after `untilMs`. */
function latestOf(own: SourceText, parts: readonly (readonly Row[])[], untilMs: number): SourceText {
  const times = parts.flatMap((rows) =>
    rows.flatMap(({ changedAt }) => (isUntil(changedAt, untilMs) ? [changedAt ?? null] : [])),
  );
  return times.length === 0 ? own : extremeTime([own, ...times], 1);
}

/**
 * Dossiers of a page's rows, whatever order they come in. A code that occurs more than
 * once (a view that joins badly) is one dossier: the latest row, among equals the one whose
 * content sorts last, so that every reading chooses alike. Codes that differ only by spelling are
 * one, in the views of parts too. A row without code (or key, where they meet by that) has no parts: whose would
 * they be? Where parts have a time of change of their own (`changedAt`), the dossier's is the latest of all.
 * @param untilMs a part's time after this is none: it is yet to come
 */
export function assembleDossiers(
  rows: readonly Row[],
  parts: PartRows,
  untilMs = Number.POSITIVE_INFINITY,
): SourceDossier[] {
  const chosen = new Map<string, { key: string; row: Row }>();
  for (const { name, row } of nameRows(rows, 'code', '#')) {
    const code = sameCode(name);
    const before = chosen.get(code);
    if (before) {
      if (stands(before.row, row)) continue;
      chosen.delete(code);
    }
    chosen.set(code, { key: name, row });
  }
  const partsOf = ORDERING.map(([part, ordered]) => [part, groupByDossier(parts[part]), ordered] as const);
  const isTimed = PART_NAMES.some((part) => parts[part][0]?.changedAt !== undefined);
  return Array.from(chosen.values(), ({ key, row }) => {
    const own = row.changedAt ?? null;
    const latest = isTimed
      ? latestOf(
          own,
          partsOf.map(([, of]) => of(row)),
          untilMs,
        )
      : own;
    const dossier: Record<string, unknown> = {
      key,
      changedAt: isoTime(latest),
      fields: completeDossier(row),
    };
    for (const [part, of, ordered] of partsOf) dossier[part] = ordered(of(row));
    return dossier as unknown as SourceDossier;
  });
}
