/**
 * What comparing with the portal found, and putting it right.
 * Guarantees: written only where nothing of the dossier has moved since it was compared and nobody has
 * it in hand (the rows are locked, the mark is compared); what no longer holds is taken out. Mending
 * decides nothing by itself: a lost dossier is offered as known, so that the portal's own answer proves
 * it lost; a lost step is read back once more before it goes, after the quiet period of a lost answer.
 * Must not: keep values of fields, only their names.
 */
import { DRIFT_CAUSES, type DriftCause } from '../domain/drift.ts';
import type { Database, Queryable } from './database.ts';
import { lockDeliveries } from './keep-accepted.ts';
import { BUSY, MARK } from './reconcile-candidates.ts';

/** What was found of one dossier; no causes = all is well. */
export interface ComparedDossier {
  readonly id: number;
  /** As it was before the look-up. */
  readonly mark: string;
  readonly causes: readonly {
    readonly cause: DriftCause;
    /** Names of fields, or ids of steps as `steps[<id>]`. */
    readonly fields: readonly string[];
    /** Ids of steps to read back; of `steps-missing`. */
    readonly stepIds: readonly string[];
    /** Is to be put right, as far as it can be. */
    readonly mend: boolean;
  }[];
  /** Causes that cannot be judged now: what was found of them before stays. */
  readonly unjudged: readonly DriftCause[];
}

/** `moved`: nothing was written. `noted`: nothing to mend, or not to be. `mended`: something goes again. */
export type DriftNoted = 'moved' | 'noted' | 'mended';

/** Asked after the locks; one that was pruned meanwhile says nothing any more, and must not go so. */
const UNMOVED = `
  SELECT ${MARK} AS mark, ${BUSY} AS busy FROM dossier d WHERE d.id = $1 AND d.pruned_at IS NULL`;

/** What is on its way again stays healed until it has arrived. */
const NOTE = `
  INSERT INTO drift AS f (dossier_id, cause, fields)
  SELECT $1, x.cause, ARRAY(SELECT jsonb_array_elements_text(x.fields))
  FROM jsonb_to_recordset($2::jsonb) AS x(cause drift_cause, fields jsonb)
  ON CONFLICT (dossier_id, cause) DO UPDATE SET
    found_at = CASE WHEN f.fields = excluded.fields THEN f.found_at ELSE now() END, fields = excluded.fields,
    healed_at = CASE WHEN EXISTS (SELECT FROM delivery v WHERE v.dossier_id = $1
      AND v.state IN ('queued', 'retrying', 'unknown')) THEN f.healed_at END
  RETURNING f.cause, f.found_at = now() AS fresh`;

const OVER = `DELETE FROM drift WHERE dossier_id = $1 AND NOT cause::text = ANY($2::text[])`;

/** In the record of attempts, so that `explain` tells it; only where it is new. */
const TELL = `
  INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms)
  SELECT v.dossier_id, v.id, now(), '', 'accepted', $2, 0, 0
  FROM delivery v WHERE v.dossier_id = $1 AND v.kind = 'dossier'`;

/** As for a look-up that misses it while it is worked on (lost-dossier.ts). */
const OFFER = `
  UPDATE delivery v SET absence = 'absent', due_at = now(), attempt = 0,
    state = CASE WHEN v.state = 'accepted' THEN 'queued' ELSE v.state END
  WHERE v.dossier_id = $1 AND v.kind = 'dossier' AND v.state IN ('accepted', 'held')
    AND v.accepted_version IS NOT NULL AND v.absence IS NULL
  RETURNING v.state`;

const SEND_AGAIN = `
  UPDATE delivery v SET state = 'queued', due_at = now(), attempt = 0
  WHERE v.dossier_id = $1 AND v.kind = 'dossier' AND v.state = 'accepted'
  RETURNING v.state`;

/** Not believed gone before the quiet period is over: the answer may be older than the portal's own work. */
const READ_BACK = `
  UPDATE delivery v SET state = 'unknown', attempt = 0, due_at = now(), lost_at = now(),
    accepted_version = NULL, accepted_hash = NULL, accepted_at = NULL
  WHERE v.dossier_id = $1 AND v.kind = 'step' AND v.step_id = ANY($2::text[]) AND v.state = 'accepted'
  RETURNING v.state`;

