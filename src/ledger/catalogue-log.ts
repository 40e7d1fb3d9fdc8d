/**
 * Reading the log of the catalogue's changes, and the versions of the catalogue as a whole.
 * Guarantees: entries in the order in which they were written; a pull's entries are those written after
 * the end of the pull before, so what a pull that was cut short had changed counts with the next.
 * Must not: change anything.
 */
import type { CatalogueChange } from './catalogue-compare.ts';
import type { Queryable } from './database.ts';

/** An entry. */
export interface LoggedChange extends CatalogueChange {
  readonly id: number;
  readonly at: Date;
  /** Present name of the procedure; `null` for entries of lists. */
  readonly procedureName: string | null;
}

const ENTRIES = `
  SELECT c.id, c.at, c.procedure, c.what, c.item_code AS item, c.before, c.after, p.name AS "procedureName"
  FROM catalogue_change c LEFT JOIN procedure p ON p.code = c.procedure`;

/** Which entries; bounds that are absent are open. */
export interface ChangeFilter {
  /** Written at or after. */
  readonly from?: Date;
  /** Written before. */
  readonly before?: Date;
  readonly afterId?: number;
  readonly toId?: number;
  /** Of this procedure only; letter case and outer blanks aside. */
  readonly procedure?: string;
}

/** Entries, oldest first. */
export async function loggedChanges(db: Queryable, filter: ChangeFilter): Promise<LoggedChange[]> {
  const { rows } = await db.query<LoggedChange & Record<string, unknown>>(
    `${ENTRIES} WHERE ($1::timestamptz IS NULL OR c.at >= $1) AND ($2::timestamptz IS NULL OR c.at < $2)
       AND ($3::bigint IS NULL OR c.id > $3) AND ($4::bigint IS NULL OR c.id <= $4)
       AND ($5::text IS NULL OR lower(trim(c.procedure)) = lower(trim($5)))
     ORDER BY c.id`,
    [filter.from, filter.before, filter.afterId, filter.toId, filter.procedure].map((value) => value ?? null),
  );
  return rows;
}

/** The newest `limit` entries of one procedure, newest first. @param code exactly as spelled. */
export async function lastChanges(db: Queryable, code: string, limit: number): Promise<LoggedChange[]> {
  const { rows } = await db.query<LoggedChange & Record<string, unknown>>(
    `${ENTRIES} WHERE c.procedure = $1 ORDER BY c.id DESC LIMIT $2`,
    [code, limit],
  );
  return rows;
}

/** The entries of one pull: ids after `afterId` up to `toId`; `finishedAt` is `null` for one that was cut short. */
export interface PullEntries {
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly afterId: number;
  readonly toId: number;
}

/** The newest pull that changed anything, `null` where nothing was ever logged. */
export async function newestChangingPull(db: Queryable): Promise<PullEntries | null> {
  const { rows } = await db.query<PullEntries & Record<string, unknown>>(
    `WITH newest AS (SELECT max(id) AS id FROM catalogue_change),
       done AS (SELECT * FROM catalogue_pull, newest WHERE last_change >= newest.id ORDER BY catalogue_pull.id LIMIT 1)
     SELECT done.started_at AS "startedAt", done.finished_at AS "finishedAt", newest.id AS "toId",
       coalesce((SELECT max(last_change) FROM catalogue_pull WHERE last_change < newest.id), 0) AS "afterId"
     FROM newest LEFT JOIN done ON true WHERE newest.id IS NOT NULL`,
  );
  return rows[0] ?? null;
}

/** A pull after which the catalogue was another. */
export interface CatalogueVersion {
  readonly hash: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly listed: number;
  /** How many entries of each kind. Empty where only terms, fees or other details of procedures changed. */
  readonly changes: Readonly<Record<string, number>>;
}

/** Versions, newest first. */
export async function catalogueVersions(db: Queryable): Promise<CatalogueVersion[]> {
  const { rows } = await db.query<CatalogueVersion & Record<string, unknown>>(
    `WITH pulls AS (
       SELECT *, lag(hash) OVER (ORDER BY id) AS hash_before, lag(last_change, 1, 0::bigint) OVER (ORDER BY id) AS after_id
       FROM catalogue_pull)
     SELECT hash, started_at AS "startedAt", finished_at AS "finishedAt", listed,
       coalesce((SELECT jsonb_object_agg(what, count) FROM (
         SELECT what, count(*) AS count FROM catalogue_change WHERE id > after_id AND id <= last_change GROUP BY what) AS counted
       ), '{}') AS changes
     FROM pulls WHERE hash IS DISTINCT FROM hash_before ORDER BY id DESC`,
  );
  return rows;
}

/** How many entries of each kind there are since the last pull that came to its end. */
export async function changesSinceLastPull(db: Queryable): Promise<Readonly<Record<string, number>>> {
  const { rows } = await db.query<{ what: string; count: number }>(
    `SELECT what, count(*)::int AS count FROM catalogue_change
     WHERE id > (SELECT coalesce(max(last_change), 0) FROM catalogue_pull) GROUP BY what ORDER BY what`,
  );
  return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
}
