/**
 * Which questions each dossier put to mappings and catalogue, and what they were last answered: so that
 * a changed table normalizes anew only the dossiers that it touches, and the use of codes can be counted.
 * Guarantees: dossiers of an older ledger, whose questions nobody wrote down, are normalized anew once.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const UP = `
  CREATE TYPE lookup_kind AS ENUM ('procedure', 'component', 'result', 'any-result', 'agency', 'status', 'value');

  CREATE TABLE lookup_key (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind lookup_kind NOT NULL,
    scope text NOT NULL,
    code text NOT NULL,
    name text NOT NULL DEFAULT '',
    name_key text NOT NULL DEFAULT '',
    several_names boolean NOT NULL DEFAULT false,
    fingerprint text NOT NULL
  );
  CREATE UNIQUE INDEX lookup_key_question ON lookup_key (kind, md5(scope), md5(code));
  COMMENT ON TABLE lookup_key IS
    'Each question ever put to the codebook. Unique by hashes: a source may write anything as a code, of any length.';
  COMMENT ON COLUMN lookup_key.name_key IS
    'The same for two spellings of one name; empty: no name is known.';
  COMMENT ON COLUMN lookup_key.several_names IS
    'The source also gave the code another name: it stands for no one thing, and the name proves nothing.';
  COMMENT ON COLUMN lookup_key.fingerprint IS
    'Stands for its answers under applied_codebook; empty: not known, every change of the codebook touches it.';

  CREATE TABLE dossier_use (
    dossier_id bigint PRIMARY KEY REFERENCES dossier ON DELETE CASCADE,
    received_on date,
    lookups integer[] NOT NULL
  ) WITH (fillfactor = 90);
  COMMENT ON TABLE dossier_use IS
    'The questions of each dossier as last normalized, each once. Narrow and without further index: storing it is cheap, and it is read whole, when a table changed or use is counted.';

  CREATE TABLE stale_dossier (
    dossier_id bigint PRIMARY KEY REFERENCES dossier ON DELETE CASCADE
  );
  COMMENT ON TABLE stale_dossier IS 'Dossiers that are to be normalized again. Nearly always empty.';

  CREATE TABLE applied_codebook (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    codebook_id integer REFERENCES codebook_version,
    rules text NOT NULL
  );
  COMMENT ON TABLE applied_codebook IS
    'The codebook that the fingerprints and, but for stale dossiers, the payloads stand for. One row, locked by whoever changes or relies on it.';

  INSERT INTO applied_codebook (codebook_id, rules) VALUES (NULL, '');
  INSERT INTO stale_dossier SELECT id FROM dossier;
  DROP INDEX dossier_codebook;
`;

const DOWN = `
  CREATE INDEX dossier_codebook ON dossier (codebook_id, id);
  DROP TABLE applied_codebook, stale_dossier, dossier_use, lookup_key;
  DROP TYPE lookup_kind;
`;

/** Adds the record of questions. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(UP);
}

/** Back to one codebook version a dossier. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(DOWN);
}
