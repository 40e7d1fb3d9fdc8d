/** The resyncs and how far they are. Guarantees: reads only; every queued dossier counts once. */
import type { Queryable } from './database.ts';

/** One resync. */
export interface ResyncRecord {
  readonly id: number;
  readonly at: Date;
  readonly who: string;
  readonly selection: Readonly<Record<string, unknown>>;
  /** Dossiers that it queued. */
  readonly queued: number;
  /** Of these: sent, or what the portal has of them needs nothing more. */
  readonly sent: number;
  /** Of these: something of them waits, or is on its way. */
  readonly waiting: number;
  /** Of these: held since, by a fault or by the portal's answer. */
  readonly held: number;
  /** Of these: called back before anybody began. */
  readonly cancelled: number;
  /** False: it was interrupted before all that was selected had been looked at. */
  readonly complete: boolean;
  readonly cancelledAt: Date | null;
}

const LIST = `
  SELECT r.id, r.begun_at AS at, r.who, r.selection, r.queued, r.cancelled, r.complete,
    r.cancelled_at AS "cancelledAt", i.sent, i.waiting, i.held
  FROM resync r CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE of.waiting)::int AS waiting,
      count(*) FILTER (WHERE NOT of.waiting AND of.state = 'held')::int AS held,
      count(*) FILTER (WHERE NOT of.waiting AND of.state <> 'held')::int AS sent
    FROM (
      SELECT v.state, v.state IN ('queued', 'retrying', 'unknown', 'sending') OR EXISTS (
        SELECT FROM delivery w WHERE w.dossier_id = v.dossier_id AND w.kind = 'step'
          AND w.state IN ('queued', 'retrying', 'unknown', 'sending')) AS waiting
      FROM resync_item n JOIN delivery v ON v.dossier_id = n.dossier_id AND v.kind = 'dossier'
      WHERE n.resync_id = r.id) of) i
  WHERE $1::integer IS NULL OR r.id = $1
  ORDER BY r.id DESC LIMIT $2`;

/** The newest `limit` resyncs, newest first. */
export async function resyncs(db: Queryable, limit: number): Promise<ResyncRecord[]> {
  const { rows } = await db.query<ResyncRecord>(LIST, [null, limit]);
  return rows;
}

/** One resync; `null` where there is none of that number. */
export async function resyncOf(db: Queryable, id: number): Promise<ResyncRecord | null> {
  const { rows } = await db.query<ResyncRecord>(LIST, [id, 1]);
  return rows[0] ?? null;
}
