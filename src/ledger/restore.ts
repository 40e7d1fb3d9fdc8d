/**
 * Puts a backup into an empty ledger of the same version.
 * Guarantees: all of it or nothing; never over a ledger that has dossiers, or gets some meanwhile, or that a
 * service is at work on; tables that are not the ledger's stay as they are; afterwards nothing goes
 * blindly: what was sent since the backup is not known here, so open steps are read back first, and so are
 * steps that the source brings and whose time is before the restore, or up to a day after it (doubt.ts).
 * Must not: bring back leases, the portal's session or open breakers: they belong to processes that are gone.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { type AuditNote, addAudit, holdAudit } from './audit.ts';
import { type BackupHeader, BackupReader } from './backup-lines.ts';
import { LONG_STATEMENT_MS, openPool, type Queryable, whereOf } from './database.ts';
import { doubtUntilNow } from './doubt.ts';
import { explainFault } from './ledger-fault.ts';
import { copyTarget, type LedgerTable, ledgerTables, quoted } from './ledger-tables.ts';
import { LEFT_BEHIND } from './left-behind.ts';
import { atWork } from './step-back.ts';

/** What was brought back. */
export interface Restored {
  readonly takenAt: Date;
  readonly version: string;
  readonly tables: number;
  readonly dossiers: number;
  /** Steps that may be at the portal: looked up there before they go. */
  readonly doubted: number;
}

/** Processes that have gone: what they had in hand, and what they knew of the portal. */
const FORGET = [
  'DELETE FROM lease',
  'DELETE FROM enqueued',
  'DELETE FROM portal_session',
  `UPDATE breaker SET state = 'closed', failures = 0, probe_at = NULL, probe_token = NULL, suspects = '{}',
     asked = false, reason = ''`,
  `UPDATE delivery v SET ${LEFT_BEHIND} FROM delivery s WHERE v.id = s.id AND s.state = 'sending'`,
];

/** Tables whose triggers mark records that are due, and count (migrations 0009, 0012). */
const MARKING = ['dossier', 'delivery', 'held'];

/**
 * Reads the backup from `chunks` into the ledger at `url`.
 * Throws DB-BKP-001 for what is no whole backup, -002 for another version, -003 where the ledger is not empty,
 * DB-OPS-006 where a service is at work on it.
 * @param needed version that this program needs
 * @param by who is named in the audit
 */
export async function restoreLedger(
  url: string,
  chunks: AsyncIterable<Buffer>,
  needed: string,
  by: Pick<AuditNote, 'who' | 'host'>,
): Promise<Restored> {
  const pool = openPool({ url, max: 1, name: 'dongbo-restore', statementMs: LONG_STATEMENT_MS });
  try {
    const client = await pool.connect();
    try {
      return await inOne(client, new BackupReader(chunks), needed, by);
    } finally {
      client.release(true);
    }
  } catch (error) {
    throw error instanceof DongboError ? error : explainFault(error, whereOf(url));
  } finally {
    await pool.end();
  }
}

