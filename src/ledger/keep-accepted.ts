/**
 * Which dossiers stay at the portal as they are, although mappings or catalogue would now make less of
 * them; and which go back to what it has accepted without a call.
 *
 * Mended tables release by themselves what they held. The other direction must not go by itself: a row
 * deleted by mistake, or a catalogue that dropped a code over night, would otherwise take components
 * away from dossiers that the portal has accepted with them, by the thousand, before anybody looks.
 * What was never told, or was refused, is another thing: a wrong row that is taken out again must not go.
 *
 * The wanted version, where another one comes of the same row:
 *
 * | wanted version                                   | the new one says less | the new one is the accepted one |
 * | ------------------------------------------------ | --------------------- | ------------------------------- |
 * | is the accepted one, in any state                | kept                  | nothing changes                 |
 * | never sent: queued                               | goes                  | accepted, no call *             |
 * | retrying: each answer said that nothing is stored| goes                  | accepted, no call *             |
 * | refused: held by DB-PRT-010                      | goes                  | accepted, no call *             |
 * | held by a fault: there is nothing to send        | goes                  | accepted, no call *             |
 * | sending, or its answer was lost: unknown         | kept                  | goes, the portal may have other |
 * | its answer was not understood: held              | kept                  | goes, the portal may have other |
 * | one of these two before, now queued or retrying  | kept                  | goes, the portal may have other |
 * | not the one being sent: it changed meanwhile     | goes                  | goes, the portal may have other |
 *
 * (*) unless the answer to any version sent since the acceptance was lost or not understood: then it goes.
 *
 * Guarantees: asks only of what the portal has or may have; the deliveries are locked before, so that
 * none begins to be sent, or is settled, between the question and the answer.
 * Must not: measure what replaces a version that never arrived by what was accepted before that one
 * (told.ts), although it is known: the row may have changed in between, and what the province itself took
 * back must not hold up what a mended table adds.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Queryable } from './database.ts';

/** Refused by the portal (class `reject`), which stored nothing of it. */
export const REFUSED: ErrorCode = 'DB-PRT-010';

/** SQL: outcomes of attempts after which the portal may have stored what was sent. */
export const UNCLEAR_OUTCOMES = `('unknown', 'not-understood')`;

/**
 * Of delivery `v`: some answer since its acceptance leaves open what the portal has. The attempts are
 * timed by the worker's clock, acceptance by the database's; a clock that is off costs a call at most.
 */
export const UNCLEAR = `EXISTS (
  SELECT FROM attempt a
  WHERE a.dossier_id = v.dossier_id AND a.delivery_id = v.id AND a.outcome IN ${UNCLEAR_OUTCOMES}
    AND a.at > coalesce(v.accepted_at - interval '1 minute', '-infinity'))`;

/** Of delivery `v` of a dossier: the portal's answer holds it, and was no refusal. */
const NOT_UNDERSTOOD = `EXISTS (
  SELECT FROM held h WHERE h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'dossier'
    AND h.code <> '${REFUSED}')`;

/** Of delivery `v`: nothing speaks for the portal having lost what it accepted (lost-dossier.ts). */
const PRESENT = `(v.absence IS NULL OR v.absence = 'refuted')`;

/** SQL: the portal has the wanted version of delivery `v` of a dossier, or may have it. See the file's head. */
export const MAYBE_THERE = `(v.payload IS NOT NULL AND (
  coalesce(v.payload_hash = v.accepted_hash AND ${PRESENT}, false)
  OR coalesce(v.payload_hash = v.sent_hash, false) AND (
    v.state IN ('sending', 'unknown')
    OR v.state = 'held' AND ${NOT_UNDERSTOOD}
    OR v.state IN ('queued', 'retrying') AND ${UNCLEAR})))`;

/** SQL: the portal surely has the accepted version of delivery `v` of a dossier, and no other. */
export const SURELY_AS_ACCEPTED = `(v.accepted_version IS NOT NULL AND ${PRESENT} AND v.state NOT IN ('sending', 'unknown')
  AND NOT (v.state = 'held' AND ${NOT_UNDERSTOOD}) AND NOT ${UNCLEAR})`;

const WANTED = `
  SELECT v.dossier_id AS id, v.payload, ${MAYBE_THERE} AS maybe_there
  FROM unnest($1::bigint[], $2::text[]) AS x(id, payload_hash)
  JOIN delivery v ON v.dossier_id = x.id AND v.kind = 'dossier'
  WHERE v.payload IS NOT NULL AND v.payload_hash IS DISTINCT FROM x.payload_hash
    AND NOT coalesce(v.accepted_hash = x.payload_hash, false)`;

/** A statement of its own: one that waits for a lock sees the row as it became, but attempts and held parts as they were. */
const LOCK = `
  SELECT FROM delivery WHERE dossier_id = ANY($1::bigint[]) ORDER BY dossier_id, id FOR NO KEY UPDATE`;

/** Locks the deliveries of these dossiers, steps too. Call it before asking what the portal has of them. */
export async function lockDeliveries(
  tx: Queryable,
  dossiers: readonly { readonly id: number }[],
): Promise<void> {
  await tx.query(LOCK, [dossiers.map(({ id }) => id)]);
}

/** A dossier that was normalized again from an unchanged row. */
export interface NormalizedAgain {
  readonly id: number;
  readonly payloadHash: string | null;
}

/**
 * Ids of those of `dossiers` whose delivery must stay as it is. What is as the portal accepted it loses nothing.
 * Their deliveries must be locked ({@link lockDeliveries}).
 * @param loses does the dossier say less than `before`, what the portal was to be told?
 */
export async function keptAsAccepted<Row extends NormalizedAgain>(
  tx: Queryable,
  dossiers: readonly Row[],
  loses: (before: Dossier, dossier: Row) => boolean,
): Promise<ReadonlySet<number>> {
  const { rows } = await tx.query<{ id: number; payload: Dossier; maybe_there: boolean }>(WANTED, [
    dossiers.map(({ id }) => id),
    dossiers.map(({ payloadHash }) => payloadHash),
  ]);
  const before = new Map(rows.filter((row) => row.maybe_there).map((row) => [row.id, row.payload]));
  const kept = dossiers.filter((dossier) => {
    const payload = before.get(dossier.id);
    return payload !== undefined && loses(payload, dossier);
  });
  return new Set(kept.map(({ id }) => id));
}
