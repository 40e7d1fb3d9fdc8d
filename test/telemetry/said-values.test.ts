/**
 * Errors of a real PostgreSQL that quote personal values, by every road they may be told: log, error texts,
 * metrics, and what a queue keeps of a job that failed. Nothing of a value may be in any of them (invariant 10).
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { printError } from '../../src/cli/print-error.ts';
import { DongboError, explainError, reasonOf } from '../../src/domain/errors.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { explainFault } from '../../src/ledger/ledger-fault.ts';
import type { QueueServer } from '../../src/queue/backend.ts';
import { sourceFailure } from '../../src/source/sql/source-failure.ts';
import { figuresRegistry } from '../../src/telemetry/ledger-figures.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { onPostgres, onRedis, openOn } from '../queue/places.ts';
import { redisContents } from '../support/e2e/queue-contents.ts';
import {
  describeWithRedis,
  type FreshDatabase,
  freshDatabase,
  redisServer,
  waitFor,
} from '../support/services.ts';

const SETUP = `
  CREATE SEQUENCE few MAXVALUE 9;
  CREATE TYPE mood AS ENUM ('good');
  CREATE DOMAIN short_code AS text CHECK (length(value) < 3);
  CREATE TABLE other (code text PRIMARY KEY);
  CREATE TABLE person (code text UNIQUE, short text CONSTRAINT short_text CHECK (length(short) < 3),
    born date NOT NULL DEFAULT now(), other text REFERENCES other, five varchar(5));
  CREATE FUNCTION raise_it(said text, state text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION USING MESSAGE = said, DETAIL = said, HINT = said, ERRCODE = state, TABLE = said, CONSTRAINT = said;
  END $$`;

/** How a value may come into an error; all but the last group are the driver's usual: the value is a parameter. */
const CAUSES: Readonly<Record<string, string>> = {
  integer: 'SELECT $1::text::integer',
  bigint: 'SELECT $1::text::bigint',
  numeric: 'SELECT $1::text::numeric',
  boolean: 'SELECT $1::text::boolean',
  date: 'SELECT $1::text::date',
  timestamptz: 'SELECT $1::text::timestamptz',
  interval: 'SELECT $1::text::interval',
  uuid: 'SELECT $1::text::uuid',
  json: 'SELECT $1::text::jsonb',
  jsonpath: 'SELECT $1::text::jsonpath',
  array: 'SELECT $1::text::integer[]',
  network: 'SELECT $1::text::inet',
  enum: 'SELECT $1::text::mood',
  domain: 'SELECT $1::text::short_code',
  'time zone': 'SELECT now() AT TIME ZONE $1::text',
  to_date: "SELECT to_date($1::text, 'YYYY-MM-DD')",
  to_timestamp: "SELECT to_timestamp($1::text, 'Month DD')",
  'regular expression': "SELECT 'x' ~ ('(' || $1::text)",
  'text search': "SELECT to_tsquery('(' || $1::text || '(')",
  encoding: "SELECT convert_to($1::text, 'LATIN1')",
  bytes:
    "SELECT convert_from(substring(convert_to($1::text || 'ễ', 'UTF8') for octet_length($1::text) + 2), 'UTF8')",
  base64: "SELECT decode($1::text, 'base64')",
  hex: "SELECT decode($1::text, 'hex')",
  unique: 'INSERT INTO person (code) VALUES ($1), ($1)',
  check: 'INSERT INTO person (short) VALUES ($1)',
  'not null': 'INSERT INTO person (code, born) VALUES ($1, NULL)',
  'foreign key': 'INSERT INTO person (other) VALUES ($1)',
  'too long': 'INSERT INTO person (five) VALUES ($1)',
  range: "SELECT (regexp_replace($1::text, '\\D', '9', 'g') || '99999999')::integer",
  'raised, P0001': "SELECT raise_it($1::text, 'P0001')",
  'raised, as a full disk': "SELECT raise_it($1::text, '53100')",
  'raised, as a check': "SELECT raise_it($1::text, '23514')",
  'raised, as its own': "SELECT raise_it($1::text, 'DB001')",
};

