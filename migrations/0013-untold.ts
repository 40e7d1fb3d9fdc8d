/**
 * What an earlier call may have stored of a step that goes again although nobody could tell (STEPS_WHEN_UNKNOWN).
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

/** Adds it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE delivery ADD COLUMN untold_payload json, ADD COLUMN untold_hash text,
      ADD CHECK ((untold_payload IS NULL) = (untold_hash IS NULL) AND (untold_hash IS NULL OR kind = 'step'));
    COMMENT ON COLUMN delivery.untold_payload IS
      'Of a step that goes again although nobody could tell: the text that may be at the portal. Should the source drop the step, this is what is looked for.';
  `);
}

/**
 * Removes it, for a step back to an older program (`dongbo migrate --to`), which would forget such a step with its
 * source: what waits is looked for once more, as the text that went, with what it says by now beside it.
 */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    UPDATE delivery SET state = 'unknown', attempt = 0, due_at = now(),
      next_payload = CASE WHEN untold_hash <> payload_hash THEN payload END,
      next_hash = nullif(payload_hash, untold_hash), payload = untold_payload, payload_hash = untold_hash,
      version = version + (untold_hash <> payload_hash)::int,
      sent_version = version + (untold_hash <> payload_hash)::int, sent_hash = untold_hash
    WHERE untold_hash IS NOT NULL AND state IN ('queued', 'retrying');
    ALTER TABLE delivery DROP COLUMN untold_payload, DROP COLUMN untold_hash;
  `);
}
