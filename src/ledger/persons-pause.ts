/**
 * A person's pause of a lane: whoever pauses it first is the one who has.
 * Guarantees: all processes and machines heed it within about a second, and after restarts; the breaker
 * beside it goes on by itself.
 * Must not: wait for what is under way.
 */
import type { Lane } from '../domain/delivery.ts';
import type { PersonsPause } from './breaker.ts';
import type { Queryable } from './database.ts';
import { storable } from './jsonb.ts';

const PAUSE = `
  UPDATE breaker SET paused_at = clock_timestamp(), paused_by = $2, paused_why = $3
  WHERE lane = ANY($1::lane[]) AND paused_at IS NULL RETURNING lane`;

/** Pauses the lanes. Answers those that were not paused by a person before; the others stay as they were. */
export async function pauseLanes(
  db: Queryable,
  lanes: readonly Lane[],
  { by, why }: Pick<PersonsPause, 'by' | 'why'>,
): Promise<Lane[]> {
  const { rows } = await db.query<{ lane: Lane }>(PAUSE, [lanes, storable(by), storable(why)]);
  return lanes.filter((lane) => rows.some((row) => row.lane === lane));
}

const RESUME = `
  UPDATE breaker SET paused_at = NULL, paused_by = NULL, paused_why = NULL
  WHERE lane = ANY($1::lane[]) AND paused_at IS NOT NULL RETURNING lane`;

/** Resumes the lanes. Answers those that a person had paused. */
export async function resumeLanes(db: Queryable, lanes: readonly Lane[]): Promise<Lane[]> {
  const { rows } = await db.query<{ lane: Lane }>(RESUME, [lanes]);
  return lanes.filter((lane) => rows.some((row) => row.lane === lane));
}
