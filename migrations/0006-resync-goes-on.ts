/**
 * What a resync has to remember to go on where it was cut short, to leave out what the portal has already, and to
 * put back what was held where it is called back.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

/** Adds it; a resync of before looked at what it queued. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE resync
      ADD COLUMN verify boolean NOT NULL DEFAULT false,
      ADD COLUMN selected integer CHECK (selected >= 0),
      ADD COLUMN looked_at integer NOT NULL DEFAULT 0 CHECK (looked_at >= 0),
      ADD COLUMN after_id bigint NOT NULL DEFAULT 0,
      ADD COLUMN already integer NOT NULL DEFAULT 0 CHECK (already >= 0);
    UPDATE resync SET selected = queued, looked_at = queued,
      after_id = coalesce((SELECT max(dossier_id) FROM resync_item WHERE resync_id = resync.id), 0);
    ALTER TABLE resync ALTER COLUMN selected SET NOT NULL;
    ALTER TABLE resync_item ADD COLUMN held jsonb NOT NULL DEFAULT '[]';
    COMMENT ON COLUMN resync.after_id IS
      'The last dossier that was looked at, in order of id: an interrupted resync goes on after it.';
    COMMENT ON COLUMN resync_item.held IS
      'What the portal held of it and the resync let go: put back where it is called back.';
  `);
}

/** Removes it; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE resync_item DROP COLUMN held;
    ALTER TABLE resync DROP COLUMN verify, DROP COLUMN selected, DROP COLUMN looked_at, DROP COLUMN after_id,
      DROP COLUMN already;
  `);
}