const part = fc.constantFrom('Nguyễn', 'Hoàng', 'Phượng', 'Quỳnh', 'Đặng', 'Thị', 'Yến', 'Chử');
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'123456789'), minLength: length, maxLength: length });
const name = fc.array(part, { minLength: 2, maxLength: 4 }).map((parts) => parts.join(' '));
const value = fc.oneof(
  name,
  digits(12),
  digits(10).map((rest) => `0${rest}`),
  fc.tuple(part, digits(4)).map(([one, number]) => `${one}.${number}@hopthu.example`),
  // What a person writes into a field of notes, with all that may end a quotation too early.
  fc
    .tuple(name, fc.constantFrom('"', "'", ': ', '" at "', '\n', '”', ')=('), digits(11))
    .map(([who, mark, number]) => `${who}${mark}${number}`),
);

/** All that could be recognized of a value. */
function piecesOf(text: string): string[] {
  return [text, ...text.split(/[^\p{L}\p{N}]+/u)].filter((piece) => piece.length >= 3);
}

let home: FreshDatabase;
let db: Database;
beforeAll(async () => {
  home = await freshDatabase();
  db = openDatabase({ url: home.url, max: 2, name: 'test' });
  await db.query(SETUP);
});
afterAll(async () => {
  await db?.close();
  await home?.drop();
});

/** The error that the server gives; `null` where it has none for this value. Not through our own wrapping. */
async function provoke(sql: string, said: string): Promise<Error | null> {
  return db.query(sql, [said]).then(
    () => null,
    (error: Error) => error,
  );
}

/** Everything that is told of it. */
function toldOf(error: Error): string[] {
  const lines: string[] = [];
  const log = createLogger('trace', {
    write(line: string) {
      const { time, pid, ...rest } = JSON.parse(line) as Record<string, unknown>;
      lines.push(JSON.stringify(rest));
    },
  });
  const reason = reasonOf(error);
  log.error('job failed', { job: 'extract', code: 'DB-SVC-007', reason });
  const printed = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  vi.stubEnv('LOG_LEVEL', 'debug');
  try {
    for (const language of ['vi', 'en'] as const) printError(error, language, false);
  } finally {
    vi.unstubAllEnvs();
    printed.mockRestore();
  }
  const known = [
    new DongboError('DB-SVC-007', { reason }, { cause: error }),
    explainFault(error, 'db:5432/so'),
    sourceFailure(error, 'db:5432/nguon'),
  ].filter((one) => one instanceof DongboError);
  return [
    ...lines,
    ...known.flatMap(({ message, code, params }) => [
      message,
      JSON.stringify(params),
      explainError(code, 'vi', params).message,
    ]),
  ];
}

/** @param sqlState is told, as it must be */
function expectNothingOf(said: string, told: readonly string[], sqlState = ''): void {
  const pieces = piecesOf(said);
  // Frames of a stack name files and lines, and a place in a text is a number, as the server's port is; none is a value.
  const all = told
    .join('\n')
    .replace(/^ +at .*$|position \d+|:5432\b/gm, '')
    .replaceAll(sqlState, '');
  expect(pieces.filter((piece) => all.includes(piece))).toEqual([]);
  expect(all).not.toMatch(/0x[0-9a-f]{2}/i);
}

