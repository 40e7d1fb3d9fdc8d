/**
 * How long calls take the portal, from the record of attempts.
 * Guarantees: reads only, and the newest attempts alone, whatever the size of the record.
 */
import type { Queryable } from './database.ts';

/** Attempts that are looked at, newest first. */
const NEWEST = 20_000;

/** By how a dossier or a step shared its call: full calls count for each record that they carried. */
const PACE = `
  SELECT (avg(a.duration_ms) FILTER (WHERE v.kind = 'dossier'))::float8 AS dossiers,
    (avg(a.duration_ms) FILTER (WHERE v.kind = 'step'))::float8 AS steps
  FROM (SELECT * FROM attempt ORDER BY id DESC LIMIT ${NEWEST}) a JOIN delivery v ON v.id = a.delivery_id
  WHERE a.at > now() - interval '7 days' AND a.records > 0 AND a.outcome = 'accepted' AND a.duration_ms > 0`;

/** Mean milliseconds of a call that sends dossiers, and of one that sends steps; `null` = none in the last 7 days. */
export interface CallPace {
  readonly dossiers: number | null;
  readonly steps: number | null;
}

/** Measures the calls of the last days. */
export async function callPace(db: Queryable): Promise<CallPace> {
  const { rows } = await db.query<CallPace>(PACE);
  return rows[0] ?? { dossiers: null, steps: null };
}
