/**
 * Lanes that send nothing, for whoever is reminded of them.
 * Guarantees: reads only; ages by the ledger's clock; of a lane that a person has paused, that person's words,
 * whatever its breaker says.
 */
import type { Lane } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';

/** A lane whose jobs may not call the portal. */
export interface HeldLane {
  readonly lane: Lane;
  readonly by: 'person' | 'breaker';
  readonly since: Date;
  readonly heldMs: number;
  readonly reason: string;
  /** When somebody may try next whether the portal is back; `null` = nobody will before a person resumes it. */
  readonly nextProbe: Date | null;
}

const HELD = `
  SELECT lane, CASE WHEN paused_at IS NULL THEN 'breaker' ELSE 'person' END AS by,
    coalesce(paused_at, since) AS since,
    extract(epoch FROM clock_timestamp() - coalesce(paused_at, since))::float8 * 1000 AS "heldMs",
    CASE WHEN paused_at IS NULL THEN reason ELSE paused_by || ': ' || paused_why END AS reason,
    CASE WHEN paused_at IS NULL THEN probe_at END AS "nextProbe"
  FROM breaker WHERE state <> 'closed' OR paused_at IS NOT NULL ORDER BY lane`;

/** The lanes that are held, none when all may send. */
export async function heldLanes(db: Queryable): Promise<readonly HeldLane[]> {
  return (await db.query<HeldLane>(HELD)).rows;
}

const WAITING = `
  SELECT count(*)::int AS count FROM due_dossier w JOIN dossier d ON d.id = w.dossier_id WHERE d.lane = $1`;

/** Dossiers of the lane with something to send, now or later. */
export async function waitingIn(db: Queryable, lane: Lane): Promise<number> {
  const { rows } = await db.query<{ count: number }>(WAITING, [lane]);
  return rows[0]?.count ?? 0;
}
