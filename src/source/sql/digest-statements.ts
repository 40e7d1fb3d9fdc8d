/**
 * The statements by which a database makes the digests of its dossiers itself.
 * Guarantees: one pass over each view, however many dossiers there are; parts count whatever their order, and as often
 * as they are there; the time of change is no content, so that what was only touched is as it was.
 * What remains unseen: a part that spells its dossier's key otherwise than by blanks around it.
 */
import type { Knex } from 'knex';
import { placesOf, type SourceMap } from '../../domain/source-map.ts';
import type { DigestWords } from './digest-words.ts';
import type { PlacedColumn, Statement } from './engine.ts';
import { placeKey, viewsOf } from './map-places.ts';
import type { ReadableView, ReadableViews } from './readable-views.ts';

/** Names of what a digest's row has. */
export const DIGEST_COLUMNS = { key: 'k', code: 'c', digest: 'h' } as const;

/** Can dossiers and parts meet in the database? Not where the code is made of places by a rule. */
export function canDigest(map: SourceMap): boolean {
  return map.dossiers.fields.code?.kind === 'place';
}

/** Views in which the time of change is content as well: some field is made of it, or rows are found by it. */
export function timedContent(map: SourceMap): ReadonlySet<string> {
  const timed = viewsOf(map).filter(({ name, view }) => {
    const { changedAt, ...fields } = view.fields;
    const time = name === 'dossiers' ? changedAt && placesOf(changedAt)[0] : view.changedAt;
    if (!time) return false;
    const read = Object.values(fields).flatMap((rule) => (rule ? placesOf(rule) : []));
    const found = [...view.where.map(({ place }) => place), ...(view.key ? [view.key] : [])];
    return [...read, ...found].some((place) => placeKey(place) === placeKey(time));
  });
  return new Set(timed.map(({ name }) => name));
}

/** Which dossiers: those of these keys, and the parts that have one of these names. */
export interface AskedKeys {
  readonly keys: readonly string[];
  readonly partNames: (part: ReadableView) => readonly string[];
}

function contentOf(view: ReadableView, timed: ReadonlySet<string>): PlacedColumn[] {
  const key = view.name === 'dossiers' ? null : view.key;
  const time = timed.has(view.name) ? null : view.cursor?.time;
  return view.columns.filter((column) => column !== key && column !== time);
}

/** By what dossiers and this part meet. */
export function meetingPlace({ dossiers }: ReadableViews, part: ReadableView): PlacedColumn {
  const met = part.keyed && dossiers.keyed ? dossiers.key : dossiers.code;
  if (!met) throw new Error(`${dossiers.shown} has no column by which ${part.shown} could be met`);
  return met;
}

/** Selects {@link DIGEST_COLUMNS} of every dossier, or of those asked for. */
export function digestStatement(
  views: ReadableViews,
  words: DigestWords,
  timed: ReadonlySet<string>,
  asked: AskedKeys | null,
): Statement {
  const { dialect, names, dossiers } = views;
  const k = dialect.knex;
  const parts = Object.values(views.parts);
  const as = (expression: Knex.Raw, name: string) => k.raw('? as ??', [expression, name]);
  const own = dossiers
    .rows()
    .select(as(words.asText(dossiers.key), 'k'))
    .select(as(words.asText(dossiers.code ?? dossiers.key), 'c'))
    .select(as(words.rowNumber(contentOf(dossiers, timed)), 'n'))
    .select(parts.map((part, at) => as(words.bare(meetingPlace(views, part)), `b${at}`)));
  if (asked) own.where(dialect.isOneOf(dossiers.key, asked.keys));
  const query = k.from(own.as('own'));
  parts.forEach((part, at) => {
    const bare = words.bare(part.key);
    const sums = part
      .rows()
      .select(as(bare, 'b'))
      .select(k.raw('count(*) as ??', ['r']))
      .select(k.raw('sum(?) as ??', [words.rowNumber(contentOf(part, timed)), 's']))
      .groupBy(bare);
    if (asked) sums.where(dialect.isOneOf(part.key, asked.partNames(part)));
    query.leftJoin(sums.as(`part${at}`), `part${at}.b`, `own.b${at}`);
  });
  const pieces = ['own.n', ...parts.flatMap((_, at) => [`part${at}.r`, `part${at}.s`])];
  return names.compile(query.select('own.k', 'own.c').select(as(words.together(pieces), 'h')));
}
