/**
 * Dossiers that the portal has accepted and seems to have lost.
 * Guarantees: accepted steps go again only where it is proven that they are gone: an update found the
 * dossier missing and the create that followed was accepted. A look-up alone proves nothing (it may
 * lag behind, or show nothing to this account): where the portal then takes an update of the dossier,
 * the look-up is refuted and its word counts no more (invariant 5, decision 0016).
 *
 * | `absence`  | how it came                                    | what an accepted answer without a create makes of it  |
 * | ---------- | ---------------------------------------------- | ----------------------------------------------------- |
 * | `absent`   | a look-up says so; steps wait for the dossier  | `refuted`: its steps are there, as they were accepted |
 * | `creating` | a create began, nobody has heard that it ended | it may be new: accepted steps are read back           |
 * | `refuted`  | see `absent`                                   | stays, until a look-up shows the dossier              |
 */
import type { DeliveryState } from '../domain/delivery.ts';
import type { Queryable } from './database.ts';
import { dropWithdrawn, takeFollowing } from './following.ts';
import { REFUSED } from './keep-accepted.ts';

const ABSENT = `
  UPDATE delivery v SET absence = 'absent', due_at = now(),
    state = CASE WHEN v.state = 'accepted' THEN 'queued' ELSE v.state END
  FROM lease l
  WHERE l.dossier_id = v.dossier_id AND l.token = $1 AND v.dossier_id = ANY($2::bigint[]) AND v.kind = 'dossier'
    AND v.state IN ('accepted', 'held') AND v.accepted_version IS NOT NULL`;

/**
 * A look-up says that the portal has none of these dossiers, although it accepted them: they are offered
 * again, as known ones, so that the portal's own answer tells. One that is held waits for a person, and
 * its steps with it.
 */
export async function noteAbsent(db: Queryable, token: string, dossierIds: readonly number[]): Promise<void> {
  await db.query(ABSENT, [token, dossierIds]);
}

const CREATING = `
  UPDATE delivery v SET absence = 'creating'
  FROM lease l
  WHERE l.dossier_id = v.dossier_id AND l.token = $1 AND v.id = ANY($2::bigint[]) AND v.state = 'sending'
    AND v.accepted_version IS NOT NULL`;

/** A call is about to create those of these deliveries that the portal has accepted before. */
export async function noteCreating(
  db: Queryable,
  token: string,
  deliveryIds: readonly number[],
): Promise<void> {
  await db.query(CREATING, [token, deliveryIds]);
}

const SHOWN = `
  UPDATE delivery v SET absence = NULL
  FROM lease l
  WHERE l.dossier_id = v.dossier_id AND l.token = $1 AND v.dossier_id = $2 AND v.kind = 'dossier'
    AND v.absence = 'refuted'`;

/** A look-up shows the dossier: look-ups can be believed again. */
export async function noteShown(db: Queryable, token: string, dossierId: number): Promise<void> {
  await db.query(SHOWN, [token, dossierId]);
}

/** Has the portal taken an update of this dossier after a look-up had said that it is not there? */
export async function isRefuted(db: Queryable, dossierId: number): Promise<boolean> {
  const { rows } = await db.query(
    `SELECT FROM delivery WHERE dossier_id = $1 AND kind = 'dossier' AND absence = 'refuted'`,
    [dossierId],
  );
  return rows.length > 0;
}

/** The portal has none of the steps of these dossiers, whatever it said of them; a refusal stands. */
const GONE = `
  UPDATE delivery v SET state = 'queued', attempt = 0, due_at = now(),
    accepted_version = NULL, accepted_hash = NULL, accepted_at = NULL, ${takeFollowing('true')}
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step' AND (v.state IN ('accepted', 'unknown')
    OR v.state = 'held' AND EXISTS (
      SELECT FROM held h WHERE h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'step'
        AND h.part = v.step_id AND h.code <> '${REFUSED}'))
  RETURNING v.id, v.state`;

/** Nor what an earlier call may have stored of those that go again. */
const NOT_UNTOLD = `
  UPDATE delivery v SET untold_payload = NULL, untold_hash = NULL
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step' AND v.untold_hash IS NOT NULL`;

/** It cannot be told whether they are gone: read back before anything goes. */
const DOUBTED = `
  UPDATE delivery v SET state = 'unknown', attempt = 0, due_at = now(),
    accepted_version = NULL, accepted_hash = NULL, accepted_at = NULL
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step' AND v.state = 'accepted'
  RETURNING v.id, v.dossier_id`;

const FREE = `
  DELETE FROM held h USING delivery v
  WHERE v.id = ANY($1::bigint[]) AND h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'step'
    AND h.part = v.step_id`;

/** Under the dossier, so that `explain` tells why its steps go again. It was accepted: what is in doubt are its steps. */
const TELL = `
  INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms, batch)
  SELECT v.dossier_id, v.id, now(), '', 'accepted', $2, 0, 0, $3 FROM delivery v
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'dossier'`;

const GONE_SAID =
  'Cổng đã mất hồ sơ, hồ sơ được tạo lại, các bước được gửi lại (the portal had lost it: created anew, its steps go again)';
const DOUBTED_SAID =
  'không rõ Cổng đã tạo lại hồ sơ hay chưa, các bước được tra lại (it may have been created anew: its steps are looked up)';
const REFUTED_SAID =
  'tra cứu không thấy hồ sơ nhưng Cổng vẫn nhận bản cập nhật, các bước không gửi lại (a look-up had not found it, yet the portal took the update: its steps do not go again)';

/** What is known of dossiers whose version the portal has just accepted; none is in two lists. */
export interface AcceptedAgain {
  /** Created anew: proven. */
  readonly recreated: readonly number[];
  /** A create that began, now or before, may have been stored. */
  readonly doubted: readonly number[];
  /** A look-up had said that they are not there. */
  readonly refuted: readonly number[];
}

/** Draws the consequences for their steps, in the transaction that settles the dossiers. @param batch name of the round */
export async function settleLost(
  tx: Queryable,
  { recreated, doubted, refuted }: AcceptedAgain,
  batch = '',
): Promise<void> {
  if (recreated.length > 0) {
    await tx.query(NOT_UNTOLD, [recreated]);
    const { rows } = await tx.query<{ id: number; state: DeliveryState }>(GONE, [recreated]);
    await tx.query(FREE, [rows.map(({ id }) => id)]);
    await dropWithdrawn(tx, rows);
    await tx.query(TELL, [recreated, GONE_SAID, batch]);
  }
  if (doubted.length > 0) {
    await tx.query(DOUBTED, [doubted]);
    await tx.query(TELL, [doubted, DOUBTED_SAID, batch]);
  }
  if (refuted.length > 0) await tx.query(TELL, [refuted, REFUTED_SAID, batch]);
}