/** Writes down what was found, and puts right what is to be mended. */
export function noteCompared(db: Database, found: ComparedDossier): Promise<DriftNoted> {
  return db.transaction(async (tx) => {
    await lockDeliveries(tx, [found]);
    const { rows } = await tx.query<{ mark: string; busy: boolean }>(UNMOVED, [found.id]);
    if (rows[0]?.mark !== found.mark || rows[0].busy) return 'moved';
    await tx.query(OVER, [found.id, [...found.causes.map(({ cause }) => cause), ...found.unjudged]]);
    if (found.causes.length === 0) return 'noted';
    const noted = await tx.query<{ cause: DriftCause; fresh: boolean }>(NOTE, [
      found.id,
      JSON.stringify(found.causes),
    ]);
    if (noted.rows.some(({ fresh }) => fresh)) await tx.query(TELL, [found.id, said(found)]);
    return (await mend(tx, found)) ? 'mended' : 'noted';
  });
}

function said({ causes }: ComparedDossier): string {
  const told = causes.map(({ cause, fields }) => [cause, ...fields.slice(0, 10)].join(' ')).join('; ');
  return `đối chiếu với Cổng thấy khác (compared with the portal): ${told}`.slice(0, 500);
}

async function mend(tx: Queryable, { id, causes }: ComparedDossier): Promise<boolean> {
  const mended: DriftCause[] = [];
  for (const { cause, stepIds } of causes.filter((one) => one.mend)) {
    const goes = await tx.query<{ state: string }>(...statementOf(id, cause, stepIds));
    if (goes.rows.some(({ state }) => state !== 'held')) mended.push(cause);
  }
  if (mended.length === 0) return false;
  await tx.query(`UPDATE dossier SET lane = 'backfill' WHERE id = $1 AND lane <> 'backfill'`, [id]);
  await tx.query(
    'UPDATE drift SET healed_at = now() WHERE dossier_id = $1 AND cause::text = ANY($2::text[])',
    [id, mended],
  );
  return true;
}

function statementOf(id: number, cause: DriftCause, stepIds: readonly string[]): [string, unknown[]] {
  switch (cause) {
    case 'missing':
      return [OFFER, [id]];
    case 'changed':
      return [SEND_AGAIN, [id]];
    case 'steps-missing':
      return [READ_BACK, [id, stepIds]];
    default:
      // It waits or is held already; or only somebody at the portal can take the steps away.
      return ["SELECT ''::text AS state WHERE false", []];
  }
}

/** A line of `reconcile drift`. */
export interface DriftRow {
  readonly dossier: string;
  readonly cause: DriftCause;
  readonly fields: readonly string[];
  readonly foundAt: Date;
}

/** What was found and is not mended, oldest first, at most `limit`. */
export async function openDrift(db: Queryable, limit: number): Promise<DriftRow[]> {
  const { rows } = await db.query<DriftRow>(
    `SELECT d.code AS dossier, f.cause, f.fields, f.found_at AS "foundAt" FROM drift f
     JOIN dossier d ON d.id = f.dossier_id WHERE f.healed_at IS NULL ORDER BY f.found_at, d.id, f.cause LIMIT $1`,
    [limit],
  );
  return rows;
}

/** How many dossiers have one of `causes` and are not mended. */
export async function driftedDossiers(db: Queryable, causes: readonly DriftCause[]): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(DISTINCT dossier_id)::int AS count FROM drift
     WHERE healed_at IS NULL AND cause::text = ANY($1::text[])`,
    [causes],
  );
  return rows[0]?.count ?? 0;
}

/** How many dossiers are apart and not mended, by cause; every cause is there. */
export async function driftCounts(db: Queryable): Promise<Map<DriftCause, number>> {
  const { rows } = await db.query<{ cause: DriftCause; count: number }>(
    'SELECT cause, count(*)::int AS count FROM drift WHERE healed_at IS NULL GROUP BY cause',
  );
  const found = new Map(rows.map(({ cause, count }) => [cause, count]));
  return new Map(DRIFT_CAUSES.map((cause) => [cause, found.get(cause) ?? 0]));
}
