/**
 * The catalogue remembers: a log of its changes, ends of validity for components and results, when a
 * procedure ceased to be published, and which ones the last list lacked without being believed.
 * Guarantees: the log can be added to and nothing else; an entry of a procedure names it, one of a list does not.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const CHANGES = `
  CREATE TYPE catalogue_change_kind AS ENUM (
    'procedure-added', 'procedure-abolished', 'procedure-back', 'published', 'unpublished', 'renamed', 'sector-changed',
    'component-added', 'component-removed', 'component-renamed', 'result-added', 'result-removed', 'result-renamed',
    'sector-added', 'sector-removed', 'sector-renamed', 'agency-added', 'agency-removed', 'agency-renamed'
  );
  CREATE TABLE catalogue_change (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    procedure text REFERENCES procedure,
    what catalogue_change_kind NOT NULL,
    item_code text,
    before text,
    after text,
    CHECK ((procedure IS NULL) = (what >= 'sector-added')),
    CHECK ((item_code IS NULL) = (what < 'component-added'))
  );
  CREATE INDEX catalogue_change_procedure ON catalogue_change (procedure, id);
  CREATE INDEX catalogue_change_at ON catalogue_change (at);
  COMMENT ON TABLE catalogue_change IS
    'Append-only: every change of the national catalogue, written with the change itself.';

  CREATE FUNCTION catalogue_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'catalogue_change is append-only' USING ERRCODE = '23001';
  END $$;
  CREATE TRIGGER catalogue_change_stays BEFORE UPDATE OR DELETE ON catalogue_change
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_change_stays();
`;

/** What is there has been since it was last fetched, as far as anybody can say now. */
const VALIDITY = ['component', 'result']
  .map(
    (table) => `
  ALTER TABLE ${table} ADD COLUMN valid_from timestamptz, ADD COLUMN valid_to timestamptz;
  UPDATE ${table} SET valid_from = p.fetched_at FROM procedure p WHERE p.code = ${table}.procedure;
  ALTER TABLE ${table} ALTER COLUMN valid_from SET NOT NULL, ALTER COLUMN valid_from SET DEFAULT now();
  CREATE INDEX ${table}_code ON ${table} (code);
  CREATE INDEX ${table}_ended ON ${table} (procedure) WHERE valid_to IS NOT NULL;`,
  )
  .join('');

const PROCEDURE = `
  ALTER TABLE procedure ADD COLUMN unpublished_at timestamptz, ADD COLUMN missed_at timestamptz;
  COMMENT ON COLUMN procedure.unpublished_at IS
    'When it was first found not published after it had been. NULL where it never was, and where it is.';
  COMMENT ON COLUMN procedure.missed_at IS
    'When a list first lacked it that lacked too many to be believed; its end, if the next list lacks it too.';
`;

const VERSIONS = `
  ALTER TABLE catalogue_pull ADD COLUMN last_change bigint NOT NULL DEFAULT 0;
  COMMENT ON COLUMN catalogue_pull.last_change IS
    'Newest entry of catalogue_change when the pull ended: a pull''s own entries follow those of the pull before.';
`;

/** Adds log, validity and the mark of each pull. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(CHANGES + VALIDITY + PROCEDURE + VERSIONS);
}

/** Removes them with all that was remembered; what is no longer valid goes, too. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE catalogue_pull DROP COLUMN last_change;
    DELETE FROM component WHERE valid_to IS NOT NULL;
    DELETE FROM result WHERE valid_to IS NOT NULL;
    DROP INDEX component_code, result_code, component_ended, result_ended;
    ALTER TABLE procedure DROP COLUMN unpublished_at, DROP COLUMN missed_at;
    ALTER TABLE component DROP COLUMN valid_from, DROP COLUMN valid_to;
    ALTER TABLE result DROP COLUMN valid_from, DROP COLUMN valid_to;
    DROP TABLE catalogue_change;
    DROP FUNCTION catalogue_change_stays();
    DROP TYPE catalogue_change_kind;
  `);
}
