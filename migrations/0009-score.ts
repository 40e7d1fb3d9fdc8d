/**
 * What the indicators are counted from: a small record of each dossier, which dossiers' records are due to be made
 * anew, and the portal's published figures.
 * Guarantees: whatever changes of a dossier's deliveries or of what is held of it, by whatever statement, marks it, in
 * the same transaction; records can be made anew from the rest of the ledger at any time, but for `synced`.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const FACTS = `
  CREATE TYPE score_word_kind AS ENUM ('procedure', 'agency');
  CREATE TABLE score_word (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind score_word_kind NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    UNIQUE (kind, code, name)
  );
  COMMENT ON TABLE score_word IS 'Procedures and agencies that records name, so that a record holds numbers.';

  CREATE TABLE score_fact (
    dossier_id bigint PRIMARY KEY REFERENCES dossier ON DELETE CASCADE,
    received integer,
    ended integer,
    province json,
    portal json,
    released json,
    as_province boolean NOT NULL,
    synced integer,
    step_lag_minutes integer,
    urgent_due integer,
    urgent_since timestamptz,
    hurried_at timestamptz,
    CHECK (NOT as_province OR portal IS NULL AND province IS NOT NULL),
    CHECK (urgent_due IS NOT NULL OR urgent_since IS NULL)
  ) WITH (fillfactor = 90);
  CREATE INDEX score_fact_received ON score_fact (received, ended);
  CREATE INDEX score_fact_open ON score_fact (received) WHERE ended IS NULL;
  -- Few take longer than two months: whoever asks for a period finds the others by the day of receipt.
  CREATE INDEX score_fact_long ON score_fact (ended) WHERE ended::bigint - received > 62 * 86400;
  CREATE INDEX score_fact_urgent ON score_fact (urgent_due) INCLUDE (urgent_since, dossier_id) WHERE urgent_due IS NOT NULL;
  COMMENT ON TABLE score_fact IS
    'One dossier as the indicators see it, without personal data. Times are seconds of Vietnam''s clock since 2000-01-01.';
  COMMENT ON COLUMN score_fact.received IS 'The earliest of its sides; NULL = no day of receipt is known.';
  COMMENT ON COLUMN score_fact.ended IS 'The latest end of its sides; NULL = one of them, or all, have none.';
  COMMENT ON COLUMN score_fact.portal IS 'What the portal has accepted; NULL = nothing, or (as_province) the same as the province.';
  COMMENT ON COLUMN score_fact.released IS 'What would be sent if what is held were mended; NULL = nothing is held, or it cannot be known.';
  COMMENT ON COLUMN score_fact.synced IS 'When the portal first had it.';
  COMMENT ON COLUMN score_fact.urgent_due IS
    'The appointment of a dossier that the province has ended in time and the portal does not yet know of as ended; else NULL.';
  COMMENT ON COLUMN score_fact.urgent_since IS
    'Since when that is known, without a break; NULL also where nothing of it waits to be sent or mended: the portal has a step otherwise and changes none.';
  COMMENT ON COLUMN score_fact.hurried_at IS 'When it was last put first in its lane for that.';

  CREATE TABLE score_due (dossier_id bigint NOT NULL);
  CREATE INDEX score_due_dossier ON score_due (dossier_id);
  COMMENT ON TABLE score_due IS
    'Dossiers whose record is to be made anew, each as often as it changed: without a key, so that nobody waits for anybody.';

  CREATE TABLE score_later (
    dossier_id bigint PRIMARY KEY,
    due_at timestamptz NOT NULL DEFAULT now(),
    fault text
  );
  CREATE INDEX score_later_fault ON score_later (fault) WHERE fault IS NOT NULL;
  COMMENT ON TABLE score_later IS 'The same, of what has time until all that changed is done; written by whoever makes records alone.';
  COMMENT ON COLUMN score_later.fault IS 'Why its record could not be made; NULL = nobody has tried.';
`;

/**
 * Marks what changes something that a record is made of, and nothing else: states, attempts and times of sending are
 * no part of it. New rows are marked by the statement, which costs a fifth of marking each; what is updated row by row,
 * since most updates change nothing that counts, and the condition is asked without a call (decision 0028). Whatever
 * is held is stored again with each change of its row or of the tables, even where it comes out the same.
 */