async function inOne(
  client: pg.PoolClient,
  reader: BackupReader,
  needed: string,
  by: Pick<AuditNote, 'who' | 'host'>,
): Promise<Restored> {
  const header = headerOf(await reading(() => reader.line()));
  if (header.version !== needed) {
    throw new DongboError('DB-BKP-002', { found: header.version, needed, version: header.program });
  }
  await client.query('BEGIN');
  await client.query("SELECT set_config('idle_in_transaction_session_timeout', '0', true)");
  const tx: Queryable = { query: (text, values) => client.query(text, values as unknown[]) };
  const tables = await ledgerTables(client);
  const names = tables.map(({ table }) => quoted(table)).join(', ');
  // A service at work is not even held up; who begins now waits at the lock, and what others were about to
  // store is there, and seen, once the lock is ours.
  await assertNobodyAtWork(tx);
  // Before the tables: whoever holds it waits for one of them.
  await holdAudit(tx);
  await client.query(`LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
  await assertNobodyAtWork(tx);
  await assertEmpty(client);
  // What a migration has put there comes from the backup, too. Of the audit of a ledger without dossiers
  // nothing is lost but that it was made: the chain that is brought back must begin with its own first entry.
  await client.query('ALTER TABLE audit DISABLE TRIGGER audit_stays');
  await client.query(`TRUNCATE ${names}`);
  await client.query('ALTER TABLE audit ENABLE TRIGGER audit_stays');
  // Records for the indicators, which of them are due, and counts come from the backup as well: nothing is to be marked.
  for (const table of MARKING) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  const count = await readTables(client, reader, tables);
  for (const table of MARKING) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  for (const { table, columns } of tables) await goOnCounting(client, table, columns);
  for (const statement of FORGET) await tx.query(statement);
  const doubted = await doubtUntilNow(tx);
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM dossier');
  const takenAt = new Date(header.takenAt);
  const version = header.version;
  const dossiers = rows[0]?.count ?? 0;
  // With what was brought back, or not at all: nobody is to find a restored ledger that does not say so.
  const detail = { takenAt: takenAt.toISOString(), version, dossiers, doubted };
  await addAudit(tx, { ...by, action: 'restore', phase: 'done', detail });
  await client.query('COMMIT');
  return { takenAt, version, tables: count, dossiers, doubted };
}

async function assertNobodyAtWork(tx: Queryable): Promise<void> {
  const busy = await atWork(tx);
  if (busy.length > 0) throw new DongboError('DB-OPS-006', { where: busy.join(', ') });
}

async function assertEmpty(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query('SELECT FROM dossier LIMIT 1');
  if (rows.length > 0) throw new DongboError('DB-BKP-003');
}

async function readTables(
  client: pg.PoolClient,
  reader: BackupReader,
  tables: readonly LedgerTable[],
): Promise<number> {
  const known = new Map(tables.map((table) => [table.table, table]));
  for (let count = 0; ; count += 1) {
    const line = await reading(() => reader.line());
    if (isEnd(line)) {
      if (line.tables === count && (await reading(() => reader.isOver()))) return count;
      throw new DongboError('DB-BKP-001', { reason: 'its end does not fit' });
    }
    const table = tableOf(line, known);
    const rows = Readable.from(reader.rows(), { objectMode: false });
    const into = client.query(copyFrom(`COPY ${copyTarget(table)} FROM STDIN`));
    await reading(() => pipeline(rows, into));
  }
}

/** A stream that breaks off, or lines that are none, are the file's fault; PostgreSQL's own errors are told as such. */
async function reading<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (isOfServer(error)) throw error;
    throw new DongboError('DB-BKP-001', { reason: reasonOf(error) }, { cause: error });
  }
}

/** PostgreSQL tells a SQLSTATE of five characters, 22 and 23 for values that do not fit; gzip and files have words. */
function isOfServer(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?!2[23])[0-9A-Z]{5}$/.test(code);
}

const isRecord = (line: unknown): line is Readonly<Record<string, unknown>> =>
  typeof line === 'object' && line !== null;

function headerOf(line: unknown): BackupHeader {
  const isDated = isRecord(line) && !Number.isNaN(Date.parse(String(line.takenAt)));
  if (isDated && line.format === 1 && typeof line.version === 'string') {
    return line as unknown as BackupHeader;
  }
  throw new DongboError('DB-BKP-001', { reason: 'no header of a backup' });
}

function isEnd(line: unknown): line is { readonly end: true; readonly tables: number } {
  return isRecord(line) && line.end === true;
}

function tableOf(line: unknown, known: ReadonlyMap<string, LedgerTable>): LedgerTable {
  const table = isRecord(line) ? known.get(String(line.table)) : undefined;
  const columns = isRecord(line) && Array.isArray(line.columns) ? line.columns.map(String) : [];
  if (!table || columns.length === 0 || columns.some((name) => !table.columns.includes(name))) {
    throw new DongboError('DB-BKP-001', { reason: 'a table that this ledger does not have, or a cut file' });
  }
  return { table: table.table, columns };
}

/** Ids given from now on follow those that were brought back. */
async function goOnCounting(client: pg.PoolClient, table: string, columns: readonly string[]): Promise<void> {
  for (const column of columns) {
    const { rows } = await client.query<{ sequence: string | null }>(
      'SELECT pg_get_serial_sequence($1, $2) AS sequence',
      [quoted(table), column],
    );
    const sequence = rows[0]?.sequence;
    if (!sequence) continue;
    await client.query(
      `SELECT setval($1, greatest((SELECT coalesce(max(${quoted(column)}), 0) FROM ${quoted(table)}), 1),
         EXISTS (SELECT FROM ${quoted(table)}))`,
      [sequence],
    );
  }
}
