/**
 * A province's database on either server that the tests have, with the same tables and the same statements.
 * Guarantees: times are Vietnam's on both; letter case counts for nobody in MariaDB's codes, as its collations have it.
 */
import mysql from 'mysql2/promise';
import pg from 'pg';
import { CONTRACT_VIEWS } from '../../src/codebook/source-map/default-source-map.ts';
import { freshMariaDb } from '../support/own-mariadb.ts';
import { freshDatabase } from '../support/services.ts';

/** A connection of the province's, for what has to be open while others read. */
export interface OpenConnection {
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** See the file's head. */
export interface ProvinceDatabase {
  readonly system: 'PostgreSQL' | 'MariaDB';
  readonly url: string;
  /** Runs statements, one after the other. */
  run(...statements: readonly string[]): Promise<void>;
  connect(): Promise<OpenConnection>;
  quote(name: string): string;
  drop(): Promise<void>;
}

const connections = {
  async PostgreSQL(url: string): Promise<OpenConnection> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query("SET TimeZone = 'Asia/Ho_Chi_Minh'");
    return {
      run: async (sql) => {
        await client.query(sql);
      },
      close: () => client.end(),
    };
  },
  async MariaDB(url: string): Promise<OpenConnection> {
    const connection = await mysql.createConnection({ uri: url });
    await connection.query("SET time_zone = '+07:00', sql_mode = ''");
    return {
      run: async (sql) => {
        await connection.query(sql);
      },
      close: () => connection.end(),
    };
  },
};

/** A database that is there already. */
export function databaseAt(
  system: ProvinceDatabase['system'],
  url: string,
  drop: () => Promise<void>,
): ProvinceDatabase {
  const mark = system === 'PostgreSQL' ? '"' : '`';
  return {
    system,
    url,
    connect: () => connections[system](url),
    async run(...statements) {
      const connection = await connections[system](url);
      try {
        for (const statement of statements) await connection.run(statement);
      } finally {
        await connection.close();
      }
    },
    quote: (name) => mark + name.replaceAll(mark, mark + mark) + mark,
    drop,
  };
}

/** An empty database. Drop it in `afterAll`. */
export async function provinceDatabase(system: ProvinceDatabase['system']): Promise<ProvinceDatabase> {
  const { url, drop } = await (system === 'PostgreSQL' ? freshDatabase() : freshMariaDb());
  return databaseAt(system, url, drop);
}

/** Columns whose type matters, by system; all others are text that an index can hold. */
const TYPES = {
  PostgreSQL: { time: 'timestamptz', amount: 'numeric(18,2)', flag: 'boolean', text: 'varchar(190)' },
  MariaDB: { time: 'datetime(6)', amount: 'decimal(18,2)', flag: 'tinyint(1)', text: 'varchar(190)' },
} as const;
const KINDS: Readonly<Record<string, 'time' | 'amount' | 'flag'>> = {
  cap_nhat_luc: 'time',
  ngay_nop: 'time',
  ngay_tiep_nhan: 'time',
  thoi_diem: 'time',
  so_tien: 'amount',
  xac_thuc_vneid: 'flag',
};

/** `CREATE TABLE` of the contract's views. @param types by `table.column` or column, whatever the system calls them */
export function contractTables(
  { system }: Pick<ProvinceDatabase, 'system'>,
  options: {
    views?: readonly string[];
    skip?: readonly string[];
    types?: Readonly<Record<string, string>>;
  } = {},
): string[] {
  const { views, skip = [], types = {} } = options;
  return Object.values(CONTRACT_VIEWS)
    .filter(({ from }) => !views || views.includes(from))
    .map(({ from, columns }) => {
      const list = Object.values<string>(columns)
        .filter((column) => !skip.includes(`${from}.${column}`))
        .map((column) => {
          const given = types[`${from}.${column}`] ?? types[column];
          return `${column} ${given ?? TYPES[system][KINDS[column] ?? 'text']}`;
        });
      return `CREATE TABLE ${from} (${list.join(', ')})`;
    });
}

/** `INSERT` of dossiers, `[code, time]` each. */
export function dossierRows(...rows: readonly (readonly [code: string | null, at: string | null])[]): string {
  const quoted = (value: string | null): string =>
    value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  const values = rows.map(([code, at]) => `(${quoted(code)}, ${quoted(at)}, 'TT1', '01', 'H19.12', '2')`);
  return `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc, ma_tthc, kenh, ma_don_vi, trang_thai) VALUES ${values.join(', ')}`;
}
