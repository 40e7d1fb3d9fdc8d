/**
 * The province at a glance, for `status`, `sync` and the metrics.
 * Guarantees: reads only; every dossier counts in exactly one state (invariant 6).
 */
import { DELIVERY_STATES, type DeliveryState } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';
import { DELIVERY_COUNTS } from './delivery-count.ts';

/** See the file's head. */
export interface Overview {
  readonly states: Readonly<Record<DeliveryState, number>>;
  readonly steps: Readonly<Record<DeliveryState, number>>;
  readonly incomplete: number;
  /** Of what can go by itself: steps of a dossier that the portal never had, or has lost while it is held, wait for it or for a person. */
  readonly oldestPendingSeconds: number | null;
  /** Change in the source to acceptance, of today's lane in the last 24 hours. */
  readonly lagSeconds: { readonly p50: number | null; readonly p99: number | null };
}

/**
 * SQL: the deliveries that are not at rest, to be asked for {@link ON_ITS_WAY} of. By the states that have an index each:
 * asked for all of them at once, PostgreSQL reads every delivery that there ever was.
 */
export const UNDER_WAY = `(
  SELECT * FROM delivery WHERE state IN ('queued', 'retrying', 'unknown')
  UNION ALL SELECT * FROM delivery WHERE state = 'sending')`;

/** Nearly all are accepted: those are what is left of all when the others are counted. Each dossier has one delivery of its own. */
const STATES = `
  WITH others AS (
    SELECT kind, state, count(*) AS count FROM ${UNDER_WAY} v GROUP BY kind, state
    UNION ALL SELECT kind, state, count(*) FROM delivery WHERE state = 'held' GROUP BY kind, state)
  SELECT kind, state, count::int AS count FROM others
  UNION ALL
  SELECT x.kind, 'accepted', (x.count - coalesce((SELECT sum(o.count) FROM others o WHERE o.kind = x.kind), 0))::int
  FROM ${DELIVERY_COUNTS} x`;

/** Of a delivery `v`: it is on its way to the portal, and nothing that a person must do holds it up. */
export const ON_ITS_WAY = `
  v.state IN ('queued', 'sending', 'retrying', 'unknown') AND (v.kind = 'dossier' OR EXISTS (
    SELECT FROM delivery p
    WHERE p.dossier_id = v.dossier_id AND p.kind = 'dossier' AND p.accepted_version IS NOT NULL
      AND NOT (p.state = 'held' AND p.absence IS NOT DISTINCT FROM 'absent')))`;

const PENDING = `
  SELECT extract(epoch FROM now() - min(v.wanted_at))::float8 AS seconds FROM ${UNDER_WAY} v WHERE ${ON_ITS_WAY}`;

const LAG = `
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY lag) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY lag) AS p99
  FROM (
    SELECT extract(epoch FROM v.accepted_at - v.wanted_at)::float8 AS lag
    FROM delivery v JOIN dossier d ON d.id = v.dossier_id
    WHERE v.kind = 'dossier' AND d.lane = 'live' AND v.accepted_at > now() - interval '24 hours'
      AND v.accepted_at >= v.wanted_at) recent`;

/** Reads the overview. */
export async function overview(db: Queryable): Promise<Overview> {
  const states = await db.query<{ kind: 'dossier' | 'step'; state: DeliveryState; count: number }>(STATES);
  const count = (kind: string) =>
    Object.fromEntries(
      DELIVERY_STATES.map((state) => [
        state,
        states.rows.find((row) => row.kind === kind && row.state === state)?.count ?? 0,
      ]),
    ) as Record<DeliveryState, number>;
  const incomplete = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM dossier WHERE incomplete',
  );
  const oldest = await db.query<{ seconds: number | null }>(PENDING);
  const lag = await db.query<{ p50: number | null; p99: number | null }>(LAG);
  return {
    states: count('dossier'),
    steps: count('step'),
    incomplete: incomplete.rows[0]?.count ?? 0,
    oldestPendingSeconds: oldest.rows[0]?.seconds ?? null,
    lagSeconds: { p50: lag.rows[0]?.p50 ?? null, p99: lag.rows[0]?.p99 ?? null },
  };
}
