/**
 * The name of each job's last run, to find it in the log.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

/** Adds it; runs of before have none. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE job_run ADD COLUMN run text NOT NULL DEFAULT ''`);
}

/** Removes it; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE job_run DROP COLUMN run');
}
