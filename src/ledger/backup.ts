/**
 * The whole ledger as one stream of lines.
 * Guarantees: everything stands for one moment (one repeatable-read snapshot), whatever is written
 * meanwhile; nobody waits for it; every table of the ledger is in it, and none of anybody else.
 * Must not: hold the queue: that one is filled anew from the ledger (invariant 1).
 */
import type pg from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { type BackupHeader, lineOf, ROWS_END } from './backup-lines.ts';
import { LONG_STATEMENT_MS, openPool, whereOf } from './database.ts';
import { explainFault } from './ledger-fault.ts';
import { copyTarget, ledgerTables } from './ledger-tables.ts';

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
