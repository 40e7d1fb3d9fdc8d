/**
 * What nobody may bring an SQL source to: that it writes, names what it should not, or stands still. Against a real
 * PostgreSQL and a real MariaDB, by accounts that may do anything there.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACT_VIEWS, DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { describeWithMariaDb, ownMariaDb } from '../support/own-mariadb.ts';
import { ownPostgres } from '../support/own-postgres.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import {
  contractTables,
  databaseAt,
  dossierRows,
  type ProvinceDatabase,
  provinceDatabase,
} from './either-database.ts';
import { failureOf } from './sql-reading.ts';
import { column, mapWith } from './vendor-tables.ts';

/** A function that writes a row as it is called, and a way to count them. */
const WRITER = {
  PostgreSQL: `CREATE FUNCTION harm() RETURNS varchar LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $f$
    BEGIN INSERT INTO canary VALUES ('boom'); RETURN 'x'; END $f$`,
  MariaDB: `CREATE FUNCTION harm() RETURNS varchar(5) MODIFIES SQL DATA SQL SECURITY DEFINER
    BEGIN INSERT INTO canary VALUES ('boom'); RETURN 'x'; END`,
};
const REFUSED = { PostgreSQL: /^25006$/, MariaDB: /, 1792$/ };

/** Names that would be SQL, or that a library for SQL reads something into. */
const nasty = fc
  .array(
    fc.constantFrom(
      ...[
        '"',
        "'",
        '`',
        ';',
        '--',
        '/*',
        '*/',
        '\\',
        '?',
        '??',
        ' as ',
        '*',
        '$1',
        ':a',
        '@0',
        '"@0"',
        '`@0`',
        '%',
      ],
      ...['[', ']', '(', ')', ',', 'ễ', 'e\u0303', '\u2019', 'select', 'x', '1', "'; DROP TABLE canary; --"],
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((pieces) => pieces.join(''));

function guards(system: ProvinceDatabase['system']): void {
  let database: ProvinceDatabase;

  beforeAll(async () => {
    database = await provinceDatabase(system);
    await database.run(
      ...contractTables(database),
      'CREATE TABLE canary (sings varchar(20))',
      WRITER[system],
    );
    await database.run(dossierRows(['A', '2026-01-01 08:00:00']));
  });
  afterAll(() => database.drop());

  /** What of the dossiers' subject is read through `map`. */
  async function subjects(map: SourceMap): Promise<(string | null)[]> {
    const source = createSqlSource({ url: database.url, pageSize: 5 }, map);
    try {
      await source.check();
      await source.readIrregular(0);
      return (await source.readPage(null)).dossiers.map(({ fields }) => fields.subject);
    } finally {
      await source.close();
    }
  }

  it.each([
    [
      'a view',
      async () => {
        await database.run('CREATE VIEW tricky AS SELECT d.*, harm() AS phu FROM dongbo_ho_so d');
        return dossiersFrom('tricky', { note: 'phu' });
      },
    ],
    [
      'a query of the map',
      async () =>
        mapWith('dossiers', {
          from: '',
          query: 'SELECT d.*, harm() AS phu FROM dongbo_ho_so d',
          fields: { ...DEFAULT_SOURCE_MAP.dossiers.fields, note: column('phu') },
        }),
    ],
  ])('does not write, even where %s would', async (what, mapOf) => {
    const error = await failureOf(subjects(await mapOf()));
    // MariaDB will not even open such a view for one who only reads: it is as if there were none.
    if (system === 'MariaDB' && what === 'a view') expect(error.code).toBe('DB-SRC-004');
    else {
      expect([error.code, error.exitCode]).toEqual(['DB-SRC-005', 69]);
      expect(String(error.params.state)).toMatch(REFUSED[system]);
    }
    expect(await subjects(DEFAULT_SOURCE_MAP)).toEqual([null]);
  });

  it('reads the table and the column of any name, and no other', async () => {
    const own = Object.values<string>(CONTRACT_VIEWS.dossiers.columns);
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (table, name) => {
        const [from, subject] = [`t${table}`, `c${name}`];
        fc.pre(![...own, 'canary'].includes(subject) && Buffer.byteLength(from + subject) < 63);
        // A blank at the end is none of MariaDB's names.
        fc.pre(!/\s$/.test(from) && !/\s$/.test(subject));
        const { quote } = database;
        await database.run(
          `CREATE TABLE ${quote(from)} AS SELECT d.*, 'hót' AS ${quote(subject)} FROM dongbo_ho_so d`,
        );
        try {
          expect(await subjects(dossiersFrom(from, { subject }))).toEqual(['hót']);
        } finally {
          await database.run(`DROP TABLE ${quote(from)}`);
        }
      }),
      { numRuns: 25 },
    );
    await database.run('INSERT INTO canary VALUES (1)', 'DELETE FROM canary');
  });

  it('takes values of conditions and codes as values, whatever is in them', async () => {
    const values = ["x' OR '1' = '1", '\\', "\\' OR 1=1 -- ", '?', '$1', '"', '`', 'a\u0000b'];
    const map = mapWith('dossiers', {
      where: [{ place: { of: '', name: 'kenh' }, anyOf: values, not: false }],
    });
    expect(await subjects(map)).toEqual([]);
    const source = createSqlSource({ url: database.url, pageSize: 5 }, DEFAULT_SOURCE_MAP);
    const codes = values.filter((value) => !value.includes('\u0000'));
    await database.run(
      `DELETE FROM dongbo_ho_so`,
      dossierRows(['A', '2026-01-01 08:00:00']),
      ...(system === 'PostgreSQL'
        ? [dossierRows(...codes.map((code) => [code, '2026-01-01 08:00:00'] as const))]
        : [
            dossierRows(
              ...codes.map((code) => [code.replaceAll('\\', '\\\\'), '2026-01-01 08:00:00'] as const),
            ),
          ]),
    );
    for (const code of codes) expect((await source.readKeys([code])).map(({ key }) => key)).toEqual([code]);
    await source.close();
  });
}

