/**
 * Rows and payloads are kept as the program wrote them (json) and no longer taken apart (jsonb): a third of what
 * PostgreSQL did for a new dossier was taking them apart, and a worker wants them whole. What is in them stays.
 * Guarantees: writes both tables anew, in one transaction, packed as the column is told to be; nothing of them is read or written
 * meanwhile, and as much disk is needed again, and as much WAL.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

const retyped = (column: string, type: 'json' | 'jsonb'): string =>
  `ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`;

/**
 * Both at once: a service that is at work, and holds the one while it wants the other, is met within a second and not when
 * the first table has been written.
 */
const ALONE = 'LOCK TABLE dossier, delivery IN ACCESS EXCLUSIVE MODE';

/** PostgreSQL can be built without it. What is written anew is packed in the way of the session. */
const IN_LZ4 = `
  DO $$ BEGIN PERFORM set_config('default_toast_compression', 'lz4', true);
  EXCEPTION WHEN invalid_parameter_value THEN NULL; END $$`;

/** A column whose type changes forgets how it is compressed; see migration 0008. */
const inLz4 = (table: string, column: string): string => `
  DO $$ BEGIN ALTER TABLE ${table} ALTER COLUMN ${column} SET COMPRESSION lz4;
  EXCEPTION WHEN feature_not_supported THEN NULL; END $$`;

/** A column that a trigger looks at changes no type: the trigger is made again just as it was. */
const MARKS = `SELECT pg_get_triggerdef(oid) AS made FROM pg_trigger WHERE tgrelid = 'delivery'::regclass AND tgname = 'score_changed'`;

async function retype(knex: Knex, type: 'json' | 'jsonb'): Promise<void> {
  const payloads = ['payload', 'next_payload', 'accepted_payload', 'sent_payload'];
  await knex.raw(ALONE);
  await knex.raw(IN_LZ4);
  await knex.raw(`ALTER TABLE dossier ${retyped('source_row', type)}`);
  const { rows } = await knex.raw<{ rows: { made: string }[] }>(MARKS);
  await knex.raw('DROP TRIGGER score_changed ON delivery');
  await knex.raw(`ALTER TABLE delivery ${payloads.map((column) => retyped(column, type)).join(', ')}`);
  for (const { made } of rows) await knex.raw(made);
  await knex.raw(inLz4('dossier', 'source_row'));
  await knex.raw(inLz4('delivery', 'payload'));
}

/** To what was written. */
export async function up(knex: Knex): Promise<void> {
  await retype(knex, 'json');
}

/** To what was taken apart; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await retype(knex, 'jsonb');
}
