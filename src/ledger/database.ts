/**
 * Connections to the ledger's PostgreSQL.
 * Guarantees: ids come as numbers, times as Date; a server that is away is DB-SVC-001 with the
 * address and without the password, one that cannot work has its own code; a lost connection
 * never brings the process down, whoever has it, and one that is dead without a word is given up after a time.
 */
import pg from 'pg';
import { reasonOf } from '../domain/errors.ts';
import { CommitUnknown, transactionId, wasCommitted } from './commit.ts';
import { explainFault, isCut } from './ledger-fault.ts';

const INT8 = 20;

/** Anything that runs a query: the pool or one connection inside a transaction. */
export interface Queryable {
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/** A connection that is one's own until it is released; `release(true)` closes it. */
export interface Session extends Queryable {
  release(destroy?: boolean): void;
}

/** The ledger's pool of connections. */
export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction; rolls back when it throws. Whom PostgreSQL picks as the loser of
   * a deadlock goes again, so `work` must do nothing but queries. Throws {@link CommitUnknown} where
   * the connection was cut at the commit and the server cannot be asked what it did.
   * @param statementMs after which a statement of it is given up for lost; for statements that take long
   */
  transaction<Result>(work: (tx: Queryable) => Promise<Result>, statementMs?: number): Promise<Result>;
  /**
   * One connection of its own, e.g. for a session-wide advisory lock; `release(true)` closes it.
   * @param statementMs as for `transaction`
   */
  connect(statementMs?: number): Promise<Session>;
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
  /** Milliseconds without an answer after which a statement is given up and its connection closed. */
  readonly statementMs?: number;
  /** Told of connections that broke while they did nothing. */
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

/** For statements that touch every dossier of a province, or wait for somebody who does. */
export const LONG_STATEMENT_MS = 2 * 60 * 60_000;
/** No statement of ours takes so long, unless it says so: a server that is silent for longer is not there. */
const STATEMENT_MS = 5 * 60_000;
/** After this much silence TCP asks whether the other side is still there. */
const KEEP_ALIVE_MS = 30_000;
/** A session that nobody has used for so long is closed. */
const IDLE_MS = 60_000;

const AT_LEAST_ON = `CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END`;

/** Columns by which the server of a session asks whether its owner is still there (seconds). */
export const KEEPALIVES = `set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),
    set_config('tcp_keepalives_count', '3', false)`;

/**
 * The other side must notice, too: what it holds for a machine that is gone (row locks, a job's lock)
 * would be held for the two hours that TCP waits by itself. Between the statements of a transaction we
 * only compute; one that idles belongs to a machine that stands still, and holds up whoever leads instead of it
 * (decision 0014). And a commit must be on the disk when it is answered: a step whose mark `sending` was
 * lost with the server would go a second time.
 *
 * Statements of a job take a millisecond. Where the server knows a young table badly it thinks them large, and starting
 * other processes, or compiling, for one then costs ten times what it takes. Long passes over the ledger use one processor
 * of the server.
 */
const onConnect = (durable: boolean): string => `
  SELECT ${KEEPALIVES}, set_config('idle_in_transaction_session_timeout', '15000', false),
    set_config('synchronous_commit', ${durable ? AT_LEAST_ON : "'off'"}, false),
    set_config('max_parallel_workers_per_gather', '0', false), set_config('jit', 'off', false)`;

/** What a pool may be besides the ledger's. */
export interface PoolOptions extends DatabaseOptions {
  /** For the queue's tables in the same database. */
  readonly searchPath?: string;
  /** False: an answered commit may be lost with the server, for what can be lost at any time (invariant 1). */
  readonly durable?: boolean;
}

/** A pg pool for the ledger or, with `searchPath`, for the queue's tables in the same database. */
export function openPool(options: PoolOptions): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, (text: string) => Number(text));
  const pool = new pg.Pool({
    types,
    connectionString: options.url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    // Longer than between two ticks: a session costs ten times what a tick with nothing changed asks by it (decision 0035).
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    query_timeout: options.statementMs ?? STATEMENT_MS,
    onConnect: (client) => client.query(onConnect(options.durable ?? true)),
    ...(options.searchPath ? { options: `-c search_path=${options.searchPath}` } : {}),
  });
  // One that breaks between two statements, idle or taken out by whoever it is, tells it by an event; nobody
  // hearing it, the process would end.
  pool.on('connect', (client) => client.on('error', (error) => options.onIdleError?.(reasonOf(error))));
  // The pool tells of its idle ones again.
  pool.on('error', () => {});
  return pool;
}

/** Opens the ledger. Connects lazily: the first query may throw DB-SVC-001. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = openPool(options);
  const where = whereOf(options.url);

  async function run<Row extends pg.QueryResultRow>(
    target: pg.Pool | pg.PoolClient,
    text: string,
    values?: readonly unknown[],
    statementMs?: number,
  ) {
    try {
      // node-postgres reads this from the statement, though its types know it for the connection only.
      const limit = statementMs === undefined ? {} : { query_timeout: statementMs };
      return await target.query<Row>({ text, ...(values ? { values: values as unknown[] } : {}), ...limit });
    } catch (error) {
      throw explainFault(error, where);
    }
  }

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw explainFault(error, where);
    }
  }

  async function once<Result>(
    work: (tx: Queryable) => Promise<Result>,
    statementMs: number | undefined,
  ): Promise<Result> {
    const client = await connect();
    const tx: Queryable = { query: (text, values) => run(client, text, values, statementMs) };
    let sound = false;
    try {
      await tx.query('BEGIN');
      const result = await work(tx);
      const xid = await transactionId(tx);
      await tx.query('COMMIT').catch((error) => {
        throw xid !== null && isCut(error) ? new CommitUnknown(where, error.cause, xid, result) : error;
      });
      sound = true;
      return result;
    } catch (error) {
      // A connection that was cut, or that still waits for its answer, cannot roll back: closing it does.
      // The first error is the one to tell.
      if (!isCut(error)) {
        sound = await run(client, 'ROLLBACK').then(
          () => true,
          () => false,
        );
      }
      throw error;
    } finally {
      client.release(!sound);
    }
  }

  /** Most cuts concern one connection: another one tells at once how the commit ended. */
  async function decided<Result>(attempt: Promise<Result>): Promise<Result> {
    try {
      return await attempt;
    } catch (error) {
      if (!(error instanceof CommitUnknown)) throw error;
      const stored = await wasCommitted(database, error.xid).catch(() => null);
      if (stored !== true) throw error;
      return error.result as Result;
    }
  }

  const database: Database = {
    where,
    query: (text, values) => patiently(() => run(pool, text, values)),
    async connect(statementMs) {
      const client = await connect();
      return {
        query: (text, values) => run(client, text, values, statementMs),
        release: (destroy = false) => client.release(destroy),
      };
    },
    transaction: (work, statementMs) => patiently(() => decided(once(work, statementMs))),
    close: () => pool.end(),
  };
  return database;
}
