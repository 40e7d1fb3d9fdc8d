/**
 * What becomes of a delivery `v` that is `sending` and whose worker is gone.
 * Guarantees: one wording for every way of losing a worker. The portal may have it, so it is
 * `unknown`; where no call with it had begun, it is as it was before; where the source has a blocking
 * fault since, there is nothing to send and it is held.
 * What follows a step (following.ts) stays, until it is known what the portal has.
 */
export const LEFT_BEHIND = `state = CASE WHEN v.payload IS NULL THEN 'held' ELSE coalesce(v.claimed_from, 'unknown') END::delivery_state,
    attempt = v.attempt - (v.claimed_from IS NOT NULL)::int, claimed_from = NULL, sent_payload = NULL,
    lost_at = CASE WHEN v.claimed_from IS NULL THEN now() ELSE v.lost_at END,
    due_at = now()`;

/** SQL: a call with it had begun. `s` is the delivery as it was before {@link LEFT_BEHIND}. */
export const WAS_CALLED = 's.claimed_from IS NULL';
