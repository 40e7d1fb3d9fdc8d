/**
 * What the ledger has of dossiers that are being pushed, while nobody else pushes the same.
 * Guarantees: within a transaction, from the asking to its end, nobody else asks for or changes these dossiers, be
 * they in the ledger or not yet: of two that come at once, the second one sees the first one's.
 */
import { isApplied } from './apply-codebook.ts';
import type { Queryable } from './database.ts';
import { isOwnedBy } from './shadowed.ts';

/** First half of the keys of the advisory locks on codes that are being pushed; the second is of their hash. */
const PUSHED_CODES = 7_660_006;
/**
 * Locks in all: room for them is shared with everybody on the server (6400 unless it is set otherwise), and whoever
 * finds none, in whatever database, fails. Others of the same lock wait for a moment.
 */
const LOCKS = 64;

/** A dossier as it came. */
export interface PushedRow {
  readonly code: string;
  readonly sourceHash: string;
  /** ISO 8601 with zone. */
  readonly changedAt: string;
}

/** How it stands to what the ledger has. */
export interface Standing {
  readonly id: number;
  /** The content is the same, and stands under the name of the one that pushes. */
  readonly same: boolean;
  /** What the ledger has was changed later. */
  readonly older: boolean;
  /** What the ledger has was changed earlier, or nobody knows when. */
  readonly newer: boolean;
  /** The one that pushes gave it, be it under an earlier name: only then do the times of the two tell anything. */
  readonly own: boolean;
  /** Another source owns it, and stands before this one. */
  readonly owned: boolean;
}

const LOCK_CODES = `
  SELECT pg_advisory_xact_lock($1, x.hash)
  FROM (SELECT DISTINCT hashtext(code) & ${LOCKS - 1} AS hash FROM unnest($2::text[]) AS code ORDER BY 1) x`;

const LOOK = `
  SELECT d.id, d.code, d.source_hash = x.source_hash AND d.source = $5 AS same,
    coalesce(d.source_changed_at > x.changed_at, false) AS older,
    coalesce(d.source_changed_at < x.changed_at, true) AS newer,
    d.source = ANY($6::text[]) AS own, ${isOwnedBy('$4')} AS owned
  FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS x(code, source_hash, changed_at)
  JOIN dossier d ON d.code = x.code
  ORDER BY d.code FOR NO KEY UPDATE OF d`;

/**
 * Locks the dossiers and answers those that the ledger has, by code.
 * @param codebook version with which they are stored: whoever changes the applied one comes before or after all of this
 * @param source the one that pushes
 * @param names under which its dossiers stand
 * @param owners sources that stand before it
 */
export async function lookAtPushed(
  tx: Queryable,
  rows: readonly PushedRow[],
  codebook: string,
  source: string,
  names: readonly string[],
  owners: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  await isApplied(tx, codebook);
  const codes = rows.map(({ code }) => code);
  await tx.query(LOCK_CODES, [PUSHED_CODES, codes]);
  const { rows: found } = await tx.query<Standing & { code: string }>(LOOK, [
    codes,
    rows.map(({ sourceHash }) => sourceHash),
    rows.map(({ changedAt }) => changedAt),
    owners,
    source,
    names,
  ]);
  return new Map(found.map((row) => [row.code, row]));
}

/** Notes that these, whose content is the same, were as it is at a later time: what comes from in between is older. */
export async function noteSameLater(
  tx: Queryable,
  rows: readonly { readonly id: number; readonly changedAt: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE dossier d SET source_changed_at = x.changed_at
     FROM unnest($1::bigint[], $2::timestamptz[]) AS x(id, changed_at) WHERE d.id = x.id`,
    [rows.map(({ id }) => id), rows.map(({ changedAt }) => changedAt)],
  );
}
