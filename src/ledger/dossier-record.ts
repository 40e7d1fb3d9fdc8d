/** All that the ledger knows of one dossier, for `explain`. Guarantees: reads only, by the unique code. */
import type { LookupKey } from '../domain/codebook.ts';
import type { DeliveryState, Lane } from '../domain/delivery.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { OutcomeKind } from '../domain/portal-outcome.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { Queryable } from './database.ts';
import { type HeldRow, heldRows } from './held-list.ts';
import { type ResyncOfDossier, resyncsOfDossier } from './resync-list.ts';
import { type ShadowedSource, shadowedSources } from './shadowed.ts';

/** A delivery as it stands. */
export interface DeliveryRecord {
  readonly id: number;
  readonly stepId: string;
  readonly payload: Dossier | Step | null;
  /** Of a step that is or may be at the portal: what the source says of it by now, if something else. */
  readonly nextPayload: Step | null;
  /** Of such a step: the source has it no more. */
  readonly withdrawn: boolean;
  /** Of a step: another text of it that may be at the portal, too, for nobody could tell (decision 0034). */
  readonly otherPayload: Step | null;
  /** Of a dossier: does the portal seem to have lost it? See lost-dossier.ts. */
  readonly absence: 'absent' | 'creating' | 'refuted' | null;
  readonly state: DeliveryState;
  readonly version: number;
  readonly acceptedVersion: number | null;
  readonly acceptedAt: Date | null;
  readonly attempt: number;
  readonly dueAt: Date;
}

/** One recorded call. */
export interface AttemptRecord {
  readonly deliveryId: number;
  readonly at: Date;
  readonly service: string;
  readonly outcome: OutcomeKind;
  readonly errorCode: string;
  readonly message: string;
  readonly records: number;
  readonly durationMs: number;
  /** Name of the round, as in the log; '' where there was none. */
  readonly batch: string;
}

/** A question with the fingerprint of its answers; another one means that the next pass normalizes again. */
export interface AnsweredKey extends LookupKey {
  readonly fingerprint: string;
}

/** See the file's head. */
export interface DossierRecord {
  readonly id: number;
  readonly code: string;
  readonly source: SourceDossier;
  /** Which source owns it; '' = from before sources had names, the main one. */
  readonly givenBy: string;
  /** Who else gives it, without effect. */
  readonly alsoGivenBy: readonly ShadowedSource[];
  /** With which it was last normalized. */
  readonly codebookVersion: string;
  /** True: mappings, catalogue or settings changed what it hangs on; the next pass normalizes it again. */
  readonly stale: boolean;
  /** What it asked mappings and catalogue, and what the answers were when a codebook was last applied. */
  readonly answers: readonly AnsweredKey[];
  /** Hash of the settings and rules that the ledger was last normalized by; '' where no codebook was applied. */
  readonly rules: string;
  readonly incomplete: boolean;
  readonly lane: Lane;
  readonly storedAt: Date;
  /** When its personal data were taken out of row and payloads (prune.ts): what they say is not what was sent. */
  readonly prunedAt: Date | null;
  /** When it was noticed that its source no longer has it. */
  readonly vanishedAt: Date | null;
  readonly dossier: DeliveryRecord;
  readonly steps: readonly DeliveryRecord[];
  readonly held: readonly HeldRow[];
  readonly attempts: readonly AttemptRecord[];
  /** Resyncs by which a person had it sent again, oldest first. */
  readonly resyncs: readonly ResyncOfDossier[];
}

/** The record of `code`, `null` when the ledger has none. The newest `maxAttempts` attempts, oldest first. */
export async function dossierRecord(
  db: Queryable,
  code: string,
  maxAttempts = 200,
): Promise<DossierRecord | null> {
  const { rows } = await db.query<{
    id: number;
    code: string;
    source_row: SourceDossier;
    source: string;
    hash: string;
    rules: string;
    stale: boolean;
    incomplete: boolean;
    lane: Lane;
    stored_at: Date;
    pruned_at: Date | null;
    vanished_at: Date | null;
  }>(
    `SELECT d.id, d.code, d.source_row, d.source, c.hash, d.incomplete, d.lane, d.stored_at, d.pruned_at,
       (SELECT rules FROM applied_codebook) AS rules,
       (SELECT noticed_at FROM vanished gone WHERE gone.dossier_id = d.id) AS vanished_at,
       EXISTS (SELECT FROM stale_dossier s WHERE s.dossier_id = d.id) AS stale
     FROM dossier d JOIN codebook_version c ON c.id = d.codebook_id WHERE d.code = $1`,
    [code],
  );
  const row = rows[0];
  if (!row) return null;
  const deliveries = await deliveriesOf(db, row.id);
  const [dossier] = deliveries.filter((d) => d.stepId === '');
  if (!dossier) return null;
  return {
    id: row.id,
    code: row.code,
    source: row.source_row,
    givenBy: row.source,
    alsoGivenBy: await shadowedSources(db, row.id),
    codebookVersion: row.hash,
    stale: row.stale,
    answers: await answersOf(db, row.id),
    rules: row.rules,
    incomplete: row.incomplete,
    lane: row.lane,
    storedAt: row.stored_at,
    prunedAt: row.pruned_at,
    vanishedAt: row.vanished_at,
    dossier,
    steps: deliveries.filter((d) => d.stepId !== ''),
    held: await heldRows(db, { dossier: row.code }, 1000),
    attempts: await attemptsOf(db, row.id, maxAttempts),
    resyncs: await resyncsOfDossier(db, row.id),
  };
}

async function answersOf(db: Queryable, id: number): Promise<AnsweredKey[]> {
  const { rows } = await db.query<AnsweredKey & { id: number }>(
    `SELECT k.kind, k.scope, k.code, k.fingerprint
     FROM dossier_use u JOIN lookup_key k ON k.id = ANY(u.lookups) WHERE u.dossier_id = $1 ORDER BY k.id`,
    [id],
  );
  return rows;
}

async function deliveriesOf(db: Queryable, id: number): Promise<DeliveryRecord[]> {
  const { rows } = await db.query<DeliveryRecord>(
    `SELECT id, step_id AS "stepId", payload, next_payload AS "nextPayload", withdrawn,
       CASE WHEN untold_hash <> payload_hash THEN untold_payload END AS "otherPayload", absence, state, version, accepted_version AS "acceptedVersion",
       accepted_at AS "acceptedAt", attempt, due_at AS "dueAt"
     FROM delivery WHERE dossier_id = $1 ORDER BY kind, position, id`,
    [id],
  );
  return rows;
}

async function attemptsOf(db: Queryable, id: number, limit: number): Promise<AttemptRecord[]> {
  const { rows } = await db.query<AttemptRecord>(
    `SELECT delivery_id AS "deliveryId", at, service, outcome, error_code AS "errorCode", message, records,
       duration_ms AS "durationMs", batch
     FROM attempt WHERE dossier_id = $1 ORDER BY id DESC LIMIT $2`,
    [id, limit],
  );
  return rows.reverse();
}
