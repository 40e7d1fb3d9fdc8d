/**
 * What follows a step whose answer is out: what the source says of it by now.
 * Guarantees: a step that may be at the portal stays as it was sent; only where the portal turns out
 * not to have it does the correction take its place, or is it dropped with the source's own. Where the
 * portal has it, the correction stays beside it, so that `explain` can tell of it (decision 0016). Nor is a step
 * dropped that goes again although nobody could tell (decision 0034): what may be there of it is looked for.
 * Must not: decide what the portal has.
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';
import { isDoubtful } from './doubt.ts';
import { inState } from './due-by-key.ts';
import { toJsonb } from './jsonb.ts';

/** SQL: the source says something else of step `v` than what was sent. */
export const IS_CORRECTED = 'v.next_hash IS NOT NULL';

/**
 * SQL assignments for delivery `v`: where `absent` holds (the portal surely does not have it), what
 * follows takes its place. The time since which it is wanted stays: the portal lacks the step since then.
 */
export const takeFollowing = (absent: string): string => `
    payload = CASE WHEN ${absent} THEN coalesce(v.next_payload, v.payload) ELSE v.payload END,
    payload_hash = CASE WHEN ${absent} THEN coalesce(v.next_hash, v.payload_hash) ELSE v.payload_hash END,
    version = v.version + (${absent} AND ${IS_CORRECTED})::int,
    next_payload = CASE WHEN ${absent} THEN NULL ELSE v.next_payload END,
    next_hash = CASE WHEN ${absent} THEN NULL ELSE v.next_hash END`;

/** Under which step `v` goes back to what may be at the portal of it, to be looked for as that. */
const LOOKED_FOR = `
    payload = coalesce(v.untold_payload, v.payload), payload_hash = coalesce(v.untold_hash, v.payload_hash),
    version = v.version + coalesce(v.untold_hash <> v.payload_hash, false)::int,
    sent_version = v.version + coalesce(v.untold_hash <> v.payload_hash, false)::int,
    sent_hash = coalesce(v.untold_hash, v.payload_hash), next_payload = NULL, next_hash = NULL,
    state = 'unknown', attempt = 0, due_at = now(), lost_at = greatest(v.lost_at, (SELECT noted_at FROM doubt))`;

const LOOK_FOR = `
  UPDATE delivery v SET ${LOOKED_FOR}
  WHERE v.id = ANY($1::bigint[]) AND v.withdrawn AND ${inState('queued', 'retrying')} AND v.untold_hash IS NOT NULL
  RETURNING v.id`;

const DROP = `
  DELETE FROM delivery v WHERE v.id = ANY($1::bigint[]) AND v.withdrawn AND ${inState('queued', 'retrying')}
  RETURNING v.id`;

/**
 * Drops those of `deliveries` that the source has no more and the portal does not have; those of which nobody could tell
 * are looked for. Call it in the transaction that wrote so, which holds their rows. Answers what is left, as it is.
 */
export async function dropWithdrawn<Row extends { readonly id: number; readonly state: DeliveryState }>(
  tx: Queryable,
  deliveries: readonly Row[],
): Promise<Row[]> {
  const ids = deliveries.flatMap(({ id, state }) => (state === 'queued' || state === 'retrying' ? [id] : []));
  if (ids.length === 0) return [...deliveries];
  const lookedFor = await idsOf(tx, LOOK_FOR, ids);
  const gone = await idsOf(tx, DROP, ids);
  return deliveries.flatMap((row) => {
    if (gone.has(row.id)) return [];
    return lookedFor.has(row.id) ? [{ ...row, state: 'unknown' as const }] : [row];
  });
}

async function idsOf(tx: Queryable, sql: string, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const { rows } = await tx.query<{ id: number }>(sql, [ids]);
  return new Set(rows.map(({ id }) => id));
}

/**
 * SQL: of the steps that are not in a page ($1) and for which `absent` holds, as far as this ledger knows, those that the
 * portal may have all the same are looked for: nobody could tell of an earlier call, or this ledger does not know
 * everything (doubt.ts). The rest may vanish.
 */
export const lookForVanished = (absent: string): string => `
  UPDATE delivery v SET withdrawn = true, ${LOOKED_FOR}
  FROM jsonb_to_recordset($1::jsonb) AS x(id bigint, step_ids jsonb)
  WHERE v.dossier_id = x.id AND v.kind = 'step' AND NOT x.step_ids ? v.step_id AND ${absent}
    AND (v.untold_hash IS NOT NULL OR v.state = 'held' AND ${isDoubtful(`v.payload ->> 'at'`)})`;

const OTHERWISE = `
  WITH of_dossier AS (
    SELECT d.code, count(*)::int AS steps FROM delivery v JOIN dossier d ON d.id = v.dossier_id
    WHERE v.kind = 'step' AND v.state = 'accepted' AND (${IS_CORRECTED} OR v.withdrawn) GROUP BY d.code)
  SELECT coalesce(sum(steps), 0)::int AS count, coalesce((array_agg(code ORDER BY code))[1:3], '{}') AS examples
  FROM of_dossier`;

/** Steps that the portal has otherwise than the source by now. */
export interface StepsOtherwise {
  readonly count: number;
  /** Codes of dossiers, at most three. */
  readonly examples: readonly string[];
}

/** Counts them: the portal changes no step, so that people who want it otherwise must ask its operators. */
export async function stepsOtherwise(db: Queryable): Promise<StepsOtherwise> {
  const { rows } = await db.query<{ count: number; examples: string[] }>(OTHERWISE);
  return rows[0] ?? { count: 0, examples: [] };
}

/** A dossier of a page with the ids of the steps that its source has. */
export interface StepsOf {
  readonly id: number;
  readonly step_ids: readonly string[];
}

/** A step of a page, in its place. */
export interface StepRow {
  readonly id: number;
  readonly step_id: string;
  readonly position: number;
  readonly payload: unknown;
  readonly payload_hash: string;
}

/**
 * A step that comes to stand between two others moves the later ones, whether or not they changed.
 * One that says something else than the source by now could not be changed: it may be at the portal.
 */
const PLACE = `
  UPDATE delivery v SET position = x.position, withdrawn = false,
    next_hash = nullif(x.payload_hash, v.payload_hash),
    next_payload = CASE WHEN x.payload_hash = v.payload_hash THEN NULL ELSE x.payload END
  FROM json_to_recordset($1::json) AS x(id bigint, step_id text, position integer, payload json, payload_hash text)
  WHERE v.dossier_id = x.id AND v.kind = 'step' AND v.step_id = x.step_id
    AND (v.position <> x.position OR v.withdrawn
      OR v.next_hash IS DISTINCT FROM nullif(x.payload_hash, v.payload_hash))`;

const WITHDRAW = `
  UPDATE delivery v SET withdrawn = true, next_payload = NULL, next_hash = NULL
  FROM jsonb_to_recordset($1::jsonb) AS x(id bigint, step_ids jsonb)
  WHERE v.dossier_id = x.id AND v.kind = 'step' AND NOT v.withdrawn AND NOT x.step_ids ? v.step_id`;

/**
 * Puts the steps of a page in their order, and notes what the source says by now of those that may be
 * at the portal. Call it after those that may change have changed, with all their rows locked.
 */
export async function noteFollowing(
  tx: Queryable,
  dossiers: readonly StepsOf[],
  steps: readonly StepRow[],
): Promise<void> {
  await tx.query(PLACE, [toJsonb(steps)]);
  await tx.query(WITHDRAW, [toJsonb(dossiers)]);
}
