/**
 * Dossiers that their source no longer has.
 * Guarantees: they are noted and listed, with what the portal has of them; one that is read again, or was seen by
 * a sweep, is noted no more.
 * Must not: change or send anything of a dossier: the portal has no deletion, and a view may only be broken.
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';
import type { SourceNames } from './sweep.ts';

/** What has been pruned was over long ago: it may go where it came from. What was stored since came back by itself. */
const GIVEN = `
  SELECT d.id FROM dossier d
  WHERE d.id > $1 AND d.source = ANY($2::text[]) AND d.pruned_at IS NULL AND d.stored_at < $3
  ORDER BY d.id LIMIT $4`;

/** A page of dossiers that the source has given, stored before `before`, after the id `after`. */
export async function givenBefore(
  db: Queryable,
  names: SourceNames,
  before: Date,
  after: number,
  limit: number,
): Promise<readonly number[]> {
  const { rows } = await db.query<{ id: number }>(GIVEN, [after, names, before, limit]);
  return rows.map(({ id }) => id);
}

/** Those of a source that are noted. */
export async function notedVanished(db: Queryable, names: SourceNames): Promise<readonly number[]> {
  const { rows } = await db.query<{ id: number }>(
    `SELECT v.dossier_id AS id FROM vanished v JOIN dossier d ON d.id = v.dossier_id WHERE d.source = ANY($1::text[])`,
    [names],
  );
  return rows.map(({ id }) => id);
}

/** Codes of dossiers, and how the source last marked them as deleted: those were to go. */
export async function deletionMarks(
  db: Queryable,
  ids: readonly number[],
): Promise<readonly { readonly id: number; readonly code: string; readonly deleted: string | null }[]> {
  const { rows } = await db.query<{ id: number; code: string; deleted: string | null }>(
    `SELECT id, code, source_row #>> '{fields,deleted}' AS deleted FROM dossier WHERE id = ANY($1::bigint[])`,
    [ids],
  );
  return rows;
}

/** Notes that they are gone, unless they were read again after `before`. */
export async function noteVanished(db: Queryable, ids: readonly number[], before: Date): Promise<number> {
  const { rowCount } = await db.query(
    `INSERT INTO vanished (dossier_id)
     SELECT d.id FROM dossier d WHERE d.id = ANY($1::bigint[]) AND d.stored_at < $2 ORDER BY d.id
     ON CONFLICT DO NOTHING`,
    [ids, before],
  );
  return rowCount ?? 0;
}

/** Notes that they are there again. */
export async function noteBack(db: Queryable, ids: readonly number[]): Promise<void> {
  await db.query('DELETE FROM vanished WHERE dossier_id = ANY($1::bigint[])', [ids]);
}

/** One that vanished. */
export interface VanishedDossier {
  readonly dossier: string;
  readonly source: string;
  readonly noticedAt: Date;
  readonly state: DeliveryState;
  /** When the portal last accepted it; `null` = it has nothing of it, as far as the ledger knows. */
  readonly acceptedAt: Date | null;
  /** National status that the portal was last to be told; `null` = it was never told any. */
  readonly status: string | null;
}

/** The newest first. */
export async function vanishedDossiers(db: Queryable, limit: number): Promise<readonly VanishedDossier[]> {
  const { rows } = await db.query<VanishedDossier>(
    `SELECT d.code AS dossier, d.source, v.noticed_at AS "noticedAt", p.state, p.accepted_at AS "acceptedAt",
       coalesce(p.accepted_payload, p.payload) ->> 'status' AS status
     FROM vanished v JOIN dossier d ON d.id = v.dossier_id
     JOIN delivery p ON p.dossier_id = d.id AND p.kind = 'dossier'
     ORDER BY v.noticed_at DESC, d.code LIMIT $1`,
    [limit],
  );
  return rows;
}

/** How many are noted. */
export async function vanishedCount(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>('SELECT count(*)::int AS count FROM vanished');
  return rows[0]?.count ?? 0;
}
