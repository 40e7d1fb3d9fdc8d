/**
 * Names in `source.yaml` that would be SQL, and views that would write: against a real PostgreSQL, by an account
 * that may do anything there, beside a table that must stay as it is.
 */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { forbiddenIn } from '../../src/codebook/source-map/check-query.ts';
import { CONTRACT_VIEWS, DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { sourceFacts } from '../../src/source/sql/source-facts.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';
import { columnOf, dossiersFrom, readMap } from '../support/source-maps.ts';
import { dossiersSql, tablesSql } from './province.ts';

let database: FreshDatabase;
let province: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  province = new pg.Client({ connectionString: database.url });
  await province.connect();
  await province.query(tablesSql());
  await province.query(dossiersSql(['A', '2026-01-01 08:00+07']));
  await province.query('CREATE TABLE canary (sings text); CREATE SEQUENCE eggs');
  await province.query("INSERT INTO canary VALUES ('tweet')");
});
afterAll(async () => {
  await province?.end();
  await database?.drop();
});

/** The canary, the sequence, and every table there is, by name and columns. */
async function state(): Promise<string> {
  const { rows } = await province.query(`
    SELECT (SELECT string_agg(sings, ',') FROM canary) AS canary, (SELECT is_called FROM eggs) AS laid,
      (SELECT string_agg(attrelid::regclass || '.' || attname, ',' ORDER BY attrelid, attnum)
       FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0) AS tables`);
  return JSON.stringify(rows);
}

const PIECES = [
  ...[
    '"',
    "'",
    ';',
    '--',
    '/*',
    '*/',
    '\\',
    '$$',
    '.',
    ' ',
    '\n',
    '\t',
    '(',
    ')',
    ',',
    '%',
    '?',
    '$1',
    '@',
    '`',
  ],
  ...['\u0000', '\u202e', '\ufeff', 'ﬀ', 'ễ', 'e\u0303', '＂', '’', '😀', '\ud800', 'x', '_', '1', 'A'],
  ...['select', 'TABLE', 'user', 'null', 'dongbo_ho_so', 'canary', 'pg_catalog', 'public', '__proto__'],
  ...['"; DROP TABLE canary; --', "'; DELETE FROM canary; --", "(SELECT nextval('eggs'))", 'a'.repeat(64)],
];
const nasty = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 })
  .map((pieces) => pieces.join(''));

const withNames = (from: string, subject: string): SourceMap => dossiersFrom(from, { subject });

/** What reading came to: the subjects read, or the code of what was thrown. */
async function reading(map: SourceMap): Promise<readonly (string | null)[] | string> {
  const source = createSqlSource({ url: database.url, pageSize: 5 }, map);
  try {
    await source.check();
    await source.readIrregular(0);
    return (await source.readPage(null)).dossiers.map(({ fields }) => fields.subject);
  } catch (error) {
    if (error instanceof DongboError) return error.code;
    throw error;
  } finally {
    await source.close();
  }
}

