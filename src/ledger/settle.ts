/**
 * Writing down what became of deliveries.
 * Guarantees: a row settles only under the same lease, state and attempt with which it was sent
 * (invariant 4), so a worker that lost its lease settles nothing; attempts are only ever added.
 */
import { batchOf, type DeliveryState } from '../domain/delivery.ts';
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { OutcomeKind } from '../domain/portal-outcome.ts';
import type { Database, Queryable } from './database.ts';
import { inState } from './due-by-key.ts';
import { dropWithdrawn, IS_CORRECTED, takeFollowing } from './following.ts';
import { toJsonb } from './jsonb.ts';
import { REFUSED } from './keep-accepted.ts';
import { type AcceptedAgain, settleLost } from './lost-dossier.ts';
import { toldAfterSettling } from './told.ts';

/** The end of one delivery's attempt. */
export interface Settlement {
  readonly deliveryId: number;
  readonly attempt: number;
  readonly state: Extract<DeliveryState, 'accepted' | 'held' | 'retrying' | 'unknown' | 'queued'>;
  /** Milliseconds until it is due again; for `retrying` and `unknown`. */
  readonly delayMs: number;
  /** Why it is held; only with `held`. */
  readonly held: { readonly code: ErrorCode; readonly params: ErrorParams; readonly value: string } | null;
  /** The portal was away: the try uses up no attempt (invariant 8). */
  readonly outage?: true;
  /** Accepted by a create, though it was known: the portal had lost it, and its steps. */
  readonly recreated?: true;
}

/** One row of the attempt record. */
export interface AttemptRow {
  readonly dossierId: number;
  readonly deliveryId: number;
  readonly at: Date;
  readonly service: string;
  readonly outcome: OutcomeKind;
  readonly httpStatus: number | null;
  readonly errorCode: string;
  readonly message: string;
  readonly records: number;
  readonly durationMs: number;
}

/** Columns of {@link SettledRow}, of a table that is called `v`. */
export const SETTLED_COLUMNS = 'v.id, v.dossier_id, v.state, v.kind, v.accepted_at, v.wanted_at';

/** This call has not stored it, and the source says something else by now. */
const FOLLOWS = `(x.lacks AND (${IS_CORRECTED} OR v.withdrawn))`;

/**
 * A version that changed while it was being sent is queued at once, whatever became of the old one
 * (or held, where the new one has a blocking fault). So is what follows a step that the portal has not.
 * A dossier for which no call began is as it was before it was claimed, but for its time.
 */
const SETTLE = `
  UPDATE delivery v SET ${takeFollowing('x.lacks')},
    absence = CASE WHEN x.state <> 'accepted' THEN v.absence
      WHEN NOT x.recreated AND v.absence IN ('absent', 'refuted') THEN 'refuted'::dossier_absence END,
    accepted_version = CASE WHEN x.state = 'accepted' THEN v.sent_version ELSE v.accepted_version END,
    accepted_hash = CASE WHEN x.state = 'accepted' THEN v.sent_hash ELSE v.accepted_hash END,
    accepted_at = CASE WHEN x.state = 'accepted' THEN now() ELSE v.accepted_at END,
    ${toldAfterSettling(`x.state = 'accepted'`)},
    attempt = CASE WHEN x.state = 'accepted' OR v.version <> v.sent_version OR ${FOLLOWS} THEN 0
      WHEN x.outage OR v.claimed_from IS NOT NULL THEN v.attempt - 1 ELSE v.attempt END,
    claimed_from = NULL,
    lost_at = CASE WHEN x.state = 'unknown' AND v.claimed_from IS NULL THEN now() ELSE v.lost_at END,
    due_at = CASE WHEN v.version <> v.sent_version OR ${FOLLOWS} THEN now()
      ELSE now() + x.delay_ms * interval '1 millisecond' END,
    state = CASE
      WHEN ${FOLLOWS} THEN 'queued'
      WHEN v.version = v.sent_version AND x.state IN ('retrying', 'unknown') THEN coalesce(v.claimed_from, x.state)
      WHEN v.version = v.sent_version THEN x.state
      WHEN v.payload_hash IS NULL THEN 'held'
      WHEN x.state = 'accepted' AND v.payload_hash = v.sent_hash THEN 'accepted'
      ELSE 'queued' END::delivery_state
  FROM jsonb_to_recordset($2::jsonb) AS x(delivery_id bigint, attempt integer, state delivery_state,
    delay_ms integer, outage boolean, lacks boolean, recreated boolean)
  JOIN delivery s ON s.id = x.delivery_id
  JOIN lease l ON l.dossier_id = s.dossier_id AND l.token = $1
  WHERE v.id = x.delivery_id AND ${inState('sending')} AND v.attempt = x.attempt
  RETURNING ${SETTLED_COLUMNS}, s.absence`;

const HOLD = `
  INSERT INTO held AS h (dossier_id, origin, scope, part, code, field, value, params, blocking)
  SELECT v.dossier_id, 'portal',
    CASE v.kind WHEN 'step' THEN 'step' ELSE 'dossier' END::held_scope, v.step_id, x.code, '', x.value, x.params, v.kind = 'dossier'
  FROM jsonb_to_recordset($1::jsonb) AS x(delivery_id bigint, code text, value text, params jsonb)
  JOIN delivery v ON v.id = x.delivery_id AND v.state = 'held' AND v.version = v.sent_version
  ON CONFLICT (dossier_id, origin, scope, part, code, field) DO UPDATE SET params = excluded.params, value = excluded.value`;