describe('on PostgreSQL', () => guards('PostgreSQL'));
describeWithMariaDb('on MariaDB', () => guards('MariaDB'));

/** A server that is killed in the middle and comes back. */
async function outage(
  system: ProvinceDatabase['system'],
  server: {
    database(): Promise<{ url: string }>;
    kill(): Promise<void>;
    start(): Promise<void>;
    close(): Promise<void>;
  },
): Promise<void> {
  try {
    const { url } = await server.database();
    const database = databaseAt(system, url, async () => undefined);
    await database.run(...contractTables(database), dossierRows(['A', '2026-01-01 08:00:00']));
    // The tests' PostgreSQL keeps nothing on its own.
    if (system === 'PostgreSQL') await database.run('CHECKPOINT');
    const source = createSqlSource({ url, pageSize: 5 }, DEFAULT_SOURCE_MAP);
    const first = await source.readPage(null);
    await server.kill();
    for (let round = 0; round < 2; round += 1) {
      const error = await failureOf(source.readPage(first.last));
      expect([error.code, error.exitCode]).toEqual(['DB-SRC-001', 69]);
    }
    await server.start();
    await database.run(dossierRows(['B', '2026-01-01 08:01:00']));
    expect((await source.readPage(first.last)).dossiers.map(({ key }) => key)).toEqual(['B']);
    await source.close();
  } finally {
    await server.close();
  }
}

describe('a server that is killed and comes back', () => {
  it('PostgreSQL: is told, and read on', async () => outage('PostgreSQL', await ownPostgres()), 60_000);
});
describeWithMariaDb('a MariaDB that is killed and comes back', () => {
  it('is told, and read on', async () => outage('MariaDB', await ownMariaDb()), 60_000);
});
