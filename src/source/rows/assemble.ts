/**
 * Rows of the views into dossiers: pure.
 * Guarantees: no row is dropped; the same rows give the same dossiers whatever order they came
 * in, so that a content hash over them is stable. Must not: judge or clean values.
 */
import type { SourceDossier, SourceFields, SourceText } from '../../domain/source-dossier.ts';
import { PART_NAMES, type PartName, VIEW_FIELDS } from '../../domain/source-fields.ts';
import { fittingName, isBlank, sameCode, standIn } from './row-keys.ts';
import { isoTime } from './source-time.ts';

/**
 * A row of a view: our field names, every value as text; what the view lacks is absent. `key` is there where
 * dossiers and parts meet by a key of the province's own, and names nothing beyond that.
 */
export type Row = Readonly<Record<string, SourceText>>;
/** Part rows of one page. */
export type PartRows = Readonly<Record<PartName, readonly Row[]>>;

/** A row with every field that its view can have. */
function complete(row: Row, fields: readonly string[]): Record<string, SourceText> {
  return Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));
}

/** Decides between rows that nothing else tells apart: seldom asked, so never made beforehand. */
function contentOf(row: Row): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
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
 * of its content, numbered where rows are alike, or of the long name. The time of change is no
 * content: a row that is only touched stays the same.
 */
function nameRows(rows: readonly Row[], field: string, mark: string): { name: string; row: Row }[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const own = row[field];
    if (!isBlank(own)) return { name: fittingName(own ?? '', mark), row };
    const { changedAt: _, ...lasting } = row;
    const name = standIn(mark, contentOf(lasting));
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name}-${count}`, row };
  });
}

/**
 * The parts of one dossier in the order of their ids. A row without id gets one from its content
 * (`?…`), not from its place: a step must stay the same step when another is added.
 */
export function orderParts(rows: readonly Row[], fields: readonly string[]): Record<string, SourceText>[] {
  return nameRows(rows, 'id', '?')
    .sort((a, b) => compareIds(a.name, b.name) || byContent(a.row, b.row))
    .map(({ name, row }) => ({ ...complete(row, fields), id: name }));
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

const FIELDS = Object.keys(VIEW_FIELDS.dossiers).filter((field) => field !== 'changedAt');
const partFields = (part: PartName): string[] =>
  Object.keys(VIEW_FIELDS[part]).filter((field) => field !== 'dossierCode');

/**
 * Dossiers of a page's rows, which come in the order of (time, key). A code that occurs more than
 * once (a view that joins badly) is one dossier: the latest row, among equals the one whose
 * content sorts last, so that every reading chooses alike. Codes that differ only by spelling are
 * one, in the views of parts too. A row without code (or key, where they meet by that) has no parts: whose would
 * they be?
 */
export function assembleDossiers(rows: readonly Row[], parts: PartRows): SourceDossier[] {
  const chosen = new Map<string, { key: string; row: Row }>();
  for (const { name, row } of nameRows(rows, 'code', '#')) {
    const code = sameCode(name);
    const before = chosen.get(code);
    if (before && before.row.changedAt === row.changedAt && byContent(before.row, row) > 0) continue;
    chosen.delete(code);
    chosen.set(code, { key: name, row });
  }
  const partsOf = PART_NAMES.map((part) => [part, groupByDossier(parts[part]), partFields(part)] as const);
  return [...chosen.values()].map(({ key, row }) => {
    const ordered = partsOf.map(([part, of, fields]) => [part, orderParts(of(row), fields)]);
    return {
      key,
      changedAt: isoTime(row.changedAt ?? null),
      fields: complete(row, FIELDS) as unknown as SourceFields,
      ...(Object.fromEntries(ordered) as Pick<SourceDossier, PartName>),
    };
  });
}
