/**
 * Writes the dossiers' own rows of a page, and locks what hangs on them.
 * Guarantees: afterwards the deliveries of every dossier that the ledger knew before are locked, so that what
 * is asked of them next stays true; those that it did not know are told apart: nothing can hang on them yet.
 */
import type { Dossier } from '../domain/dossier.ts';
import { bringBack } from './bring-back.ts';
import { codebookId } from './codebook-version.ts';
import type { Queryable } from './database.ts';
import { jsonTexts, plainArray, storable, toJsonbList } from './jsonb.ts';
import { keptAsAccepted, lockDeliveries } from './keep-accepted.ts';
import { isOwnedBy, noteFormerOwners, noteOwned, noteShadowed } from './shadowed.ts';
import { deliveryRow, type Placed, type StoredDossier, type StoredPage, stepRows } from './stored-page.ts';

/** See the head of this file. */
export interface PlacedPage {
  readonly placed: readonly Placed[];
  /** Ids of those that the ledger did not know before. */
  readonly fresh: ReadonlySet<number>;
  /** Ids of those whose delivery must stay as it is. */
  readonly kept: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

/** The row is wide and lies outside the table: the old value is taken over without being written again. */
const UPSERT_DOSSIERS = `
  INSERT INTO dossier AS d
    (code, source, source_hash, source_row, source_changed_at, codebook_id, incomplete, lane, stored_at)
  SELECT x.code, $3, x.source_hash, x.source_row::json, x.changed_at, $2, x.incomplete, x.lane, now()
  FROM unnest($1::text[], $5::text[], ${jsonTexts('$6')}, $7::timestamptz[], $8::boolean[], $9::lane[])
    AS x(code, source_hash, source_row, changed_at, incomplete, lane)
  ORDER BY x.code
  ON CONFLICT (code) DO UPDATE SET
    source = excluded.source, source_hash = excluded.source_hash,
    source_row = CASE WHEN d.source_hash = excluded.source_hash AND d.pruned_at IS NULL THEN d.source_row ELSE excluded.source_row END,
    source_changed_at = excluded.source_changed_at, codebook_id = excluded.codebook_id,
    incomplete = excluded.incomplete, lane = excluded.lane, stored_at = now()
  WHERE NOT ${isOwnedBy('$4')}
  RETURNING id, code, xmax = 0 AS fresh`;

/** Whose row is another one by now was read since, and is left to whoever read it; what was pruned since stays so. */
const LOCK_UNCHANGED = `
  SELECT d.id, d.code FROM unnest($1::text[], $2::text[]) AS x(code, source_hash)
  JOIN dossier d ON d.code = x.code AND d.source_hash = x.source_hash AND d.pruned_at IS NULL
  ORDER BY d.code FOR NO KEY UPDATE OF d`;

/** The mark `incomplete` tells of the payload: it stays where that does (`null`). */
const NOTE_NORMALIZED = `
  UPDATE dossier d SET codebook_id = $1, lane = x.lane::lane, incomplete = coalesce(x.incomplete, d.incomplete)
  FROM unnest($2::bigint[], $3::text[], $4::boolean[]) AS x(id, lane, incomplete)
  WHERE d.id = x.id`;

function isIncomplete({ normalized: { dossier, held } }: StoredDossier): boolean {
  return dossier !== null && held.length > 0;
}

function withIds(
  dossiers: readonly StoredDossier[],
  rows: readonly { readonly id: number; readonly code: string }[],
): Placed[] {
  const ids = new Map(rows.map((row) => [row.code, row.id]));
  return dossiers.flatMap((dossier) => {
    const id = ids.get(dossier.code);
    return id === undefined ? [] : [{ ...dossier, id }];
  });
}

/** Stores dossiers that were read. */
export async function upsertDossiers(tx: Queryable, page: StoredPage): Promise<PlacedPage> {
  const { dossiers } = page;
  const codebook = await codebookId(tx, page.codebook.version);
  await noteFormerOwners(
    tx,
    page.dossiers.map(({ code }) => storable(code)),
    page.behind ?? [],
  );
  const stored = await tx.query<{ id: number; code: string; fresh: boolean }>(UPSERT_DOSSIERS, [
    dossiers.map(({ code }) => storable(code)),
    codebook,
    page.sourceName ?? '',
    page.outranked ?? [],
    dossiers.map(({ sourceHash }) => storable(sourceHash)),
    toJsonbList(dossiers.map(({ source }) => source)),
    dossiers.map(({ source }) => source.changedAt),
    plainArray(dossiers.map(isIncomplete)),
    dossiers.map(({ lane }) => lane),
  ]);
  const placed = withIds(page.dossiers, stored.rows);
  await settleOwners(tx, page, placed);
  const fresh = new Set(stored.rows.filter((row) => row.fresh).map(({ id }) => id));
  const known = placed.filter(({ id }) => !fresh.has(id));
  if (known.length > 0) {
    const ids = known.map(({ id }) => id);
    await noteOwned(tx, ids, page.sourceName ?? '');
    await lockDeliveries(tx, known);
    await bringBack(tx, known, () => [
      ...known.map((dossier) => ({ ...deliveryRow(dossier), step_id: '' })),
      ...known.flatMap(stepRows),
    ]);
  }
  return { placed, fresh, kept: NONE };
}

/** Two sources may bring a dossier in the same moment: whose it is, the statement above has decided. */
async function settleOwners(tx: Queryable, page: StoredPage, placed: readonly Placed[]): Promise<void> {
  const { sourceName = '', outranked = [], shadowed = [] } = page;
  const stored = new Set(placed.map(({ code }) => code));
  const lost = page.dossiers.flatMap(({ code }) => (stored.has(code) ? [] : [code]));
  if (lost.length > 0 && outranked.length === 0) throw new Error('a dossier was stored but got no id');
  await noteShadowed(tx, [...shadowed, ...lost], sourceName, outranked);
}

/** Notes dossiers that were normalized again, as far as their row is still the same. */
export async function normalizedAgain(
  tx: Queryable,
  page: StoredPage,
  loses: (before: Dossier, dossier: StoredDossier) => boolean,
): Promise<PlacedPage> {
  const unchanged = await tx.query<{ id: number; code: string }>(LOCK_UNCHANGED, [
    page.dossiers.map(({ code }) => storable(code)),
    page.dossiers.map(({ sourceHash }) => storable(sourceHash)),
  ]);
  const placed = withIds(page.dossiers, unchanged.rows);
  await lockDeliveries(tx, placed);
  const kept = await keptAsAccepted(tx, placed, loses);
  await tx.query(NOTE_NORMALIZED, [
    await codebookId(tx, page.codebook.version),
    placed.map(({ id }) => id),
    placed.map(({ lane }) => lane),
    placed.map((dossier) => (kept.has(dossier.id) ? null : isIncomplete(dossier))),
  ]);
  return { placed, fresh: NONE, kept };
}
