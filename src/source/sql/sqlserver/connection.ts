/**
 * One connection to a SQL Server, by tedious.
 * Guarantees: values go as parameters of `sp_executesql`; where the database allows snapshots, each piece of work
 * sees one, and otherwise no row that is not committed.
 */
import type { RawRow, Session, Statement } from '../engine.ts';
import type { Link } from '../snapshot-pool.ts';
import { SNAPSHOT } from './facts.ts';
import type { SqlserverOptions } from './options.ts';

interface Cell {
  readonly value: unknown;
  readonly metadata: { readonly colName: string };
}

interface Request {
  addParameter(name: string, type: unknown, value: unknown): void;
  on(event: 'row', listener: (cells: readonly Cell[]) => void): void;
  pause(): void;
  resume(): void;
}

interface Connection {
  connect(done: (error?: Error) => void): void;
  execSql(request: Request): void;
  execSqlBatch(request: Request): void;
  on(event: 'error' | 'end', listener: () => void): void;
  close(): void;
}

/** Of tedious, what is used. */
export interface TediousDriver {
  readonly Connection: new (options: SqlserverOptions) => Connection;
  readonly Request: new (sql: string, done: (error?: Error | null) => void) => Request;
  readonly TYPES: Readonly<Record<'NVarChar' | 'Int', unknown>>;
}

/** What the driver makes of a value, as text; times and exact numbers are texts already. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex').toUpperCase()}`;
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
}

const rowOf = (cells: readonly Cell[]): RawRow =>
  Object.fromEntries(cells.map(({ metadata, value }) => [metadata.colName, asText(value)]));

/** Rows as they come, with a hand on the tap. */
async function* streamed(
  start: (onRow: (row: RawRow) => void, onEnd: (error?: Error | null) => void) => Request,
  size: number,
): AsyncGenerator<readonly RawRow[]> {
  let rows: RawRow[] = [];
  let end: { error: Error | null } | null = null;
  let wake: () => void = () => undefined;
  const request = start(
    (row) => {
      rows.push(row);
      if (rows.length < size) return;
      request.pause();
      wake();
    },
    (error) => {
      end = { error: error ?? null };
      wake();
    },
  );
  for (;;) {
    const isOver = end as { error: Error | null } | null;
    if (isOver?.error) throw isOver.error;
    if (rows.length >= size || (isOver && rows.length > 0)) {
      const portion = rows;
      rows = [];
      yield portion;
      request.resume();
    } else if (isOver) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}

/** Opens one. Rejects with what the driver says. */
export async function connectSqlserver(driver: TediousDriver, options: SqlserverOptions): Promise<Link> {
  let broken = false;
  const connection = new driver.Connection(options);
  const markBroken = (): void => {
    broken = true;
  };
  connection.on('error', markBroken);
  connection.on('end', markBroken);

  const ask = (
    { sql, values }: Statement,
    onRow: (row: RawRow) => void,
    done: (error?: Error | null) => void,
  ): Request => {
    const request = new driver.Request(sql, done);
    values.forEach((value, at) => {
      const type = typeof value === 'number' ? driver.TYPES.Int : driver.TYPES.NVarChar;
      request.addParameter(`p${at}`, type, value);
    });
    request.on('row', (cells) => onRow(rowOf(cells)));
    connection.execSql(request);
    return request;
  };
  const run = (sql: string): Promise<void> =>
    new Promise((resolve, reject) => {
      connection.execSqlBatch(new driver.Request(sql, (error) => (error ? reject(error) : resolve())));
    });
  const session: Session = {
    query: (statement) =>
      new Promise((resolve, reject) => {
        const rows: RawRow[] = [];
        ask(
          statement,
          (row) => rows.push(row),
          (error) => (error ? reject(error) : resolve(rows)),
        );
      }),
    stream: (statement, size) => streamed((onRow, onEnd) => ask(statement, onRow, onEnd), size),
    // The catalogue describes queries better than the driver.
    describe: async () => [],
  };

  try {
    await new Promise<void>((resolve, reject) => {
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    await run('SET DATEFORMAT ymd; SET LOCK_TIMEOUT 30000; SET TEXTSIZE 2147483647;');
    const [{ state = null } = {}] = await session.query({ sql: SNAPSHOT, values: [] });
    const level = state === '1' ? 'SNAPSHOT' : 'READ COMMITTED';
    await run(`SET TRANSACTION ISOLATION LEVEL ${level};`);
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    session,
    isBroken: () => broken,
    begin: () => run('BEGIN TRANSACTION;'),
    // Nothing was to be written: whatever was, is taken back.
    end: () => run('ROLLBACK TRANSACTION;'),
    drop: () => connection.close(),
  };
}
