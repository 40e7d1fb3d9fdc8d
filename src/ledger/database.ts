/**
 * Connections to the ledger's PostgreSQL.
 * Guarantees: ids come as numbers, times as Date; a server that is away is DB-SVC-001 with the
 * address and without the password; a lost idle connection never brings the process down.
 */
import pg from 'pg';
import { DongboError, reasonOf } from '../domain/errors.ts';

const INT8 = 20;

/** Anything that runs a query: the pool or one connection inside a transaction. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** The ledger's pool of connections. */
export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction; rolls back when it throws. Whom PostgreSQL picks as the loser of
   * a deadlock goes again, so `work` must do nothing but queries.
   */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result>;
  /** One connection of its own, e.g. for a session-wide advisory lock; `release(true)` closes it. */
  connect(): Promise<Queryable & { release(destroy?: boolean): void }>;
  /** `host:port/database`, for messages. */
  readonly where: string;
  close(): Promise<void>;
}

/** Settings of a pool. */
export interface DatabaseOptions {
  readonly url: string;
  /** Most connections. */
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Milliseconds until a connection attempt is given up. */
  readonly connectTimeoutMs?: number;
  /** Told of connections that broke while idle. */
  readonly onIdleError?: (reason: string) => void;
}

/** `host:port/database` of a URL, without user and password; sockets as their folder. */
export function whereOf(url: string): string {
  try {
    const parsed = new URL(url);
    const host = parsed.searchParams.get('host') ?? (decodeURIComponent(parsed.hostname) || 'localhost');
    return `${host}:${parsed.port || '5432'}${parsed.pathname}`;
  } catch {
    return '(unreadable URL)';
  }
}

/** SQLSTATE of a deadlock's loser; nothing of it was stored. */
const DEADLOCK = '40P01';
const TRIES = 4;

/** Two pages or rounds that lock the same rows in another order are nobody's fault. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || (error as { code?: unknown } | null)?.code !== DEADLOCK) throw error;
    }
  }
}

const AWAY =
  /ECONN|ENOENT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|EPIPE|terminat|timeout|Client has encountered a connection error/;
const AWAY_STATES = /^(08...|57P0[123]|28...|3D000)$/;

/** Does this error mean that the server is away (and not that a statement was wrong)? */
export function isAway(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && (AWAY_STATES.test(code) || AWAY.test(code))) return true;
  return AWAY.test(reasonOf(error)) && !(typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code));
}

/** A pg pool for the ledger or, with `searchPath`, for the queue's tables in the same database. */
export function openPool(options: DatabaseOptions & { readonly searchPath?: string }): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, (text: string) => Number(text));
  const pool = new pg.Pool({
    types,
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    keepAlive: true,
    ...(options.searchPath ? { options: `-c search_path=${options.searchPath}` } : {}),
  });
  pool.on('error', (error) => options.onIdleError?.(reasonOf(error)));
  return pool;
}

/** Opens the ledger. Connects lazily: the first query may throw DB-SVC-001. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options);
  const where = whereOf(options.url);
  const explain = (error: unknown): unknown =>
    isAway(error)
      ? new DongboError('DB-SVC-001', { where, reason: reasonOf(error) }, { cause: error })
      : error;

  async function run<Row extends pg.QueryResultRow>(
    target: pg.Pool | pg.PoolClient,
    text: string,
    values?: readonly unknown[],
  ) {
    try {
      return await target.query<Row>(text, values as unknown[] | undefined);
    } catch (error) {
      throw explain(error);
    }
  }

  async function connect(): Promise<pg.PoolClient> {
    try {
      const client = await pool.connect();
      // A checked-out connection that breaks emits 'error' on itself; the running query reports it.
      if (client.listenerCount('error') === 0)
        client.on('error', (error) => options.onIdleError?.(reasonOf(error)));
      return client;
    } catch (error) {
      throw explain(error);
    }
  }

  async function once<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> {
    const client = await connect();
    let broken = false;
    try {
      await run(client, 'BEGIN');
      const result = await work({ query: (text, values) => run(client, text, values) });
      await run(client, 'COMMIT');
      return result;
    } catch (error) {
      // Rolling back on a dead connection fails too; the first error is the one to tell.
      broken = await run(client, 'ROLLBACK').then(
        () => false,
        () => true,
      );
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    where,
    query: (text, values) => patiently(() => run(pool, text, values)),
    async connect() {
      const client = await connect();
      return {
        query: (text, values) => run(client, text, values),
        release: (destroy = false) => client.release(destroy),
      };
    },
    transaction: (work) => patiently(() => once(work)),
    close: () => pool.end(),
  };
}
