/**
 * When the ledger was last backed up by `dongbo backup`, as the audit tells.
 * Guarantees: reads only. A backup that somebody makes by hand before an upgrade is told from those that are made
 * again and again: only of these it is a fault when the next one does not come.
 */
import type { Queryable } from './database.ts';

/** Action of the entry that tells of a backup. */
export const BACKUP = 'backup';

/** The newest backup. */
export interface BackupAge {
  readonly at: Date;
  /** By the ledger's clock. */
  readonly ageSeconds: number;
  /** Backups are made again and again: on three days at least of the eight up to it. */
  readonly regular: boolean;
}

/** So many of the newest are looked at: days are Vietnam's, and a night may have more than one. */
const NEWEST = `
  WITH made AS (SELECT at FROM audit WHERE action = $1 AND phase = 'done' AND isfinite(at) ORDER BY seq DESC LIMIT 30),
  newest AS (SELECT max(at) AS at FROM made)
  SELECT at, greatest(0, extract(epoch FROM now() - at))::float8 AS "ageSeconds",
    (SELECT count(DISTINCT (made.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) >= 3 FROM made
     WHERE made.at > newest.at - interval '8 days') AS regular
  FROM newest WHERE at IS NOT NULL`;

/** The newest backup that the audit tells of; `null` = there is none. */
export async function newestBackup(db: Queryable): Promise<BackupAge | null> {
  const { rows } = await db.query<BackupAge>(NEWEST, [BACKUP]);
  return rows[0] ?? null;
}
