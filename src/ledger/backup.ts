/**
 * The whole ledger as one stream of lines.
 * Guarantees: everything stands for one moment (one repeatable-read snapshot), whatever is written
 * meanwhile; nobody waits for it; every table of the ledger is in it, also those of later versions.
 * Must not: hold the queue: that one is filled anew from the ledger (invariant 1).
 */
import type pg from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { type BackupHeader, lineOf, ROWS_END } from './backup-lines.ts';
import { LONG_STATEMENT_MS, openPool, whereOf } from './database.ts';
import { explainFault } from './ledger-fault.ts';

/** A table with its columns, in an order in which rows can be stored again. */
export interface LedgerTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Knex keeps its own books of what was migrated. */
const OWN_BOOKS = `('knex_migrations', 'knex_migrations_lock')`;

const TABLES = `
  SELECT c.relname AS "table",
    (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    ARRAY(SELECT DISTINCT f.confrelid::regclass::text FROM pg_constraint f
     WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS needs
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname NOT IN ${OWN_BOOKS}
  ORDER BY c.relname`;

type Row = LedgerTable & { readonly needs: readonly string[] };

/** The ledger's tables, each after those that it refers to. */
export async function ledgerTables(client: Pick<pg.ClientBase, 'query'>): Promise<LedgerTable[]> {
  const { rows } = await client.query<Row>(TABLES);
  const ordered: Row[] = [];
  const open = [...rows];
  while (open.length > 0) {
    const at = open.findIndex(({ needs }) => needs.every((one) => !open.some(({ table }) => table === one)));
    const [next] = open.splice(at, at < 0 ? 0 : 1);
    if (!next) throw new Error(`tables refer to each other in a ring: ${open.map((row) => row.table)}`);
    ordered.push(next);
  }
  return ordered.map(({ table, columns }) => ({ table, columns }));
}

/** A name as SQL takes it, whatever it is made of. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Part of a COPY: table and columns. */
export const copyTarget = ({ table, columns }: LedgerTable): string =>
  `${quoted(table)} (${columns.map(quoted).join(', ')})`;

/** What is told while it is written. */
export interface DumpProgress {
  readonly onTable?: (table: string) => void;
}

/**
 * Yields the backup of the ledger at `url`. Throws DB-SVC-001 and its like where the server fails.
 * @param program version of this program, for the header
 */
export async function* dumpLedger(
  url: string,
  program: string,
  { onTable }: DumpProgress = {},
): AsyncGenerator<Buffer> {
  const pool = openPool({ url, max: 1, name: 'dongbo-backup', statementMs: LONG_STATEMENT_MS });
  try {
    const client = await pool.connect();
    try {
      yield* snapshot(client, program, onTable ?? (() => {}));
    } finally {
      client.release(true);
    }
  } catch (error) {
    throw explainFault(error, whereOf(url));
  } finally {
    await pool.end();
  }
}

async function* snapshot(
  client: pg.PoolClient,
  program: string,
  onTable: (table: string) => void,
): AsyncGenerator<Buffer> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  // Whoever reads the file slowly (a full pipe) is no dead machine.
  await client.query("SELECT set_config('idle_in_transaction_session_timeout', '0', true)");
  const { rows } = await client.query<{ version: string; at: Date }>(
    'SELECT name AS version, now() AS at FROM knex_migrations ORDER BY id DESC LIMIT 1',
  );
  const header: BackupHeader = {
    format: 1,
    version: rows[0]?.version ?? '',
    takenAt: (rows[0]?.at ?? new Date(0)).toISOString(),
    program,
  };
  yield Buffer.from(lineOf(header));
  const tables = await ledgerTables(client);
  for (const table of tables) {
    onTable(table.table);
    yield Buffer.from(lineOf(table));
    yield* rowsOf(client, `COPY ${copyTarget(table)} TO STDOUT`);
    yield Buffer.from(ROWS_END);
  }
  yield Buffer.from(lineOf({ end: true, tables: tables.length }));
  await client.query('COMMIT');
}

/**
 * What a COPY gives. node-postgres ends a statement's time limit by the statement's callback, which this kind
 * never calls: its timer would keep the process alive for as long as the limit is.
 */
function rowsOf(client: pg.PoolClient, copy: string): AsyncIterable<Buffer> {
  const rows: CopyToStreamQuery & { readonly callback?: () => void } = client.query(copyTo(copy));
  rows.once('close', () => rows.callback?.());
  return rows;
}