const RELEASE_HELD = `
  DELETE FROM held h USING delivery v
  WHERE v.id = ANY($1::bigint[]) AND h.dossier_id = v.dossier_id AND h.origin = 'portal' AND v.state <> 'held'
    AND h.part = v.step_id AND (h.scope = 'step') = (v.kind = 'step')`;

const ATTEMPTS = `
  INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, http_status, error_code, message, records,
    duration_ms, batch)
  SELECT x.dossier_id, x.delivery_id, x.at, x.service, x.outcome, x.http_status, x.error_code, x.message, x.records, x.duration_ms, $2
  FROM jsonb_to_recordset($1::jsonb) AS x(
    dossier_id bigint, delivery_id bigint, at timestamptz, service text, outcome attempt_outcome, http_status integer,
    error_code text, message text, records integer, duration_ms integer)`;

/** A delivery after settling. */
export interface Settled {
  readonly deliveryId: number;
  readonly dossierId: number;
  readonly kind: 'dossier' | 'step';
  readonly state: DeliveryState;
  /** Seconds from the change in the source to acceptance; only for what was accepted now. */
  readonly lagSeconds: number | null;
}

/** Settles a round under lease `token` with its attempts, in one transaction. Rows that lost their guard are absent from the answer. */
export function settle(
  db: Database,
  token: string,
  settlements: readonly Settlement[],
  attempts: readonly AttemptRow[],
): Promise<Settled[]> {
  return db.transaction(async (tx) => {
    await addAttempts(tx, token, attempts);
    if (settlements.length === 0) return [];
    const { rows } = await tx.query<SettledRow & Absence>(SETTLE, [
      token,
      toJsonb(settlements.map(settlementRow)),
    ]);
    const settled = new Set(rows.map((row) => row.id));
    const ours = settlements.filter((settlement) => settled.has(settlement.deliveryId));
    await writeHeld(tx, ours);
    const lacking = new Set(ours.filter(isLacking).map(({ deliveryId }) => deliveryId));
    const mayGo = ({ id, kind }: SettledRow): boolean => kind === 'step' && lacking.has(id);
    const left = await dropWithdrawn(tx, rows.filter(mayGo));
    await settleLost(tx, lostOf(ours, rows), batchOf(token));
    return [...rows.filter((row) => !mayGo(row)), ...left].map(settledOf);
  });
}

/** A delivery as statements that settle return it. */
export interface SettledRow {
  readonly id: number;
  readonly dossier_id: number;
  readonly kind: 'dossier' | 'step';
  readonly state: DeliveryState;
  readonly accepted_at: Date | null;
  readonly wanted_at: Date;
}

/** What was in doubt of it before it was settled. */
interface Absence {
  readonly absence: string | null;
}

/** Accepted dossiers with whose steps something must happen. */
function lostOf(settlements: readonly Settlement[], rows: readonly (SettledRow & Absence)[]): AcceptedAgain {
  const ends = new Map(settlements.map((settlement) => [settlement.deliveryId, settlement]));
  const of = (which: (end: Settlement, row: Absence) => boolean): number[] =>
    rows.flatMap((row) => {
      const end = ends.get(row.id);
      return row.kind === 'dossier' && end?.state === 'accepted' && which(end, row) ? [row.dossier_id] : [];
    });
  return {
    recreated: of(({ recreated }) => recreated === true),
    // Also where the create is of this very errand: it was answered, but the portal may have stored it all the same.
    doubted: of(({ recreated }, { absence }) => !recreated && absence === 'creating'),
    refuted: of(({ recreated }, { absence }) => !recreated && absence === 'absent'),
  };
}

/** The row in our words. */
export function settledOf(row: SettledRow): Settled {
  return {
    deliveryId: row.id,
    dossierId: row.dossier_id,
    kind: row.kind,
    state: row.state,
    lagSeconds:
      row.state === 'accepted' && row.accepted_at
        ? (row.accepted_at.getTime() - row.wanted_at.getTime()) / 1000
        : null,
  };
}

/** Appends to the attempt record what was done under lease `token`, with the name of its round. */
export async function addAttempts(
  tx: Queryable,
  token: string,
  attempts: readonly AttemptRow[],
): Promise<void> {
  if (attempts.length > 0) await tx.query(ATTEMPTS, [toJsonb(attempts.map(attemptRow)), batchOf(token)]);
}

async function writeHeld(tx: Queryable, settlements: readonly Settlement[]): Promise<void> {
  const held = settlements.flatMap((s) => (s.held ? [{ delivery_id: s.deliveryId, ...s.held }] : []));
  if (held.length > 0) await tx.query(HOLD, [toJsonb(held)]);
  const free = settlements.filter((s) => s.state === 'accepted').map((s) => s.deliveryId);
  if (free.length > 0) await tx.query(RELEASE_HELD, [free]);
}

/** Does this end say that nothing was stored? */
function isLacking({ state, held }: Settlement): boolean {
  return state === 'retrying' || state === 'queued' || (state === 'held' && held?.code === REFUSED);
}

const settlementRow = (s: Settlement) => ({
  delivery_id: s.deliveryId,
  attempt: s.attempt,
  state: s.state,
  delay_ms: Math.round(s.delayMs),
  outage: s.outage === true,
  lacks: isLacking(s),
  recreated: s.recreated === true,
});

const attemptRow = (a: AttemptRow) => ({
  dossier_id: a.dossierId,
  delivery_id: a.deliveryId,
  at: a.at.toISOString(),
  service: a.service,
  outcome: a.outcome,
  http_status: a.httpStatus,
  error_code: a.errorCode,
  message: a.message,
  records: a.records,
  duration_ms: Math.round(a.durationMs),
});
