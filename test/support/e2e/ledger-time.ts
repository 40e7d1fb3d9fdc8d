/** Statements that let time pass in a ledger, or take everything back, so that no test sleeps. */

/** Nothing of the province is known; catalogue and codebook stay. */
export const EMPTY_LEDGER = `
  TRUNCATE dossier CASCADE; DELETE FROM source_cursor; DELETE FROM portal_session;
  UPDATE breaker SET state = 'closed', failures = 0, probe_at = NULL, probe_token = NULL, suspects = '{}', asked = false,
    reason = ''`;

/** Leases end, what waits falls due, given up calls are long over, breakers may be tried, refusals are over. */
export const TIME_PASSES = `
  UPDATE delivery SET due_at = now() WHERE due_at > now();
  UPDATE delivery SET lost_at = lost_at - interval '10 minutes' WHERE lost_at IS NOT NULL;
  UPDATE lease SET until = now() - interval '1 second';
  UPDATE enqueued SET at = at - interval '10 minutes';
  UPDATE breaker SET probe_at = now() - interval '1 second' WHERE probe_at IS NOT NULL;
  UPDATE portal_session SET refused_until = now() - interval '1 second' WHERE refused_until IS NOT NULL;
  UPDATE portal_session SET login_until = now() - interval '1 second' WHERE login_until IS NOT NULL`;

/** Paused lanes may be tried now. */
export const BREAKERS_FALL_DUE = `
  UPDATE breaker SET probe_at = now() - interval '1 second' WHERE probe_at IS NOT NULL`;
