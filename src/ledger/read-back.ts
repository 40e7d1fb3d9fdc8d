/**
 * Steps whose answer was lost: what the portal may have beside them, and settling them after reading them back.
 * Guarantees: repeats lease and state `unknown` as its guard; a step found there is accepted as it is there, without
 * being sent, one that is not there is queued as the source has it by now, and one that cannot be told
 * is held, never resent blindly (invariant 5), unless the province has chosen so (`resend`).
 */
import type { Step } from '../domain/dossier.ts';
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { Database, Queryable } from './database.ts';
import { dropWithdrawn, takeFollowing } from './following.ts';
import { toJsonb } from './jsonb.ts';
import { REFUSED } from './keep-accepted.ts';
import {
  type AttemptRow,
  addAttempts,
  SETTLED_COLUMNS,
  type Settled,
  type SettledRow,
  settledOf,
} from './settle.ts';

/** A text of which nobody could tell counts beside what came of its step; not while that very text is looked for. */
const THERE = `
  SELECT v.payload AS step, v.state = 'accepted' AS sure, v.position, v.id FROM delivery v
  WHERE v.dossier_id = $1 AND v.kind = 'step' AND (v.state = 'accepted' OR v.state = 'held' AND EXISTS (
    SELECT FROM held h WHERE h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'step'
      AND h.part = v.step_id AND h.code <> '${REFUSED}'))
  UNION ALL
  SELECT v.untold_payload, false, v.position, v.id FROM delivery v
  WHERE v.dossier_id = $1 AND v.kind = 'step' AND v.untold_hash IS NOT NULL
    AND (v.state <> 'unknown' OR v.untold_hash <> v.payload_hash)
  ORDER BY position, id, sure DESC`;

/** Steps of a dossier that the portal has accepted (`sure`), or may have and a person must look at. */
export async function stepsThere(
  db: Queryable,
  dossierId: number,
): Promise<{ readonly step: Step; readonly sure: boolean }[]> {
  const { rows } = await db.query<{ step: Step; sure: boolean }>(THERE, [dossierId]);
  return rows.map(({ step, sure }) => ({ step, sure }));
}

/** What read-back says of one `unknown` step. */
export interface ReadBack {
  readonly deliveryId: number;
  /** `resend`: it cannot be told, and goes again all the same, unless the source has it no more. */
  readonly verdict: 'there' | 'not-there' | 'resend' | 'cannot-tell' | 'try-later';
  /** Milliseconds until the next try; for `try-later`. */
  readonly delayMs: number;
  readonly held: { readonly code: ErrorCode; readonly params: ErrorParams } | null;
  /** Only with `try-later`: it uses up no attempt, for the portal was away (invariant 8) or it is too soon to tell. */
  readonly free?: true;
  /** Only with `there`: what is there is not the step as it was, but this, as the source says it by now. */
  readonly as?: Step;
}

/** Where the source says yet another thing since, what the portal has is told of as the step was. */
const AS_FOLLOWING = `coalesce(x.verdict = 'there' AND v.next_payload::jsonb = x.followed, false)`;

/** It is not there as this. */
const TOLD_OF = `(x.verdict = 'not-there' AND v.untold_hash = v.payload_hash)`;
const RESENT = `(x.verdict = 'resend' AND NOT v.withdrawn)`;

const SETTLE = `
  UPDATE delivery v SET ${takeFollowing(`(x.verdict IN ('not-there', 'resend') OR ${AS_FOLLOWING})`)},
    sent_version = CASE WHEN ${AS_FOLLOWING} THEN v.version + 1 ELSE v.sent_version END,
    sent_hash = CASE WHEN ${AS_FOLLOWING} THEN v.next_hash ELSE v.sent_hash END,
    state = CASE WHEN x.verdict = 'there' THEN 'accepted' WHEN x.verdict = 'not-there' THEN 'queued'
      WHEN ${RESENT} THEN 'queued'
      WHEN x.verdict = 'cannot-tell' THEN 'held' ELSE 'unknown' END::delivery_state,
    untold_payload = CASE WHEN ${TOLD_OF} THEN NULL WHEN ${RESENT} THEN v.payload ELSE v.untold_payload END,
    untold_hash = CASE WHEN ${TOLD_OF} THEN NULL WHEN ${RESENT} THEN v.payload_hash ELSE v.untold_hash END,
    accepted_version = CASE WHEN ${AS_FOLLOWING} THEN v.version + 1
      WHEN x.verdict = 'there' THEN v.sent_version ELSE v.accepted_version END,
    accepted_hash = CASE WHEN ${AS_FOLLOWING} THEN v.next_hash
      WHEN x.verdict = 'there' THEN v.sent_hash ELSE v.accepted_hash END,
    accepted_at = CASE WHEN x.verdict = 'there' THEN now() ELSE v.accepted_at END,
    attempt = CASE WHEN x.verdict = 'there' THEN 0
      WHEN x.verdict = 'try-later' AND NOT x.free THEN v.attempt + 1 ELSE v.attempt END,
    due_at = now() + x.delay_ms * interval '1 millisecond'
  FROM jsonb_to_recordset($2::jsonb) AS x(delivery_id bigint, verdict text, delay_ms integer, free boolean, followed jsonb)
  JOIN delivery s ON s.id = x.delivery_id
  JOIN lease l ON l.dossier_id = s.dossier_id AND l.token = $1
  WHERE v.id = x.delivery_id AND v.state = 'unknown' AND v.kind = 'step'
  RETURNING ${SETTLED_COLUMNS}`;

const HOLD = `
  INSERT INTO held (dossier_id, origin, scope, part, code, field, value, params, blocking)
  SELECT v.dossier_id, 'portal', 'step', v.step_id, x.code, '', '', x.params, false
  FROM jsonb_to_recordset($1::jsonb) AS x(delivery_id bigint, code text, params jsonb)
  JOIN delivery v ON v.id = x.delivery_id AND v.state = 'held'
  ON CONFLICT (dossier_id, origin, scope, part, code, field) DO UPDATE SET params = excluded.params`;

/**
 * Writes the verdicts under lease `token`, and the attempts of reading back. Answers as `settle` does.
 * @param resent what the record of attempts says of those that go again by `resend`
 */
export function settleReadBack(
  db: Database,
  token: string,
  verdicts: readonly ReadBack[],
  attempts: readonly AttemptRow[],
  resent: readonly AttemptRow[] = [],
): Promise<Settled[]> {
  return db.transaction(async (tx) => {
    await addAttempts(tx, token, attempts);
    const rows = verdicts.map((v) => ({
      delivery_id: v.deliveryId,
      verdict: v.verdict,
      delay_ms: Math.round(v.delayMs),
      free: v.free === true,
      followed: v.as ?? null,
    }));
    const settled = await tx.query<SettledRow>(SETTLE, [token, toJsonb(rows)]);
    const ids = new Set(settled.rows.map((row) => row.id));
    const held = verdicts.flatMap((v) =>
      v.held && ids.has(v.deliveryId) ? [{ delivery_id: v.deliveryId, ...v.held }] : [],
    );
    if (held.length > 0) await tx.query(HOLD, [toJsonb(held)]);
    const again = new Set(settled.rows.flatMap(({ id, state }) => (state === 'queued' ? [id] : [])));
    await addAttempts(
      tx,
      token,
      resent.filter(({ deliveryId }) => again.has(deliveryId)),
    );
    return (await dropWithdrawn(tx, settled.rows)).map(settledOf);
  });
}
