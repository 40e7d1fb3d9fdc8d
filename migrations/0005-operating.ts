/**
 * What operating it has to remember: who changed what (audit), lanes that a person has paused, what the
 * portal was last told, dossiers sent again on purpose, what comparing with the portal found, and up to
 * when steps may be at the portal without the ledger knowing.
 * Guarantees: the audit can be added to and nothing else; what was told is kept only where it is not the
 * wanted payload itself; one comparison of the whole ledger at a time.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const AUDIT = `
  CREATE TYPE audit_phase AS ENUM ('begun', 'done', 'failed');
  CREATE TABLE audit (
    seq bigint PRIMARY KEY CHECK (seq > 0),
    at timestamptz(3) NOT NULL,
    who text NOT NULL,
    host text NOT NULL,
    action text NOT NULL,
    phase audit_phase NOT NULL,
    detail text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL UNIQUE
  );
  COMMENT ON TABLE audit IS
    'Append-only: every command that changes something. Each hash stands for the entry and, through previous, for all before it.';
  COMMENT ON COLUMN audit.detail IS 'JSON as it was hashed: names of options, codes, counts; no personal data.';

  CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'audit is append-only' USING ERRCODE = '23001';
  END $$;
  CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();
`;

/** A person's pause beside the breaker: that one opens and closes by itself, this one never does. */
const PAUSE = `
  ALTER TABLE breaker
    ADD COLUMN paused_at timestamptz,
    ADD COLUMN paused_by text,
    ADD COLUMN paused_why text,
    ADD CHECK ((paused_at IS NULL) = (paused_by IS NULL)),
    ADD CHECK ((paused_at IS NULL) = (paused_why IS NULL));
  COMMENT ON COLUMN breaker.paused_at IS 'Since when a person has paused the lane: nobody calls, nobody tries, until somebody resumes it.';
`;

const TOLD = `
  ALTER TABLE delivery
    ADD COLUMN accepted_payload jsonb,
    ADD COLUMN sent_payload jsonb,
    ADD CHECK (accepted_payload IS NULL OR kind = 'dossier' AND accepted_hash IS NOT NULL),
    ADD CHECK (accepted_payload IS NULL OR payload_hash IS DISTINCT FROM accepted_hash),
    ADD CHECK (sent_payload IS NULL OR kind = 'dossier' AND state = 'sending');
  COMMENT ON COLUMN delivery.accepted_payload IS
    'Of a dossier: what the portal has accepted, where that is not the payload. NULL with another accepted_hash: from a time when it was not kept.';
  COMMENT ON COLUMN delivery.sent_payload IS
    'Of a dossier being sent whose payload has changed meanwhile: what is being sent.';
`;

const RESYNC = `
  CREATE TABLE resync (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    begun_at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL,
    selection jsonb NOT NULL,
    queued integer NOT NULL DEFAULT 0 CHECK (queued >= 0),
    cancelled integer NOT NULL DEFAULT 0 CHECK (cancelled BETWEEN 0 AND queued),
    complete boolean NOT NULL DEFAULT false,
    cancelled_at timestamptz
  );
  CREATE TABLE resync_item (
    dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
    resync_id integer NOT NULL REFERENCES resync ON DELETE CASCADE,
    version integer NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (dossier_id, resync_id)
  );
  CREATE INDEX resync_item_of ON resync_item (resync_id, dossier_id);
  COMMENT ON TABLE resync_item IS
    'Dossiers that a person had sent again, each as it was asked for: those not yet sent can be called back.';
`;

const RECONCILE = `
  CREATE TABLE reconcile_round (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    after_id bigint NOT NULL DEFAULT 0,
    checked integer NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX reconcile_open ON reconcile_round ((finished_at IS NULL)) WHERE finished_at IS NULL;
  CREATE TYPE drift_cause AS ENUM (
    'missing', 'changed', 'outdated', 'steps-missing', 'steps-unknown', 'steps-doubled'
  );
  CREATE TABLE drift (
    dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
    cause drift_cause NOT NULL,
    fields text[] NOT NULL DEFAULT '{}',
    found_at timestamptz NOT NULL DEFAULT now(),
    healed_at timestamptz,
    PRIMARY KEY (dossier_id, cause)
  );
  COMMENT ON TABLE reconcile_round IS 'How far portal and ledger are compared; one round at a time goes through all.';
  COMMENT ON TABLE drift IS
    'Dossiers that the portal has otherwise than the ledger says, as last compared. Names of fields, no values.';
`;

const DOUBT = `
  CREATE TABLE doubt (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    until timestamptz NOT NULL,
    noted_at timestamptz NOT NULL DEFAULT now()
  );
  COMMENT ON TABLE doubt IS
    'After a restore, or another program before us: steps up to this time may be at the portal though the ledger has not sent them. At most one row.';
`;

/** The round in which a call was made, to find it in the log. */
const BATCH = `
  ALTER TABLE attempt ADD COLUMN batch text NOT NULL DEFAULT '';
`;

const PRUNED = `
  ALTER TABLE dossier ADD COLUMN pruned_at timestamptz;
  COMMENT ON COLUMN dossier.pruned_at IS
    'When its personal data were taken out of row, payload and steps (RETAIN_DAYS). Hashes still stand for what was read and sent. A change in the source brings them back.';
`;

/** Adds what operating needs. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(AUDIT + PAUSE + TOLD + RESYNC + RECONCILE + DOUBT + BATCH + PRUNED);
}

/** Removes it, with the audit; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE dossier DROP COLUMN pruned_at;
    ALTER TABLE attempt DROP COLUMN batch;
    DROP TABLE doubt, drift, reconcile_round, resync_item, resync;
    DROP TYPE drift_cause;
    ALTER TABLE delivery DROP COLUMN accepted_payload, DROP COLUMN sent_payload;
    ALTER TABLE breaker DROP COLUMN paused_at, DROP COLUMN paused_by, DROP COLUMN paused_why;
    DROP TABLE audit;
    DROP FUNCTION audit_stays();
    DROP TYPE audit_phase;
  `);
}
