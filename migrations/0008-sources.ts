/**
 * Several sources, and what a sweep of each has seen.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

/**
 * `dossier.source`: who gave it; '' for those from before, until their row is read again.
 * `source_digest`: what the source's own server said of row and parts when they were as the ledger has them.
 * `vanished`: dossiers that their source no longer has; they are reported, never taken back at the portal.
 * `shadowed`: who else gives a dossier that the source of `dossier.source` owns.
 * `sweep`: the last one of each source.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE dossier ADD COLUMN source text NOT NULL DEFAULT ''`);
  // Half of the processor time that a first load spends on a wide value is PostgreSQL's own compression.
  await knex.raw(inLz4('dossier', 'source_row'));
  await knex.raw(inLz4('delivery', 'payload'));
  await knex.raw(`ALTER TABLE source_cursor ADD COLUMN map_hash text NOT NULL DEFAULT ''`);
  await knex.raw(`
    CREATE TABLE source_digest (
      dossier_id bigint PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,
      digest text NOT NULL
    )`);
  await knex.raw(`
    CREATE TABLE vanished (
      dossier_id bigint PRIMARY KEY REFERENCES dossier (id) ON DELETE CASCADE,
      noticed_at timestamptz NOT NULL DEFAULT now()
    )`);
  await knex.raw(`
    CREATE TABLE shadowed (
      dossier_id bigint NOT NULL REFERENCES dossier (id) ON DELETE CASCADE,
      source text NOT NULL,
      noticed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (dossier_id, source)
    )`);
  await knex.raw(`
    CREATE TABLE sweep (
      source text PRIMARY KEY,
      started_at timestamptz NOT NULL,
      ended_at timestamptz NOT NULL CHECK (ended_at >= started_at),
      swept bigint NOT NULL CHECK (swept >= 0),
      reread bigint NOT NULL CHECK (reread >= 0),
      changed bigint NOT NULL CHECK (changed >= 0),
      vanished bigint NOT NULL CHECK (vanished >= 0)
    )`);
}

/** PostgreSQL can be built without it; then its own way stays. What is stored already stays as it is. */
const inLz4 = (table: string, column: string): string => `
  DO $$ BEGIN ALTER TABLE ${table} ALTER COLUMN ${column} SET COMPRESSION lz4;
  EXCEPTION WHEN feature_not_supported THEN NULL; END $$`;

/** Removes it; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE delivery ALTER COLUMN payload SET COMPRESSION DEFAULT');
  await knex.raw('ALTER TABLE dossier ALTER COLUMN source_row SET COMPRESSION DEFAULT');
  await knex.raw('DROP TABLE sweep');
  await knex.raw('DROP TABLE shadowed');
  await knex.raw('DROP TABLE vanished');
  await knex.raw('DROP TABLE source_digest');
  await knex.raw('ALTER TABLE source_cursor DROP COLUMN map_hash');
  await knex.raw('ALTER TABLE dossier DROP COLUMN source');
}
