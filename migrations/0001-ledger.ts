/**
 * The ledger's first shape: dossiers, deliveries, attempts, held parts, cursor, catalogue, job runs.
 * Guarantees: enums and CHECKs make rows impossible that the code believes impossible.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const TYPES = `
  CREATE TYPE delivery_state AS ENUM ('queued', 'sending', 'retrying', 'unknown', 'accepted', 'held');
  CREATE TYPE delivery_kind AS ENUM ('dossier', 'step');
  CREATE TYPE lane AS ENUM ('live', 'backfill');
  CREATE TYPE held_scope AS ENUM ('dossier', 'component', 'result', 'fee', 'id', 'step');
  CREATE TYPE held_origin AS ENUM ('normalize', 'portal');
  CREATE TYPE attempt_outcome AS ENUM (
    'accepted', 'rejected', 'exists', 'missing', 'retry-later', 'session-expired', 'unknown', 'not-understood'
  );
`;

const DOSSIER = `
  CREATE TABLE codebook_version (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hash text NOT NULL UNIQUE,
    first_used_at timestamptz NOT NULL DEFAULT now()
  );

  CREATE TABLE dossier (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE CHECK (code <> ''),
    source_hash text NOT NULL,
    source_row jsonb NOT NULL,
    source_changed_at timestamptz,
    codebook_id integer NOT NULL REFERENCES codebook_version,
    incomplete boolean NOT NULL,
    lane lane NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX dossier_codebook ON dossier (codebook_id, id);
  COMMENT ON TABLE dossier IS 'One row a dossier of the province, as read. Wide: written only when the source changed.';

  CREATE TABLE lease (
    dossier_id bigint PRIMARY KEY REFERENCES dossier ON DELETE CASCADE,
    token uuid NOT NULL,
    until timestamptz NOT NULL
  );
  CREATE INDEX lease_token ON lease (token);
  COMMENT ON TABLE lease IS 'Who is at work on which dossier; the key is what makes it one worker at a time.';

  CREATE TABLE enqueued (
    dossier_id bigint PRIMARY KEY REFERENCES dossier ON DELETE CASCADE,
    at timestamptz NOT NULL
  );
  COMMENT ON TABLE enqueued IS 'Dossiers for which the queue has been given a job that has not begun.';
`;

const DELIVERY = `
  CREATE TABLE delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
    kind delivery_kind NOT NULL,
    step_id text NOT NULL DEFAULT '',
    position integer NOT NULL DEFAULT 0,
    payload jsonb,
    payload_hash text,
    state delivery_state NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version > 0),
    sent_version integer,
    sent_hash text,
    accepted_version integer,
    accepted_hash text,
    accepted_at timestamptz,
    attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    due_at timestamptz NOT NULL DEFAULT now(),
    wanted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (dossier_id, kind, step_id),
    CHECK ((kind = 'step') = (step_id <> '')),
    CHECK ((payload IS NULL) = (payload_hash IS NULL)),
    CHECK (payload IS NOT NULL OR state IN ('held', 'sending')),
    CHECK (kind = 'dossier' OR payload IS NOT NULL),
    CHECK (sent_version <= version),
    CHECK ((sent_version IS NULL) = (sent_hash IS NULL)),
    CHECK (accepted_version IS NULL OR accepted_version <= coalesce(sent_version, 0)),
    CHECK ((accepted_version IS NULL) = (accepted_at IS NULL)),
    CHECK ((accepted_version IS NULL) = (accepted_hash IS NULL)),
    CHECK (state <> 'accepted' OR coalesce(accepted_hash = payload_hash, false)),
    CHECK (state <> 'sending' OR sent_version IS NOT NULL)
  );
  CREATE INDEX delivery_pending ON delivery (due_at, dossier_id) WHERE state IN ('queued', 'retrying', 'unknown');
  CREATE INDEX delivery_sending ON delivery (dossier_id) WHERE state = 'sending';
  CREATE INDEX delivery_accepted ON delivery (accepted_at) WHERE accepted_at IS NOT NULL;
  COMMENT ON TABLE delivery IS 'What the portal is to be told: the dossier itself, and each progress step once.';

  CREATE VIEW due_dossier AS
    SELECT dossier_id, due_at FROM delivery
    WHERE kind = 'dossier' AND state IN ('queued', 'retrying', 'unknown')
    UNION ALL
    SELECT * FROM (
      SELECT DISTINCT ON (v.dossier_id) v.dossier_id, v.due_at
      FROM delivery v
      JOIN delivery p ON p.dossier_id = v.dossier_id AND p.kind = 'dossier'
        AND p.accepted_version IS NOT NULL AND p.state IN ('accepted', 'held')
      WHERE v.kind = 'step' AND v.state IN ('queued', 'retrying', 'unknown')
      ORDER BY v.dossier_id, v.position, v.id) first_step;
  COMMENT ON VIEW due_dossier IS
    'When a dossier has something to send: itself first, then its first open step (steps keep their order).';

  CREATE TABLE attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
    delivery_id bigint NOT NULL,
    at timestamptz NOT NULL,
    service text NOT NULL,
    outcome attempt_outcome NOT NULL,
    http_status integer,
    error_code text NOT NULL DEFAULT '',
    message text NOT NULL DEFAULT '',
    records integer NOT NULL CHECK (records >= 0),
    duration_ms integer NOT NULL CHECK (duration_ms >= 0)
  );
  CREATE INDEX attempt_dossier ON attempt (dossier_id, id);
  COMMENT ON TABLE attempt IS 'Append-only: every call in which a delivery took part, with the answer (redacted).';

  CREATE TABLE held (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dossier_id bigint NOT NULL REFERENCES dossier ON DELETE CASCADE,
    origin held_origin NOT NULL,
    scope held_scope NOT NULL,
    part text NOT NULL,
    code text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    params jsonb NOT NULL DEFAULT '{}',
    blocking boolean NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    UNIQUE (dossier_id, origin, scope, part, code, field)
  );
  CREATE INDEX held_reason ON held (code, scope);
`;

const RUNNING = `
  CREATE TABLE source_cursor (
    source text PRIMARY KEY,
    position_at text NOT NULL,
    position_key text NOT NULL,
    moved_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE job_run (
    job text PRIMARY KEY,
    last_run_at timestamptz,
    last_success_at timestamptz,
    last_error text NOT NULL DEFAULT ''
  );
`;

const CATALOGUE = `
  CREATE TYPE catalogue_list AS ENUM (
    'sector', 'agency', 'fee', 'subject', 'level', 'province', 'district', 'ward'
  );
  CREATE TABLE catalogue_pull (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    listed integer NOT NULL,
    fetched integer NOT NULL,
    hash text NOT NULL
  );
  CREATE TABLE procedure (
    code text PRIMARY KEY,
    name text NOT NULL,
    listed_name text NOT NULL,
    published boolean NOT NULL,
    sector_code text NOT NULL,
    sector_name text NOT NULL,
    terms jsonb NOT NULL,
    content_hash text NOT NULL,
    valid_from timestamptz NOT NULL DEFAULT now(),
    valid_to timestamptz,
    fetched_at timestamptz NOT NULL
  );
  CREATE TABLE component (
    procedure text NOT NULL REFERENCES procedure ON DELETE CASCADE,
    code text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (procedure, code)
  );
  CREATE TABLE result (
    procedure text NOT NULL REFERENCES procedure ON DELETE CASCADE,
    code text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (procedure, code)
  );
  CREATE TABLE procedure_fee (
    procedure text NOT NULL REFERENCES procedure ON DELETE CASCADE,
    code text NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (procedure, code)
  );
  CREATE TABLE catalogue_item (
    list catalogue_list NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    valid_from timestamptz NOT NULL DEFAULT now(),
    valid_to timestamptz,
    PRIMARY KEY (list, code)
  );
`;

/** Creates the ledger. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TYPES + DOSSIER + DELIVERY + RUNNING + CATALOGUE);
}

/** Removes all of it, with everything recorded; for an empty trial database only. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP VIEW due_dossier;
    DROP TABLE catalogue_item, procedure_fee, result, component, procedure, catalogue_pull, job_run,
      source_cursor, held, attempt, delivery, enqueued, lease, dossier, codebook_version;
    DROP TYPE catalogue_list, attempt_outcome, held_origin, held_scope, lane, delivery_kind, delivery_state;
  `);
}