describe('a name in source.yaml', () => {
  it('is plain and kept whole by PostgreSQL, or refused at load with the place where it stands', () => {
    fc.assert(
      fc.property(nasty, nasty, (from, subject) => {
        const sink = new FaultSink('source.yaml');
        const parts = 'components: {from: a}\nresults: {from: b}\nsteps: {from: c}\nfees: {from: d}';
        const names = `{from: ${JSON.stringify(from)}, columns: {subject: ${JSON.stringify(subject)}}}`;
        const map = readMap(`dossiers: ${names}\n${parts}`, sink);
        for (const { code, line } of sink.faults)
          expect([code, line]).toEqual([expect.stringMatching(/^DB-MAP-0[23]8$/), 1]);
        expect(map === null).toBe(sink.faults.length > 0);
        for (const name of map === null
          ? []
          : [...map.dossiers.from.split('.'), columnOf(map.dossiers, 'subject')]) {
          expect(name).toMatch(/^[\p{L}_][\p{L}\p{M}\p{N}_$#]*(?:[ -][\p{L}\p{M}\p{N}_$#]+)*$/u);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('that came past the check all the same is quoted: it names nothing, or what really has that name', async () => {
    const before = await state();
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (from, subject) => {
        const outcome = await reading(withNames(from, subject));
        // A name that happens to be right reads the one dossier, without or with that column.
        if (Array.isArray(outcome))
          expect([from, outcome]).toEqual([expect.stringMatching(/dongbo_ho_so$/), [null]]);
        else expect(outcome).toMatch(/^DB-SRC-00[45]$/);
      }),
      { numRuns: 150 },
    );
    expect(await state()).toBe(before);
  });

  it('with quotes, keywords or comments in it reads the table of that name, and no other', async () => {
    const before = await state();
    const creatable = nasty.filter(
      (name) => !/[\0.]/.test(name) && name.isWellFormed() && Buffer.byteLength(name) <= 63,
    );
    const taken = new Set(Object.values(CONTRACT_VIEWS.dossiers.columns));
    await fc.assert(
      fc.asyncProperty(creatable, creatable, async (from, subject) => {
        fc.pre(!taken.has(subject) && !['canary', 'dongbo_ho_so', 'eggs'].includes(from));
        const { rows } = await province.query<{ make: string; fill: string; remove: string }>(
          `SELECT format('CREATE TABLE public.%I (LIKE dongbo_ho_so); ALTER TABLE public.%I ADD COLUMN %I text', $1::text, $1, $2::text) AS make,
             format('INSERT INTO public.%I (ma_ho_so, cap_nhat_luc, %I) VALUES (''B'', ''2026-01-01'', ''hót'')', $1, $2) AS fill,
             format('DROP TABLE public.%I', $1) AS remove`,
          [from, subject],
        );
        const [{ make, fill, remove } = { make: '', fill: '', remove: '' }] = rows;
        await province.query(make);
        try {
          await province.query(fill);
          expect(await reading(withNames(from, subject))).toEqual(['hót']);
        } finally {
          await province.query(remove);
        }
      }),
      { numRuns: 100 },
    );
    expect(await state()).toBe(before);
  });
});

/** Pieces of SQL that, put together at random, are sometimes a query and often try to be more. */
const QUERY_PIECES = [
  ...[
    'SELECT',
    '*',
    'FROM dongbo_ho_so',
    'WHERE',
    "'x'",
    '"ma_ho_so"',
    '`x`',
    '`',
    '(',
    ')',
    ',',
    'AS t',
    '1 = 1',
  ],
  ...[
    "nextval('eggs')",
    "set_config('transaction_read_only', 'off', false)",
    "pg_notify('x', 'y')",
    'WITH a AS',
  ],
  ...[
    'DELETE FROM canary',
    'RETURNING 1',
    'INSERT INTO canary VALUES (1)',
    'UNION ALL',
    'INTO egg',
    'FOR UPDATE',
  ],
  ...[
    ';',
    '--',
    '/*',
    '*/',
    '\\',
    "'",
    '"',
    '$$',
    '$1',
    '\n',
    ') AS q; DROP TABLE canary',
    'COMMIT',
    'LIMIT 1',
  ],
];

describe('a query in source.yaml', () => {
  const anyQuery = fc
    .array(fc.constantFrom(...QUERY_PIECES), { maxLength: 8 })
    .map((pieces) => `SELECT * ${pieces.join(' ')}`);

  it('that passes the check reads, or is refused by PostgreSQL; nothing is changed by it', async () => {
    const before = await state();
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          anyQuery,
          nasty.map((end) => `SELECT * FROM dongbo_ho_so ${end}`),
        ),
        async (query) => {
          if (forbiddenIn(query) !== null) return;
          passed += 1;
          const map = withNames('', 'trich_yeu');
          const outcome = await reading({ ...map, dossiers: { ...map.dossiers, query } });
          if (!Array.isArray(outcome)) expect(outcome).toMatch(/^DB-SRC-00[45]$/);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(passed).toBeGreaterThan(30);
    expect(await state()).toBe(before);
  });
});

describe('a view that would write', () => {
  /** As the daemon and as the doctor, through a view that does `body` for each row with its owner's rights. */
  async function readingThrough(body: string): Promise<DongboError[]> {
    const own = Object.values(CONTRACT_VIEWS.dossiers.columns).filter((column) => column !== 'trich_yeu');
    await province.query(`
      CREATE FUNCTION harm() RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $f$
        BEGIN ${body} RETURN 'x'; END $f$;
      CREATE VIEW harmful AS SELECT ${own.join(', ')}, harm() AS trich_yeu FROM dongbo_ho_so`);
    const map = withNames('harmful', 'trich_yeu');
    const source = createSqlSource({ url: database.url, pageSize: 5 }, map);
    const thrown = async (work: Promise<unknown>): Promise<DongboError> => {
      const error = await work.then(
        () => new Error('nothing was thrown'),
        (reason: unknown) => reason,
      );
      if (error instanceof DongboError) return error;
      throw error;
    };
    try {
      await source.check();
      return [await thrown(source.readPage(null)), await thrown(sourceFacts(database.url, map, 10_000))];
    } finally {
      await source.close();
      await province.query('DROP VIEW harmful; DROP FUNCTION harm()');
    }
  }

  it.each([
    ['inserts', "INSERT INTO canary VALUES ('boom');"],
    ['deletes', 'DELETE FROM canary;'],
    ['creates', 'CREATE TABLE egg ();'],
    ['drops', 'DROP TABLE canary;'],
    ['counts up', "PERFORM nextval('eggs');"],
    [
      'turns itself into a writer',
      "PERFORM set_config('transaction_read_only', 'off', true); DELETE FROM canary;",
    ],
    ['does so by a statement', 'SET TRANSACTION READ WRITE; DELETE FROM canary;'],
    ['ends the transaction', 'COMMIT; DELETE FROM canary;'],
    [
      'hides it behind a handler',
      'BEGIN SET LOCAL transaction_read_only = off; EXCEPTION WHEN OTHERS THEN END; DELETE FROM canary;',
    ],
  ])('%s: PostgreSQL refuses, whatever the account may do', async (_what, body) => {
    const before = await state();
    for (const error of await readingThrough(body)) {
      expect([error.code, error.exitCode]).toEqual(['DB-SRC-005', 69]);
      expect(String(error.params.state)).toMatch(/^(25006|25001|2D000)$/);
    }
    expect(await state()).toBe(before);
  });

  it('leaves nothing behind that a later reading would meet', async () => {
    await readingThrough("INSERT INTO canary VALUES ('boom');");
    expect(await reading(DEFAULT_SOURCE_MAP)).toEqual([null]);
  });
});
