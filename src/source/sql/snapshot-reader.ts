/**
 * The connection to the province's PostgreSQL.
 * Guarantees: reads only, whatever the account may do; each piece of work sees one moment of the
 * database; every value comes as the text that the server wrote (microseconds, big numbers); a
 * broken connection is never used again; nothing waits for ever.
 */
import pg from 'pg';
import type { Row } from '../rows/assemble.ts';
import { placeOf, readSourceUrl, sourceFailure } from './source-failure.ts';

/** Runs one statement. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** See the head of this file. */
export interface SnapshotReader {
  /** Host, port and database, for messages. */
  readonly where: string;
  /** Runs `work` on one snapshot. Throws DB-SRC-… for what the driver throws. */
  inSnapshot<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Milliseconds to connect. */
const CONNECT_MS = 10_000;
/** The wire's timeout stands behind the server's own, which says more. */
const WIRE_GRACE_MS = 15_000;
const BOOLEAN_OID = 16;

/** Text as written; booleans as a cast to text writes them. */
const AS_TEXT = {
  getTypeParser: (oid: number) => (value: string) =>
    oid === BOOLEAN_OID ? (value === 't' ? 'true' : 'false') : value,
} as unknown as pg.CustomTypesConfig;

// A connection that breaks says so twice: to the query that waits, or to the next one, and in an event.
const ignoreBreak = (): void => undefined;

// Local to the transaction: a pooler in front of the server may lend the session to others.
const SETTINGS = `SELECT set_config('TimeZone', 'Asia/Ho_Chi_Minh', true),
  set_config('DateStyle', 'ISO, YMD', true), set_config('statement_timeout', $1, true)`;

/**
 * Prepares a reader; connects with the first use.
 * @param timeoutMs for one statement
 * Throws DB-SRC-003, DB-SRC-006 (exit 78) for a URL that it cannot use.
 */
export function createSnapshotReader(urlText: string, timeoutMs: number): SnapshotReader {
  const where = placeOf(readSourceUrl(urlText));
  const pool = new pg.Pool({
    connectionString: urlText,
    max: 2,
    types: AS_TEXT,
    application_name: 'dongbo',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: timeoutMs + WIRE_GRACE_MS,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  });
  pool.on('error', ignoreBreak);

  return {
    where,
    async inSnapshot(work) {
      let client: pg.PoolClient | null = null;
      try {
        client = await pool.connect();
        const open = client;
        open.on('error', ignoreBreak);
        const query: Query = async (sql, values = []) => (await open.query(sql, [...values])).rows;
        await query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
        await query(SETTINGS, [String(timeoutMs)]);
        const result = await work(query);
        await query('COMMIT');
        open.off('error', ignoreBreak);
        open.release();
        return result;
      } catch (error) {
        // Closing the connection ends its transaction, in whatever state it is.
        client?.release(true);
        throw sourceFailure(error, where);
      }
    },
    close: () => pool.end(),
  };
}