describe('an error that quotes a value', () => {
  it.each(Object.entries(CAUSES))('%s: nothing of it is told, its SQLSTATE is', async (_, sql) => {
    let met = 0;
    await fc.assert(
      fc.asyncProperty(value, async (said) => {
        const error = await provoke(sql, said);
        if (error === null) return;
        met += 1;
        const told = toldOf(error);
        const { code = 'no SQLSTATE' } = error as { code?: string };
        expectNothingOf(said, told, code);
        expect(told.join('\n')).toContain(code);
      }),
      { numRuns: 12 },
    );
    expect(met).toBeGreaterThan(2);
  });

  it('without marks of quotation tells nothing of it either', async () => {
    for (const [said, sql] of [
      ['912345678912', "SELECT setval('few', $1::text::bigint)"],
      ['912345678', 'SELECT chr($1::text::integer)'],
      ['3123456789', 'SELECT lo_get($1::text::oid)'],
      ['31:41:59.26', 'SELECT make_time(31, 41, 59.26) WHERE $1::text IS NOT NULL'],
    ] as const) {
      const error = await provoke(sql, said);
      expect(error, sql).not.toBeNull();
      if (error !== null) expectNothingOf(said, toldOf(error));
    }
  });

  it('is a parser’s: of a line that is no JSON only the place is told', () => {
    fc.assert(
      fc.property(value, (said) => {
        for (const line of [said, `{"name": ${said}`, `["${said}", ]`]) {
          try {
            JSON.parse(line);
          } catch (error) {
            expectNothingOf(said, toldOf(error as Error));
            expect(reasonOf(error)).toMatch(/^SyntaxError( at)?( position \d+)?$/);
          }
        }
      }),
    );
  });

  it('still says what people can act on', async () => {
    const wordsOf = async (sql: string, ...said: unknown[]): Promise<string> =>
      reasonOf(await db.query(sql, said).catch((error: unknown) => error));
    expect(await wordsOf('SELECT 1 FROM khong_co')).toBe('relation "khong_co" does not exist');
    expect(await wordsOf('SELECT khong_co FROM person')).toBe('column "khong_co" does not exist');
    expect(await wordsOf(CAUSES['not null'] ?? '', 'A')).toBe(
      'null value in column "born" of relation "person" violates not-null constraint (SQLSTATE 23502)',
    );
    expect(await wordsOf(CAUSES.unique ?? '', 'A')).toBe(
      'duplicate key value violates unique constraint "person_code_key" (SQLSTATE 23505)',
    );
    expect(await wordsOf(CAUSES.integer ?? '', 'A')).toBe(
      'invalid input syntax for type integer: … (SQLSTATE 22P02)',
    );
    expect(await wordsOf(CAUSES['too long'] ?? '', 'ABCDEF')).toBe(
      'value too long for type character varying(5) (SQLSTATE 22001)',
    );
    const late = db.transaction(async (tx) => {
      await tx.query('SET LOCAL statement_timeout = 20');
      await tx.query('SELECT pg_sleep(5)');
    });
    await expect(late).rejects.toMatchObject({
      code: 'DB-SVC-014',
      params: { reason: 'canceling statement due to statement timeout' },
    });
  });
});

/** Jobs that fail with all these errors; answers what was told meanwhile. */
async function failJobs(server: QueueServer, said: string): Promise<string[]> {
  const errors: Error[] = [];
  for (const sql of Object.values(CAUSES)) {
    const error = await provoke(sql, said);
    if (error !== null) errors.push(error);
  }
  const told: string[] = [];
  const queue = await openOn(server, { onError: (reason) => told.push(reason) });
  try {
    await queue.enqueue(
      'live',
      errors.map((_, at) => ({ dossiers: [at] })),
    );
    await queue.work(async ({ dossiers: [at = 0] }) => {
      throw errors[at];
    });
    await waitFor(async () => (await queue.counts()).live.failed === errors.length, { what: 'all to fail' });
  } finally {
    await queue.close();
  }
  expect(errors.length).toBeGreaterThan(20);
  expect(told).toHaveLength(errors.length);
  const metrics = new Metrics('1.2.3');
  metrics.jobs(new Map([['extract', 10]]));
  metrics.job('extract', 5, true);
  const own = {
    idleSeconds: null,
    portalUp: null,
    sourcesUp: new Map(),
    disks: new Map(),
    certificates: new Map(),
  };
  return [...told, await metrics.exposition(figuresRegistry(null, null, own))];
}

const SAID = 'Nguyễn Hoàng Yến": 912345678912';

describe('a queue keeps of jobs that failed nothing of what their errors quote', () => {
  it('in PostgreSQL', async () => {
    const own = await freshDatabase();
    const ledger = openDatabase({ url: own.url, max: 1, name: 'test' });
    try {
      const told = await failJobs(onPostgres(own.url), SAID);
      const { rows } = await ledger.query<{ row: string }>('SELECT job::text AS row FROM bullmq.job');
      expect(rows.length).toBeGreaterThan(20);
      expect(rows.some(({ row }) => row.includes('22P02'))).toBe(true);
      expectNothingOf(SAID, [...told, ...rows.map(({ row }) => row)]);
    } finally {
      await ledger.close();
      await own.drop();
    }
  });
});

describeWithRedis('a queue keeps of jobs that failed nothing of what their errors quote', () => {
  it('in Redis', async () => {
    const redis = await redisServer();
    if (redis === null) throw new Error('no Redis');
    try {
      const told = await failJobs(onRedis(redis.url), SAID);
      const keys = await redisContents(redis.url);
      expect(keys.filter((key) => key.includes('failedReason')).length).toBeGreaterThan(20);
      expect(keys.some((key) => key.includes('22P02'))).toBe(true);
      expectNothingOf(SAID, [...told, ...keys]);
    } finally {
      await redis.stop();
    }
  });
});
