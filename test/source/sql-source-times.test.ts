/** Times of change that no ledger could keep: the row goes on without one, and nothing stands still. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';
import { asProvince, dossiersSql, tablesSql } from './province.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await asProvince(database.url, tablesSql());
});
afterAll(() => database.drop());

/** The last three lie ahead and come as irregular rows, the others by pages. */
const WRITTEN = [
  ['MINUS', '-infinity'],
  ['BC', '0044-03-15 12:00:00+07 BC'],
  ['ONE', '0001-01-01 00:00:00+07'],
  ['OLD', '1900-01-01 00:00:00.25+07'],
  ['NOW', '2026-01-01 08:00:00.123456+07'],
  ['FAR', '9999-12-31 23:59:59+07'],
  ['FARTHER', '10000-01-01 00:00:00+07'],
  ['PLUS', 'infinity'],
] as const;

it.each(['timestamptz', 'timestamp', 'date'])('%s: what is yielded, a ledger takes', async (type) => {
  await asProvince(
    database.url,
    'TRUNCATE dongbo_ho_so',
    `ALTER TABLE dongbo_ho_so ALTER cap_nhat_luc TYPE ${type}`,
    dossiersSql(...WRITTEN),
  );
  const source = createSqlSource({ url: database.url, pageSize: 1 }, DEFAULT_SOURCE_MAP);
  const found = new Map<string, string | null>();
  let page = await source.readPage(null);
  while (page.last !== null) {
    for (const { key, changedAt } of page.dossiers) found.set(key, changedAt);
    page = await source.readPage(page.last);
  }
  expect([...found.keys()]).toEqual(['MINUS', 'BC', 'ONE', 'OLD', 'NOW']);
  for (let skip = 0; skip < 3; skip += 1) {
    for (const { key, changedAt } of (await source.readIrregular(skip)).dossiers) found.set(key, changedAt);
  }
  await source.close();

  expect(WRITTEN.filter(([key]) => found.get(key) === null).map(([key]) => key)).toEqual([
    'MINUS',
    'BC',
    'ONE',
    'FARTHER',
    'PLUS',
  ]);
  const told = [...found.values()].filter((changedAt) => changedAt !== null);
  expect(told.map((changedAt) => Number.isFinite(Date.parse(changedAt)))).toEqual([true, true, true]);
  const ledger = new pg.Client({ connectionString: database.url });
  await ledger.connect();
  const rows = JSON.stringify([...found.values()].map((changed_at) => ({ changed_at })));
  const taken = await ledger.query(
    'SELECT count(changed_at)::int AS times FROM jsonb_to_recordset($1::jsonb) AS x(changed_at timestamptz)',
    [rows],
  );
  await ledger.end();
  expect(taken.rows).toEqual([{ times: told.length }]);
});