const MARKS = `
  CREATE FUNCTION score_marks() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO score_due SELECT DISTINCT dossier_id FROM stored;
    RETURN NULL;
  END $$;
  CREATE FUNCTION score_mark() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO score_due VALUES (coalesce(NEW.dossier_id, OLD.dossier_id));
    RETURN NULL;
  END $$;
  CREATE FUNCTION score_mark_dossier() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO score_due VALUES (NEW.id);
    RETURN NULL;
  END $$;

  CREATE TRIGGER score_stored AFTER INSERT ON delivery REFERENCING NEW TABLE AS stored
    FOR EACH STATEMENT EXECUTE FUNCTION score_marks();
  CREATE TRIGGER score_changed AFTER UPDATE ON delivery FOR EACH ROW
    WHEN (OLD.payload_hash IS DISTINCT FROM NEW.payload_hash
      OR OLD.accepted_hash IS DISTINCT FROM NEW.accepted_hash
      OR (OLD.accepted_payload IS NULL) <> (NEW.accepted_payload IS NULL)
      OR OLD.absence IS DISTINCT FROM NEW.absence
      OR OLD.next_hash IS DISTINCT FROM NEW.next_hash
      OR OLD.withdrawn <> NEW.withdrawn
      OR OLD.position <> NEW.position
      OR OLD.kind = 'step' AND OLD.accepted_at IS DISTINCT FROM NEW.accepted_at)
    EXECUTE FUNCTION score_mark();
  CREATE TRIGGER score_dropped AFTER DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION score_mark();
  CREATE TRIGGER score_held AFTER INSERT OR UPDATE OR DELETE ON held FOR EACH ROW EXECUTE FUNCTION score_mark();
  CREATE TRIGGER score_filled AFTER UPDATE OF pruned_at ON dossier FOR EACH ROW
    WHEN (OLD.pruned_at IS NOT NULL AND NEW.pruned_at IS NULL) EXECUTE FUNCTION score_mark_dossier();
`;

const OFFICIAL = `
  CREATE TABLE official_score (
    period text NOT NULL,
    agency text NOT NULL DEFAULT '',
    code text NOT NULL,
    numerator double precision,
    denominator double precision,
    ratio double precision,
    score double precision,
    max_score double precision,
    flags text[] NOT NULL DEFAULT '{}',
    published_at timestamptz,
    file text NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (period, agency, code)
  );
  COMMENT ON TABLE official_score IS 'Figures that the portal has published, as they were imported; agency '''' = the province.';
`;

const CATALOGUE = `
  ALTER TABLE procedure ADD COLUMN charges boolean, ADD COLUMN for_citizens boolean,
    ADD COLUMN asked smallint NOT NULL DEFAULT 0;
  COMMENT ON COLUMN procedure.charges IS 'Some fee of it is not 0; NULL = not known, or not asked yet.';
  COMMENT ON COLUMN procedure.for_citizens IS 'Citizens are among those whom it is for; NULL as above.';
  COMMENT ON COLUMN procedure.asked IS
    'What the program read of it when it was fetched: from 1 the two above and terms of cases as well. Less than the program reads now = to be fetched anew.';
`;

/** Adds it; every dossier's record is due, and what changes from now on goes before them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(FACTS + MARKS + OFFICIAL + CATALOGUE);
  await knex.raw('INSERT INTO score_later (dossier_id) SELECT id FROM dossier ORDER BY id');
}

/** Removes it; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE procedure DROP COLUMN charges, DROP COLUMN for_citizens, DROP COLUMN asked;
    DROP TABLE official_score;
    DROP TRIGGER score_stored ON delivery;
    DROP TRIGGER score_changed ON delivery;
    DROP TRIGGER score_dropped ON delivery;
    DROP TRIGGER score_held ON held;
    DROP TRIGGER score_filled ON dossier;
    DROP FUNCTION score_marks();
    DROP FUNCTION score_mark();
    DROP FUNCTION score_mark_dossier();
    DROP TABLE score_due, score_later, score_fact, score_word;
    DROP TYPE score_word_kind;
  `);
}
