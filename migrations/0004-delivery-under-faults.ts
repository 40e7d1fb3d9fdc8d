/**
 * What delivery under faults has to remember: the breaker of each lane, the session that processes
 * share, what the source has said anew of a step while its answer was out, since when an answer is lost,
 * and what is in doubt of a dossier that the portal seems to have lost.
 * Guarantees: a step that is surely not at the portal has nothing to follow, it is changed itself; one
 * row a lane, one session an account.
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
    ADD CHECK (next_payload IS NULL OR kind = 'step' AND state IN ('sending', 'unknown', 'held', 'accepted')),
    ADD CHECK (next_hash <> payload_hash),
    ADD CHECK (NOT withdrawn OR (kind = 'step' AND next_payload IS NULL));
  CREATE INDEX delivery_following ON delivery (dossier_id) WHERE next_hash IS NOT NULL OR withdrawn;
  COMMENT ON COLUMN delivery.next_payload IS
    'Of a step that is or may be at the portal: what the source says of it by now. Goes instead of it, if the portal turns out not to have it.';
  COMMENT ON COLUMN delivery.withdrawn IS
    'Of a step that is or may be at the portal: the source has it no more. Dropped, if the portal turns out not to have it.';
`;

/** The view: steps of a dossier that the portal does not have wait for it, also where it is held. */
const ABSENCE = `
  CREATE TYPE dossier_absence AS ENUM ('absent', 'creating', 'refuted');
  ALTER TABLE delivery
    ADD COLUMN absence dossier_absence,
    ADD CHECK (absence IS NULL OR kind = 'dossier' AND accepted_version IS NOT NULL),
    ADD CHECK (absence IS DISTINCT FROM 'absent' OR state <> 'accepted');
  COMMENT ON COLUMN delivery.absence IS
    'Of a dossier that the portal has accepted. absent: a look-up says that it is gone. creating: a call to create it anew has begun, and how it ended is not known. refuted: a look-up said absent, but the portal took an update of it.';
`;

/** The index: few dossiers are live, most are of the backlog, and "is anything live due?" is asked all the time. */
const IN_HAND = `
  ALTER TABLE delivery
    ADD COLUMN lost_at timestamptz,
    ADD COLUMN claimed_from delivery_state,
    ADD CHECK (claimed_from IS NULL OR kind = 'dossier' AND state = 'sending' AND claimed_from IN ('queued', 'retrying', 'unknown'));
  COMMENT ON COLUMN delivery.lost_at IS
    'When its answer was last given up. The portal may still be at work on that call for a while.';
  COMMENT ON COLUMN delivery.claimed_from IS
    'Of a dossier in hand for which no call has begun: the state that it had. It goes back to it where none begins.';
  CREATE INDEX dossier_live ON dossier (id) WHERE lane = 'live';
`;

const dueDossier = (present: string): string => `
  CREATE OR REPLACE VIEW due_dossier AS
    SELECT dossier_id, due_at FROM delivery
    WHERE kind = 'dossier' AND state IN ('queued', 'retrying', 'unknown')
    UNION ALL
    SELECT * FROM (
      SELECT DISTINCT ON (v.dossier_id) v.dossier_id, v.due_at
      FROM delivery v
      JOIN delivery p ON p.dossier_id = v.dossier_id AND p.kind = 'dossier'
        AND p.accepted_version IS NOT NULL AND p.state IN ('accepted', 'held')${present}
      WHERE v.kind = 'step' AND v.state IN ('queued', 'retrying', 'unknown')
      ORDER BY v.dossier_id, v.position, v.id) first_step;
`;

/** Adds breaker, shared session, what follows a step, what is in doubt of a dossier, and what is in hand. */
export async function up(knex: Knex): Promise<void> {
  const present = dueDossier(` AND p.absence IS DISTINCT FROM 'absent'`);
  await knex.raw(BREAKER + SESSION + FOLLOWING + ABSENCE + IN_HAND + present);
}

/** Removes them. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ${dueDossier('')}
    DROP INDEX dossier_live;
    ALTER TABLE delivery DROP COLUMN next_payload, DROP COLUMN next_hash, DROP COLUMN withdrawn, DROP COLUMN absence,
      DROP COLUMN lost_at, DROP COLUMN claimed_from;
    DROP TYPE dossier_absence;
    DROP TABLE portal_session, breaker;
    DROP TYPE breaker_state;
  `);
}
