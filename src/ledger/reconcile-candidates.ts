/**
 * Dossiers to be compared with the portal, as the ledger has them at one moment.
 * Guarantees: only what the portal has accepted, page by page in order of id; each with a mark that is
 * another one as soon as anything of it moves, so that what moved during the look-up is seen.
 * Must not: hand out what was pruned: its payload no longer says what was sent.
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { Queryable } from './database.ts';
import { TOLD } from './told.ts';

/** A dossier to be compared. */
export interface Candidate {
  readonly id: number;
  readonly code: string;
  readonly state: DeliveryState;
  /** What the portal has accepted last; `null` = from a time when it was not kept. */
  readonly told: Dossier | null;
  readonly wanted: Dossier | null;
  /** Somebody has it in hand: what it says may change at any moment. */
  readonly busy: boolean;
  /** Look-ups miss it although the portal takes updates of it (lost-dossier.ts). */
  readonly refuted: boolean;
  /** Something is noted of it from an earlier comparison. */
  readonly noted: boolean;
  readonly mark: string;
  readonly steps: readonly {
    readonly id: string;
    readonly step: Step;
    readonly accepted: boolean;
  }[];
}

/** What is to be compared; all conditions that are given must hold. Days are of receipt, both included. */
export interface CandidateSelection {
  readonly dossiers?: readonly string[];
  /** National code, or as the province writes it. */
  readonly procedure?: string;
  /** National code or name, or as the province writes its code. */
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  /** Only what an earlier comparison found and nobody has mended. */
  readonly drifted?: boolean;
}

/** SQL: changes whenever a delivery of dossier `d` moves. */
export const MARK = `(SELECT md5(string_agg(concat_ws('|', w.id, w.state, w.version, w.sent_version, w.accepted_version,
    extract(epoch FROM w.accepted_at), w.attempt, w.absence, w.next_hash, w.withdrawn), ',' ORDER BY w.id))
  FROM delivery w WHERE w.dossier_id = d.id)`;

/** SQL: a worker has dossier `d` in hand. */
export const BUSY = `(EXISTS (SELECT FROM lease l WHERE l.dossier_id = d.id)
  OR EXISTS (SELECT FROM delivery s WHERE s.dossier_id = d.id AND s.state = 'sending'))`;

/** SQL: dossier `d` with its delivery `v` is among those chosen by $3 to $7. */
const CHOSEN = `AND ($3::text[] IS NULL OR d.code = ANY($3))
    AND ($4::text IS NULL OR ${TOLD} ->> 'procedureCode' = $4 OR d.source_row -> 'fields' ->> 'procedureCode' = $4)
    AND ($5::text IS NULL OR ${TOLD} ->> 'agencyCode' = $5 OR ${TOLD} ->> 'agencyName' = $5
      OR d.source_row -> 'fields' ->> 'agencyCode' = $5)
    AND ($6::text IS NULL OR left(${TOLD} ->> 'receivedAt', 10) >= $6)
    AND ($7::text IS NULL OR left(${TOLD} ->> 'receivedAt', 10) <= $7)`;

const PAGE = `
  SELECT d.id, d.code, v.state, ${TOLD} AS told, v.payload AS wanted, ${BUSY} AS busy,
    v.absence IS NOT DISTINCT FROM 'refuted' AS refuted, ${MARK} AS mark,
    EXISTS (SELECT FROM drift f WHERE f.dossier_id = d.id) AS noted,
    coalesce((SELECT json_agg(json_build_object('id', s.step_id, 'step', s.payload,
        'accepted', s.state = 'accepted') ORDER BY s.position, s.id)
      FROM delivery s WHERE s.dossier_id = d.id AND s.kind = 'step'), '[]') AS steps
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  WHERE d.id > $1 AND v.accepted_version IS NOT NULL AND d.pruned_at IS NULL
    ${CHOSEN}
    AND (NOT $8::boolean OR EXISTS (SELECT FROM drift f WHERE f.dossier_id = d.id AND f.healed_at IS NULL))
  ORDER BY d.id LIMIT $2`;

/** Those after id `after`, at most `limit`. */
export async function candidates(
  db: Queryable,
  after: number,
  limit: number,
  selection: CandidateSelection,
): Promise<Candidate[]> {
  const { rows } = await db.query<Candidate>(PAGE, [
    after,
    limit,
    ...chosenBy(selection),
    selection.drifted === true,
  ]);
  return rows;
}

function chosenBy({ dossiers, procedure, agency, from, to }: CandidateSelection): unknown[] {
  return [dossiers ?? null, ...[procedure, agency, from, to].map((one) => one ?? null)];
}

/** What a selection names and no comparison can be made of. */
export interface LeftOut {
  /** What was sent of them is not kept any more (prune.ts). */
  readonly pruned: number;
  /** Codes that the portal has not accepted from here. */
  readonly unknown: number;
}

/** $1 and $2 are the page's, as in PAGE. */
const LEFT_OUT = `
  SELECT (SELECT count(*)::int FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
      WHERE d.id > $1 AND d.pruned_at IS NOT NULL ${CHOSEN}) AS pruned,
    (SELECT count(DISTINCT code)::int FROM unnest($3::text[]) code WHERE NOT EXISTS (
      SELECT FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
      WHERE d.code = code.code AND v.accepted_version IS NOT NULL)) AS unknown
  LIMIT $2`;

/** Counts what `selection` names and `candidates` never hands out. */
export async function leftOut(db: Queryable, selection: CandidateSelection): Promise<LeftOut> {
  const { rows } = await db.query<{ pruned: number; unknown: number }>(LEFT_OUT, [
    0,
    1,
    ...chosenBy(selection),
  ]);
  return rows[0] ?? { pruned: 0, unknown: 0 };
}
