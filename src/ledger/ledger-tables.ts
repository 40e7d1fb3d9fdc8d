/**
 * The tables of the ledger, by name.
 * Guarantees: each after those that it refers to, so that rows can be stored again in this order; exactly those
 * that the migrations make (a test holds it to them), without knex' own books of what was migrated.
 * Must not: take in a table of somebody else who uses the same database: that one is none of our business.
 */
import type pg from 'pg';

/** See the file's head. */
export const LEDGER_TABLES = [
  'codebook_version',
  'applied_codebook',
  'lookup_key',
  'procedure',
  'component',
  'result',
  'procedure_fee',
  'catalogue_item',
  'catalogue_pull',
  'catalogue_change',
  'source_cursor',
  'job_run',
  'breaker',
  'portal_session',
  'audit',
  'doubt',
  'reconcile_round',
  'resync',
  'dossier',
  'dossier_use',
  'stale_dossier',
  'lease',
  'enqueued',
  'delivery',
  'delivery_count',
  'attempt',
  'held',
  'resync_item',
  'source_digest',
  'vanished',
  'shadowed',
  'sweep',
  'score_word',
  'score_fact',
  'score_due',
  'score_later',
  'official_score',
  'drift',
] as const;

/** A table with its columns. */
export interface LedgerTable {
  readonly table: string;
  readonly columns: readonly string[];
}

const COLUMNS = `
  SELECT c.relname AS "table",
    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname = ANY($1)
  ORDER BY array_position($1, c.relname::text)`;

/** The tables of a ledger of this program's version, each after those that it refers to. */
export async function ledgerTables(client: Pick<pg.ClientBase, 'query'>): Promise<LedgerTable[]> {
  const { rows } = await client.query<LedgerTable>(COLUMNS, [LEDGER_TABLES]);
  const missing = LEDGER_TABLES.filter((name) => !rows.some(({ table }) => table === name));
  if (missing.length > 0) throw new Error(`the ledger lacks ${missing.join(', ')}`);
  return rows;
}

/** A name as SQL takes it, whatever it is made of. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Part of a COPY: table and columns. */
export const copyTarget = ({ table, columns }: LedgerTable): string =>
  `${quoted(table)} (${columns.map(quoted).join(', ')})`;
