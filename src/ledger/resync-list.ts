/** The resyncs and how far they are. Guarantees: reads only; every queued dossier counts once. */
import type { Queryable } from './database.ts';

/** One resync. */
export interface ResyncRecord {
  readonly id: number;
  readonly at: Date;
  readonly who: string;
  readonly selection: Readonly<Record<string, unknown>>;
  /** Each dossier is looked up at the portal before it goes. */
  readonly verify: boolean;
  /** Dossiers that were meant when it began, and how many of them it has looked at. */
  readonly selected: number;
  readonly lookedAt: number;
  /** Left out, for the portal showed them just as they would go. */
  readonly already: number;
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
  /** False: it is under way, or was interrupted before all that was selected had been looked at. */
  readonly complete: boolean;
  readonly cancelledAt: Date | null;
}

const LIST = `
  SELECT r.id, r.begun_at AS at, r.who, r.selection, r.verify, r.selected,
    r.looked_at AS "lookedAt", r.already, r.queued, r.cancelled, r.complete,
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

/** A resync that sent a dossier again. */
export interface ResyncOfDossier {
  readonly id: number;
  /** When it queued the dossier. */
  readonly at: Date;
  readonly who: string;
  readonly selection: Readonly<Record<string, unknown>>;
}

/** The resyncs that queued a dossier and were not called back, oldest first. */
export async function resyncsOfDossier(db: Queryable, dossierId: number): Promise<ResyncOfDossier[]> {
  const { rows } = await db.query<ResyncOfDossier>(
    `SELECT r.id, i.queued_at AS at, r.who, r.selection
     FROM resync_item i JOIN resync r ON r.id = i.resync_id WHERE i.dossier_id = $1 ORDER BY r.id`,
    [dossierId],
  );
  return rows;
}
