/**
 * Sending dossiers again because a person says so: what is read for it, and how far a run is.
 * Guarantees: a run that was cut short is known as such, with the place after which it goes on.
 * Must not: queue anything (send-again.ts).
 */
import type { Dossier } from '../domain/dossier.ts';
import type { Queryable } from './database.ts';
import { STANDING, type StandingDossier } from './standing.ts';
import { TOLD } from './told.ts';

/** A dossier that is to go again, as it stands. */
export interface ResyncDossier extends StandingDossier {
  /** What the portal was last told and has accepted; `null` = nothing, or not known (told.ts). */
  readonly told: Dossier | null;
  /** Steps that wait to be sent, or may be on their way. */
  readonly openSteps: number;
}

const ROWS = `
  SELECT ${STANDING}, ${TOLD} AS told,
    (SELECT count(*) FROM delivery w WHERE w.dossier_id = d.id AND w.kind = 'step'
      AND w.state IN ('queued', 'retrying', 'unknown', 'sending'))::int AS "openSteps"
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  WHERE d.id = ANY($1::bigint[]) AND d.pruned_at IS NULL ORDER BY d.id`;

/** The dossiers of these ids; without those whose personal data were taken out, of which nothing whole could be said. */
export async function resyncDossiers(db: Queryable, ids: readonly number[]): Promise<ResyncDossier[]> {
  const { rows } = await db.query<ResyncDossier>(ROWS, [ids]);
  return rows;
}

/** What is written down when a resync begins. */
export interface ResyncBeginning {
  /** User of the operating system. */
  readonly who: string;
  /** As it was typed. */
  readonly selection: Readonly<Record<string, unknown>>;
  /** Each dossier is looked up at the portal before it goes. */
  readonly verify: boolean;
  /** How many dossiers are meant. */
  readonly selected: number;
}

/** Writes down that a resync begins. Answers its number. */
export async function beginResync(
  db: Queryable,
  { who, selection, verify, selected }: ResyncBeginning,
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'INSERT INTO resync (who, selection, verify, selected) VALUES ($1, $2, $3, $4) RETURNING id',
    [who, JSON.stringify(selection), verify, selected],
  );
  return rows[0]?.id ?? 0;
}

/** All that was selected has been looked at. */
export async function completeResync(db: Queryable, id: number): Promise<void> {
  await db.query('UPDATE resync SET complete = true WHERE id = $1 AND cancelled_at IS NULL', [id]);
}

/** The last dossier that a resync has looked at, in order of id; 0 = none yet. */
export async function resyncPlace(db: Queryable, id: number): Promise<number> {
  const { rows } = await db.query<{ after: number }>('SELECT after_id AS after FROM resync WHERE id = $1', [
    id,
  ]);
  return rows[0]?.after ?? 0;
}
