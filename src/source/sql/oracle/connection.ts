/**
 * One connection to an Oracle database, by oracledb in its thin mode.
 * Guarantees: each piece of work is one READ ONLY transaction, which is one moment of the database; numbers and long
 * texts come as texts.
 */
import type { RawRow, Session, Statement } from '../engine.ts';
import type { Link } from '../snapshot-pool.ts';
import type { OracleOptions } from './options.ts';

interface Meta {
  readonly name: string;
  readonly dbTypeName?: string;
}
type RowValues = Readonly<Record<string, unknown>>;

interface Connection {
  execute(
    sql: string,
    values: readonly unknown[],
    options: object,
  ): Promise<{ readonly rows?: readonly RowValues[]; readonly metaData?: readonly Meta[] }>;
  queryStream(sql: string, values: readonly unknown[], options: object): AsyncIterable<RowValues>;
  close(): Promise<void>;
  on(event: 'lost', listener: () => void): void;
  isHealthy(): boolean;
  callTimeout: number;
}

/** Of oracledb, what is used. */
export interface OracleDriver {
  getConnection(options: OracleOptions): Promise<Connection>;
  readonly OUT_FORMAT_OBJECT: number;
  readonly STRING: unknown;
  readonly DB_TYPE_NUMBER: unknown;
  readonly DB_TYPE_CLOB: unknown;
  readonly DB_TYPE_NCLOB: unknown;
  readonly DB_TYPE_LONG: unknown;
}

/** `.5` → `0.5`, as all others write it. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return `0x${value.toString('hex').toUpperCase()}`;
  return String(value).replace(/^(-?)\.(\d+)$/, '$10.$2');
}

const rowOf = (values: RowValues): RawRow =>
  Object.fromEntries(Object.entries(values).map(([alias, value]) => [alias, asText(value)]));

const SETTINGS = `alter session set time_zone = '+07:00' nls_numeric_characters = '.,' nls_comp = binary
  nls_sort = binary nls_date_format = 'YYYY-MM-DD HH24:MI:SS'`;

/** Opens one. Rejects with what the driver says. @param timeoutMs for one statement */
export async function connectOracle(
  driver: OracleDriver,
  options: OracleOptions,
  timeoutMs: number,
): Promise<Link> {
  const connection = await driver.getConnection(options);
  connection.callTimeout = timeoutMs;
  const texts = new Set([
    driver.DB_TYPE_NUMBER,
    driver.DB_TYPE_CLOB,
    driver.DB_TYPE_NCLOB,
    driver.DB_TYPE_LONG,
  ]);
  const reading = {
    outFormat: driver.OUT_FORMAT_OBJECT,
    fetchTypeHandler: ({ dbType }: { dbType: unknown }) =>
      texts.has(dbType) ? { type: driver.STRING } : undefined,
    fetchArraySize: 1_000,
  };
  const drop = (): void => {
    connection.close().catch(() => undefined);
  };
  const execute = ({ sql, values }: Statement) => connection.execute(sql, values, reading);
  const session: Session = {
    query: async (statement) => ((await execute(statement)).rows ?? []).map(rowOf),
    async *stream({ sql, values }, size) {
      let rows: RawRow[] = [];
      for await (const row of connection.queryStream(sql, values, reading)) {
        rows.push(rowOf(row));
        if (rows.length < size) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    },
    describe: async (statement) =>
      ((await execute(statement)).metaData ?? []).map(({ name, dbTypeName = '' }) => ({
        name,
        type: dbTypeName,
      })),
  };
  try {
    await execute({ sql: SETTINGS, values: [] });
  } catch (error) {
    drop();
    throw error;
  }
  return {
    session,
    isBroken: () => !connection.isHealthy(),
    begin: async () => {
      await execute({ sql: 'set transaction read only', values: [] });
    },
    end: async () => {
      await execute({ sql: 'commit', values: [] });
    },
    drop,
  };
}
