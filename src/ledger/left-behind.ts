/**
 * What becomes of a delivery `v` that is `sending` and whose worker is gone.
 * Guarantees: one wording for every way of losing a worker. The portal may have it, so it is
 * `unknown`; where the source has a blocking fault since, there is nothing to send and it is held.
 * What follows a step (following.ts) stays, until it is known what the portal has.
 */
export const LEFT_BEHIND = `state = CASE WHEN v.payload IS NULL THEN 'held' ELSE 'unknown' END::delivery_state,
    due_at = now()`;
