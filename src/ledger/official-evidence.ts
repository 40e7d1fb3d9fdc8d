/**
 * What the ledger can tell of why the portal counts other than we do.
 * Guarantees: reads only; of dossiers of one period, found as the score finds them.
 * Must not: judge: whether it makes a difference is found out by counting without it.
 */
import type { LocalTime } from '../domain/codes.ts';
import type { DossierStatus } from '../domain/dossier.ts';
import type { DriftCause } from '../domain/drift.ts';
import type { Queryable } from './database.ts';
import { ofPeriod, type ScoreSpan } from './score-dossiers.ts';

const OF_PERIOD = `(${ofPeriod('f.dossier_id')}) p`;

/** A dossier of which something was accepted after a time. */
export interface LaterAccepted {
  readonly id: number;
  /** Its row: for the first time, or again. */
  readonly row: boolean;
  readonly steps: boolean;
}

const LATER = `
  SELECT v.dossier_id AS id, bool_or(v.kind = 'dossier') AS row, bool_or(v.kind = 'step') AS steps
  FROM delivery v JOIN ${OF_PERIOD} USING (dossier_id)
  WHERE v.accepted_version IS NOT NULL AND v.accepted_at > $3 GROUP BY v.dossier_id`;

/** Dossiers of the period of which the portal accepted something after `since`. */
export async function acceptedSince(
  db: Queryable,
  { begin, end }: ScoreSpan,
  since: Date,
): Promise<LaterAccepted[]> {
  const { rows } = await db.query<LaterAccepted & Record<string, unknown>>(LATER, [begin, end, since]);
  return rows;
}

/** A step that the portal has accepted. */
export interface AcceptedStep {
  readonly id: string;
  readonly status: DossierStatus;
  readonly at: LocalTime;
  readonly acceptedAt: Date;
}

const STEPS = `
  SELECT v.dossier_id AS "dossierId", v.step_id AS id, v.payload ->> 'status' AS status, v.payload ->> 'at' AS at,
    v.accepted_at AS "acceptedAt"
  FROM delivery v
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step' AND v.accepted_version IS NOT NULL
  ORDER BY v.dossier_id, v.position, v.id`;

/** Accepted steps of these dossiers; one that has none is not in it. */
export async function acceptedSteps(
  db: Queryable,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly AcceptedStep[]>> {
  const found = new Map<number, AcceptedStep[]>();
  if (ids.length === 0) return found;
  const { rows } = await db.query<AcceptedStep & { dossierId: number }>(STEPS, [ids]);
  for (const { dossierId, ...step } of rows) {
    const own = found.get(dossierId);
    if (own === undefined) found.set(dossierId, [step]);
    else own.push(step);
  }
  return found;
}

/** In what way it is open what the portal has of a dossier. */
export interface OpenQuestion {
  readonly id: number;
  /** It, or a step of it, was sent without an answer. */
  readonly inDoubt: boolean;
  /** The portal had accepted it and says that it has none. */
  readonly absent: boolean;
}

/** Found by the indexes of what waits: whatever is open is not accepted as it is, or is held. */
const OPEN = `
  WITH waits AS (
    SELECT dossier_id FROM delivery WHERE state IN ('queued', 'retrying', 'unknown')
    UNION SELECT dossier_id FROM delivery WHERE state = 'sending'
    UNION SELECT dossier_id FROM held)
  SELECT v.dossier_id AS id, bool_or(v.state = 'unknown') AS "inDoubt",
    bool_or(coalesce(v.absence IN ('absent', 'creating'), false)) AS absent
  FROM waits JOIN ${OF_PERIOD} USING (dossier_id) JOIN delivery v USING (dossier_id)
  WHERE v.state = 'unknown' OR v.absence IN ('absent', 'creating') GROUP BY v.dossier_id`;

/** Dossiers of the period of which it is open what the portal has. */
export async function openQuestions(db: Queryable, { begin, end }: ScoreSpan): Promise<OpenQuestion[]> {
  const { rows } = await db.query<OpenQuestion & Record<string, unknown>>(OPEN, [begin, end]);
  return rows;
}

/** What reconcile has found of a dossier. */
export interface DriftOfPeriod {
  readonly id: number;
  readonly cause: DriftCause;
  /** Names of fields, or steps as `steps[<id>]`. */
  readonly fields: readonly string[];
}

const DRIFT = `
  SELECT f.dossier_id AS id, f.cause, f.fields FROM drift f JOIN ${OF_PERIOD} USING (dossier_id)
  WHERE f.healed_at IS NULL OR f.healed_at > $3`;

/** What reconcile has found of dossiers of the period and was not mended by `at`; `null` = is not mended now. */
export async function driftOfPeriod(
  db: Queryable,
  { begin, end }: ScoreSpan,
  at: Date | null,
): Promise<DriftOfPeriod[]> {
  const { rows } = await db.query<DriftOfPeriod & Record<string, unknown>>(DRIFT, [begin, end, at]);
  return rows;
}
