/**
 * Rows of the views into whole dossiers, on one snapshot.
 * Guarantees: a page costs a fixed number of statements, however many dossiers it has; rows whose keys are equal, or
 * are taken for equal by the server, come on one page, so that none is skipped between two.
 */

import type { SourceDossier } from '../../domain/source-dossier.ts';
import { PART_NAMES } from '../../domain/source-fields.ts';
import type { SourcePage, SourcePosition } from '../../domain/source-ports.ts';
import { assembleDossiers, type PartRows, type Row } from '../rows/assemble.ts';
import { isBlank, spellings } from '../rows/row-keys.ts';
import type { Cursor, RawRow, Session } from './engine.ts';
import type { ReadableView, ReadableViews } from './readable-views.ts';
import {
  matchingStatement,
  newestPlaceStatement,
  pageStatement,
  tiesStatement,
} from './select-statements.ts';

/** The names in every spelling in which a column may have them. */
export function asked(names: Iterable<string | null | undefined>, isText: boolean): string[] {
  const all = new Set<string>();
  for (const name of names)
    if (!isBlank(name)) for (const spelling of spellings(name ?? '', isText)) all.add(spelling);
  return [...all];
}

async function readParts(session: Session, views: ReadableViews, rows: readonly Row[]): Promise<PartRows> {
  const parts: [string, readonly Row[]][] = [];
  const lists = new Map<string, readonly string[]>();
  /** Made once: most views are asked for the same names. */
  const names = (keyed: boolean, isText: boolean): readonly string[] => {
    const known = lists.get(`${keyed} ${isText}`);
    const list =
      known ??
      asked(
        rows.map((row) => (keyed ? row.key : row.code)),
        isText,
      );
    lists.set(`${keyed} ${isText}`, list);
    return list;
  };
  for (const name of PART_NAMES) {
    const view = views.parts[name];
    if (!view) {
      parts.push([name, []]);
      continue;
    }
    const wanted = names(view.keyed && views.dossiers.keyed, view.key.column.kind === 'text');
    const found =
      wanted.length > 0 ? await session.query(matchingStatement(views, view, view.key, wanted)) : [];
    parts.push([name, found.map(view.fill)]);
  }
  return Object.fromEntries(parts) as PartRows;
}

/** Dossiers of these rows with all their parts. */
export async function wholeDossiers(
  session: Session,
  views: ReadableViews,
  raw: readonly RawRow[],
): Promise<SourceDossier[]> {
  const rows = raw.map(views.dossiers.fill);
  return assembleDossiers(rows, await readParts(session, views, rows), Date.now());
}

/** The dossiers of these keys, or of these codes where `by` says so. */
export async function dossiersOf(
  session: Session,
  views: ReadableViews,
  names: Iterable<string | null | undefined>,
  by: 'key' | 'code' = 'key',
): Promise<SourceDossier[]> {
  const { dossiers } = views;
  const column = by === 'key' ? dossiers.key : dossiers.code;
  if (!column) throw new Error(`${dossiers.shown} was checked without a column for its code`);
  const wanted = asked(names, column.column.kind === 'text');
  if (wanted.length === 0) return [];
  return wholeDossiers(
    session,
    views,
    await session.query(matchingStatement(views, dossiers, column, wanted)),
  );
}

const placeOf = (row: RawRow, { time, key }: Cursor): SourcePosition => ({
  at: row[time.alias] ?? '',
  key: row[key.alias] ?? '',
});

/** Where the pages of a view end now; `null` = it has none. */
export async function newestPlace(
  session: Session,
  views: ReadableViews,
  view: ReadableView,
): Promise<SourcePosition | null> {
  if (!view.cursor) return null;
  const [row] = await session.query(newestPlaceStatement(views, view));
  return row ? placeOf(row, view.cursor) : null;
}

/** Rows of one page of a view, and where it ends. */
async function pageRows(
  session: Session,
  views: ReadableViews,
  view: ReadableView,
  after: SourcePosition | null,
  limit: number,
): Promise<{ rows: readonly RawRow[]; last: SourcePosition | null; end: boolean }> {
  const found = await session.query(pageStatement(views, view, after, limit + 1));
  const rows = found.slice(0, limit);
  const lastRow = rows.at(-1);
  const { cursor } = view;
  if (!lastRow || !cursor) return { rows, last: null, end: true };
  const place = (row: RawRow): SourcePosition => placeOf(row, cursor);
  const last = place(lastRow);
  const [next] = found.slice(limit);
  if (!next) return { rows, last, end: true };
  const beyond = place(next);
  if (!cursor.key.column.folds && (beyond.key !== last.key || beyond.at !== last.at))
    return { rows, last, end: false };
  // Others that the server takes for the same may stand behind the page's end: the next page begins after all of them.
  const ties = await session.query(tiesStatement(views, view, last));
  const seen = new Set(rows.map((row) => JSON.stringify(row)));
  return { rows: [...rows, ...ties.filter((row) => !seen.has(JSON.stringify(row)))], last, end: false };
}

/** A page of a feed. */
export async function readFeedPage(
  session: Session,
  views: ReadableViews,
  view: ReadableView,
  after: SourcePosition | null,
  limit: number,
): Promise<SourcePage> {
  const { rows, last, end } = await pageRows(session, views, view, after, limit);
  if (view.name === 'dossiers') return { dossiers: await wholeDossiers(session, views, rows), last, end };
  const by = view.keyed ? 'key' : 'code';
  const keys = rows.map((row) => row[view.key.alias]);
  return { dossiers: await dossiersOf(session, views, keys, by), last, end };
}
