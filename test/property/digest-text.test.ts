/**
 * Two rows that differ never have the same text from which a digest is made, on the servers that make them: absent,
 * empty and blank, and whatever could be taken for a mark of the text itself.
 */
import fc from 'fast-check';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect, PlacedColumn } from '../../src/source/sql/engine.ts';
import { mysqlDialect } from '../../src/source/sql/mysql/dialect.ts';
import { postgresDialect } from '../../src/source/sql/postgres/dialect.ts';
import { describeWithMariaDb, freshMariaDb } from '../support/own-mariadb.ts';
import { freshDatabase } from '../support/services.ts';

type Value = string | null;
type Row = readonly Value[];

/** Letters of which texts of rows are made, and some that a collation takes for others. */
const value: fc.Arbitrary<Value> = fc.option(
  fc
    .array(
      fc.constantFrom('a', 'A', 'ă', '"', ',', '\\', '(', ')', ' ', "'", '-', '0', '\u00e9', 'e\u0301'),
      {
        maxLength: 3,
      },
    )
    .map((letters) => letters.join('')),
  { nil: null },
);
const rows = fc.uniqueArray(fc.tuple(value, value, value), {
  minLength: 2,
  maxLength: 60,
  selector: (row) => JSON.stringify(row),
});
const COLUMNS = ['x', 'y', 'z'];
const RUNS = { numRuns: 30 };

/** `SELECT` of text and number of each row of the table `rows`. */
function statement(dialect: Dialect): string {
  const { knex: k, digests: words } = dialect;
  if (!words) throw new Error('no digests');
  const columns = COLUMNS.map((ref) => ({ ref, column: { type: 'text' } }) as PlacedColumn);
  const query = k
    .from('rows_of_a_test')
    .select(
      k.raw('? as ??', [words.rowText(columns), 't']),
      k.raw('? as ??', [words.rowNumber(columns), 'n']),
    );
  return query.toQuery();
}

function distinct(told: readonly { readonly t: unknown; readonly n: unknown }[]): readonly [number, number] {
  const sizes = (['t', 'n'] as const).map((of) => new Set(told.map((row) => String(row[of]))).size);
  return [sizes[0] ?? 0, sizes[1] ?? 0];
}

describe('PostgreSQL', () => {
  let client: pg.Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshDatabase();
    drop = database.drop;
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
    );
    await client.query('CREATE TABLE rows_of_a_test (x text COLLATE loose, y varchar(9), z text)');
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });

  it('tells all rows apart', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all: readonly Row[]) => {
        await client.query('TRUNCATE rows_of_a_test');
        await client.query(
          'INSERT INTO rows_of_a_test SELECT * FROM unnest($1::text[], $2::text[], $3::text[])',
          [all.map(([x]) => x), all.map(([, y]) => y), all.map(([, , z]) => z)],
        );
        const { rows: told } = await client.query(statement(postgresDialect()));
        expect(distinct(told)).toEqual([all.length, all.length]);
      }),
      RUNS,
    );
  });
});

describeWithMariaDb('MariaDB', () => {
  let client: mysql.Connection;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await freshMariaDb();
    drop = database.drop;
    client = await mysql.createConnection({ uri: database.url, charset: 'utf8mb4' });
    await client.query(
      'CREATE TABLE rows_of_a_test (x varchar(9), y char(9), z varchar(9)) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    );
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });

  it('tells all rows apart', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all: readonly Row[]) => {
        // A padded column has no blanks at its end: nobody could tell.
        const padded = all.map(([x, y, z]) => [x, y?.trimEnd() ?? null, z]);
        const unique = [...new Map(padded.map((row) => [JSON.stringify(row), row])).values()];
        await client.query('DELETE FROM rows_of_a_test');
        await client.query('INSERT INTO rows_of_a_test VALUES ?', [unique]);
        const [told] = await client.query(statement(mysqlDialect()));
        expect(distinct(told as { t: unknown; n: unknown }[])).toEqual([unique.length, unique.length]);
      }),
      RUNS,
    );
  });
});
