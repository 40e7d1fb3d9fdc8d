/**
 * Dossiers that the province has finished in time and the portal does not yet know of as finished.
 * Guarantees: from the records of score-facts.ts, by the ledger's clock: what lies past its appointment counts as late
 * because of synchronization, what lies before it within the given hours is due soon. Counting reads an index alone.
 */
import type { Queryable } from './database.ts';
import { ON_ITS_WAY } from './overview.ts';

/** SQL: now, as in `score_fact`. */
export const VIETNAM_NOW = `extract(epoch FROM (now() AT TIME ZONE 'Asia/Ho_Chi_Minh') - timestamp '2000-01-01')::bigint`;

/** How many, and for how long. */
export interface Urgent {
  /** Finished in time by the province, past their appointment, and not so at the portal. */
  readonly lateBecauseOfSync: number;
  /** The same, their appointment still to come. */
  readonly dueSoonNotSynchronized: number;
  /**
   * Since it was first seen that the portal is behind, of whichever has waited longest; `null` = none waits. Of late ones
   * those of the last month: what nobody has sent or mended by then, no reminder will.
   */
  readonly lateSeconds: number | null;
  readonly dueSoonSeconds: number | null;
}

/** Nobody is reminded of what is late for longer, nor does it go before others. */
export const FRESH_DAYS = 31;

const COUNT = `
  WITH clock AS MATERIALIZED (SELECT ${VIETNAM_NOW} AS at)
  SELECT count(*) FILTER (WHERE urgent_due < clock.at)::int AS "lateBecauseOfSync",
    count(*) FILTER (WHERE urgent_due >= clock.at)::int AS "dueSoonNotSynchronized",
    extract(epoch FROM now() - min(urgent_since) FILTER (
      WHERE urgent_due BETWEEN clock.at - ${FRESH_DAYS} * 86400 AND clock.at - 1))::float8 AS "lateSeconds",
    extract(epoch FROM now() - min(urgent_since) FILTER (WHERE urgent_due >= clock.at))::float8 AS "dueSoonSeconds"
  FROM score_fact, clock WHERE urgent_due <= ${VIETNAM_NOW} + $1::bigint * 3600`;

const NONE: Urgent = {
  lateBecauseOfSync: 0,
  dueSoonNotSynchronized: 0,
  lateSeconds: null,
  dueSoonSeconds: null,
};

/** @param dueSoonHours how long before its appointment a dossier is due soon (`mappings/score.yaml`) */
export async function urgentCounts(db: Queryable, dueSoonHours: number): Promise<Urgent> {
  const { rows } = await db.query<Urgent & Record<string, unknown>>(COUNT, [dueSoonHours]);
  return rows[0] ?? NONE;
}

/**
 * Why the portal does not know: it is on its way; something of it is held; or neither, because the portal has its
 * last step otherwise than the source by now, and changes none.
 */
export const STANDINGS = ['waiting', 'held', 'otherwise'] as const;
/** See {@link STANDINGS}. */
export type Standing = (typeof STANDINGS)[number];

/** Of those that stand alike. */
export interface StandingCount {
  readonly late: boolean;
  readonly standing: Standing;
  readonly count: number;
  /** Codes, of the nearest appointments. */
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

const STAND = `
  WITH clock AS MATERIALIZED (SELECT ${VIETNAM_NOW} AS at),
  urgent AS MATERIALIZED (
    SELECT f.dossier_id, f.urgent_since IS NOT NULL AS waits, f.urgent_due < clock.at AS late,
      abs(f.urgent_due - clock.at) AS away
    FROM score_fact f, clock WHERE f.urgent_due <= ${VIETNAM_NOW} + $1::bigint * 3600),
  standing AS (
    SELECT u.late, u.away, u.dossier_id, CASE
      WHEN NOT u.waits THEN 'otherwise'
      WHEN EXISTS (SELECT FROM delivery v WHERE v.dossier_id = u.dossier_id AND ${ON_ITS_WAY}) THEN 'waiting'
      ELSE 'held' END AS standing
    FROM urgent u)
  SELECT s.late, s.standing, s.count, ARRAY(
    SELECT d.code FROM unnest(s.ids) WITH ORDINALITY AS x(id, at) JOIN dossier d ON d.id = x.id ORDER BY x.at) AS examples
  FROM (SELECT late, standing, count(*)::int AS count, (array_agg(dossier_id ORDER BY away))[1:${EXAMPLES}] AS ids
    FROM standing GROUP BY late, standing) s
  ORDER BY s.late DESC, s.count DESC, s.standing`;

/** How they stand, those past their appointment first. Looks at each of them. */
export async function urgentStandings(
  db: Queryable,
  dueSoonHours: number,
): Promise<readonly StandingCount[]> {
  const { rows } = await db.query<StandingCount & Record<string, unknown>>(STAND, [dueSoonHours]);
  return rows;
}
