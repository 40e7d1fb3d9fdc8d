/**
 * One connection to a MySQL or MariaDB, by mysql2.
 * Guarantees: values are put into the text by the driver's own escaping, between pieces of the statement, so that a `?`
 * in a name is a `?`; all values come as the texts that the server sent; sessions only read.
 */
import type { RawRow, Session, Statement } from '../engine.ts';
import type { Link } from '../snapshot-pool.ts';
import type { MysqlOptions } from './options.ts';

interface Field {
  readonly type: string;
  string(): string | null;
  buffer(): Buffer | null;
}

interface Wanted {
  readonly sql: string;
  readonly timeout: number;
  readonly typeCast: (field: Field) => string | null;
}

interface Told {
  readonly name: string;
  readonly columnType: number;
  readonly characterSet: number;
}

type Answer = (error: Error | null, rows: unknown, fields?: readonly Told[]) => void;

type Rows = AsyncIterable<RawRow> & { destroy(error: Error): void };

interface Command {
  stream(options: { highWaterMark: number }): Rows;
  on(event: 'error', listener: () => void): void;
}

interface Connection {
  connect(done: (error: Error | null) => void): void;
  query(wanted: Wanted, done?: Answer): Command;
  on(event: 'error' | 'end', listener: () => void): void;
  off(event: 'error' | 'end', listener: () => void): void;
  destroy(): void;
}

/** Of mysql2, what is used. */
export interface MysqlDriver {
  createConnection(options: object): Connection;
  escape(value: unknown): string;
  readonly Types: Readonly<Record<number, string>>;
}

/** Milliseconds to connect. */
const CONNECT_MS = 10_000;
/** The wire's timeout stands behind the server's own, which says more. */
const WIRE_GRACE_MS = 15_000;

/** The character set of what is none. */
const OF_BYTES = 63;
const STRINGS = new Set(['var_string', 'string']);

/** A number for `bit`; all else is text as it is. */
function asText(field: Field): string | null {
  if (field.type !== 'BIT') return field.string();
  const bytes = field.buffer();
  return bytes === null ? null : String(BigInt(`0x${bytes.toString('hex') || '0'}`));
}

/**
 * A session that reads, in Vietnam's time. Zero dates are borne, not judged; a backslash escapes, as the driver
 * believes. The longest time for a statement has a name of its own in each of the two.
 */
const settings = (timeoutMs: number, isMariaDb: boolean): string[] => [
  `SET SESSION time_zone = '+07:00', sql_mode = replace(replace(replace(replace(@@sql_mode, 'NO_ZERO_DATE', ''),
    'NO_ZERO_IN_DATE', ''), 'NO_BACKSLASH_ESCAPES', ''), 'STRICT_ALL_TABLES', '')`,
  'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  isMariaDb
    ? `SET SESSION max_statement_time = ${timeoutMs / 1000}`
    : `SET SESSION max_execution_time = ${timeoutMs}`,
];

async function* inPortions(all: AsyncIterable<RawRow>, size: number): AsyncGenerator<readonly RawRow[]> {
  let rows: RawRow[] = [];
  for await (const row of all) {
    rows.push(row);
    if (rows.length < size) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Opens one. Rejects with what the driver says. */
export async function connectMysql(
  driver: MysqlDriver,
  options: MysqlOptions,
  timeoutMs: number,
): Promise<Link> {
  let broken = false;
  const connection = driver.createConnection({
    ...options,
    charset: 'utf8mb4_general_ci',
    connectTimeout: CONNECT_MS,
    enableKeepAlive: true,
    // A view or table could make the client send a file: never.
    flags: ['-LOCAL_FILES'],
  });
  const isBroken = (): boolean => broken;
  const markBroken = (): void => {
    broken = true;
  };
  connection.on('error', markBroken);
  connection.on('end', markBroken);

  const wanted = ({ sql, values }: Statement): Wanted => {
    const [first = '', ...others] = sql.split('\u0000');
    if (others.length !== values.length)
      throw new RangeError('a statement with more or fewer values than places');
    const text = first + others.map((piece, at) => driver.escape(values[at]) + piece).join('');
    return { sql: text, timeout: timeoutMs + WIRE_GRACE_MS, typeCast: asText };
  };
  const ask = (statement: Statement): Promise<{ rows: readonly RawRow[]; fields: readonly Told[] }> =>
    new Promise((resolve, reject) => {
      connection.query(wanted(statement), (error, rows, fields) =>
        error ? reject(error) : resolve({ rows: rows as readonly RawRow[], fields: fields ?? [] }),
      );
    });
  const run = async (sql: string): Promise<void> => {
    await ask({ sql, values: [] });
  };
  const session: Session = {
    query: async (statement) => (await ask(statement)).rows,
    async *stream(statement, size) {
      const command = connection.query(wanted(statement));
      // It may fail when nobody takes its rows any more: an event that nobody hears would end the process.
      command.on('error', () => undefined);
      const told = command.stream({ highWaterMark: size });
      // The driver does not tell its streams that the connection has gone.
      const cutOff = (): void => told.destroy(new Error('connection lost'));
      connection.on('end', cutOff);
      connection.on('error', cutOff);
      try {
        yield* inPortions(told, size);
      } finally {
        connection.off('end', cutOff);
        connection.off('error', cutOff);
      }
    },
    describe: async (statement) =>
      (await ask(statement)).fields.map(({ name, columnType, characterSet }) => {
        const type = (driver.Types[columnType] ?? '').toLowerCase();
        return { name, type: characterSet === OF_BYTES && STRINGS.has(type) ? 'varbinary' : type };
      }),
  };

  try {
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const [{ version = '' } = {}] = await session.query({ sql: 'SELECT version() AS version', values: [] });
    for (const setting of settings(timeoutMs, /mariadb/i.test(version ?? ''))) await run(setting);
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return {
    session,
    isBroken,
    begin: () => run('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY'),
    end: () => run('COMMIT'),
    drop: () => connection.destroy(),
  };
}
