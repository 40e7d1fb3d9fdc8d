/**
 * What delivery under faults has to remember: the breaker of each lane, the session that processes
 * share, and what the source has said anew of a step while its answer was out.
 * Guarantees: a step that waits for nothing has nothing to follow; one row a lane, one session an account.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const BREAKER = `
  CREATE TYPE breaker_state AS ENUM ('closed', 'open', 'half-open');
  CREATE TABLE breaker (
    lane lane PRIMARY KEY,
    state breaker_state NOT NULL DEFAULT 'closed',
    failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    since timestamptz NOT NULL DEFAULT now(),
    probe_at timestamptz,
    probe_token uuid,
    suspects bigint[] NOT NULL DEFAULT '{}',
    asked boolean NOT NULL DEFAULT false,
    reason text NOT NULL DEFAULT '',
    CHECK ((state = 'open') = (probe_at IS NOT NULL AND probe_token IS NULL)),
    CHECK ((state = 'half-open') = (probe_token IS NOT NULL)),
    CHECK (state <> 'half-open' OR probe_at IS NOT NULL),
    CHECK (state = 'open' OR NOT asked)
  );
  INSERT INTO breaker (lane) VALUES ('live'), ('backfill');
  COMMENT ON TABLE breaker IS
    'Whether a lane may call the portal. Open: nobody before probe_at; half-open: one job tries, until probe_at at the latest.';
`;

const SESSION = `
  CREATE TABLE portal_session (
    account text PRIMARY KEY,
    value text,
    logged_in_at timestamptz,
    refused_until timestamptz,
    login_token uuid,
    login_until timestamptz,
    CHECK ((login_token IS NULL) = (login_until IS NULL)),
    CHECK ((value IS NULL) = (logged_in_at IS NULL))
  );
  COMMENT ON TABLE portal_session IS
    'The session of an account (a hash of it), shared by all processes, so that they never log in by turns.';
`;

const FOLLOWING = `
  ALTER TABLE delivery
    ADD COLUMN next_payload jsonb,
    ADD COLUMN next_hash text,
    ADD COLUMN withdrawn boolean NOT NULL DEFAULT false,
    ADD CHECK ((next_payload IS NULL) = (next_hash IS NULL)),
    ADD CHECK (next_payload IS NULL OR kind = 'step'),
    ADD CHECK (NOT withdrawn OR (kind = 'step' AND next_payload IS NULL));
  COMMENT ON COLUMN delivery.next_payload IS
    'Of a step whose answer is out: what the source says of it by now. Goes instead of it, if the portal turns out not to have it.';
  COMMENT ON COLUMN delivery.withdrawn IS
    'Of a step whose answer is out: the source has it no more. Gone with it, if the portal turns out not to have it.';
`;

/** Adds breaker, shared session and what follows a step. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(BREAKER + SESSION + FOLLOWING);
}

/** Removes them. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE delivery DROP COLUMN next_payload, DROP COLUMN next_hash, DROP COLUMN withdrawn;
    DROP TABLE portal_session, breaker;
    DROP TYPE breaker_state;
  `);
}
