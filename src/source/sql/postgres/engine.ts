/**
 * The connection to a province's PostgreSQL.
 * Guarantees: what engine.ts asks of every engine; each piece of work is one READ ONLY transaction of REPEATABLE
 * READ; nothing that a pooler lends to others is left in the session.
 */
import pg from 'pg';
import type { Engine, RawRow, Session } from '../engine.ts';
import { sourceFailure } from '../source-failure.ts';
import { inspectPostgres } from './columns.ts';
import { postgresDialect } from './dialect.ts';
import { postgresAccount, postgresIndexes } from './facts.ts';
import { postgresVerdict } from './verdict.ts';

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

function sessionOn(client: pg.PoolClient): Session {
  let cursors = 0;
  const rowsOf = async (sql: string, values: readonly unknown[]): Promise<readonly RawRow[]> =>
    (await client.query(sql, [...values])).rows;
  return {
    query: ({ sql, values }) => rowsOf(sql, values),
    async *stream({ sql, values }, size) {
      cursors += 1;
      const name = `dongbo_rows_${cursors}`;
      await rowsOf(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, values);
      for (;;) {
        const rows = await rowsOf(`FETCH FORWARD ${size} FROM ${name}`, []);
        if (rows.length > 0) yield rows;
        if (rows.length < size) break;
      }
      await rowsOf(`CLOSE ${name}`, []);
    },
    async describe({ sql, values }) {
      const { fields } = await client.query(sql, [...values]);
      return fields.map(({ name, dataTypeID }) => ({ name, type: String(dataTypeID) }));
    },
  };
}

/**
 * Prepares an engine; connects with the first use.
 * @param where host, port and database, for messages
 * @param timeoutMs for one statement
 */
export function postgresEngine(url: string, where: string, timeoutMs: number): Engine {
  const pool = new pg.Pool({
    connectionString: url,
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
    dialect: postgresDialect(),
    inspect: inspectPostgres,
    account: postgresAccount,
    indexes: postgresIndexes,
    doubts: async () => [],
    async inSnapshot(work) {
      let client: pg.PoolClient | null = null;
      try {
        client = await pool.connect();
        const open = client;
        open.on('error', ignoreBreak);
        const session = sessionOn(open);
        await session.query({
          sql: 'BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY',
          values: [],
        });
        await session.query({ sql: SETTINGS, values: [String(timeoutMs)] });
        const result = await work(session);
        await session.query({ sql: 'COMMIT', values: [] });
        open.off('error', ignoreBreak);
        open.release();
        return result;
      } catch (error) {
        // Closing the connection ends its transaction, in whatever state it is.
        client?.release(true);
        throw sourceFailure(error, where, postgresVerdict);
      }
    },
    close: () => pool.end(),
  };
}
