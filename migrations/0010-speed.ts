/**
 * Indexes for what is asked often of a ledger that has grown: what is held or incomplete among millions that are not,
 * and when dossiers were accepted; steps, three of four deliveries, are no longer in that one.
 * Guarantees: changes no row.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const ACCEPTED = 'DROP INDEX delivery_accepted; CREATE INDEX delivery_accepted ON delivery (accepted_at)';

/** Adds them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE INDEX dossier_incomplete ON dossier (id) WHERE incomplete;
    CREATE INDEX delivery_held ON delivery (kind) WHERE state = 'held';
    ${ACCEPTED} WHERE kind = 'dossier' AND accepted_at IS NOT NULL`);
}

/** Removes them; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ${ACCEPTED} WHERE accepted_at IS NOT NULL;
    DROP INDEX delivery_held;
    DROP INDEX dossier_incomplete`);
}
