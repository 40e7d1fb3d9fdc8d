/** Codes that the views spell differently: no part gets lost between them, and the index still serves. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';
import { asProvince, dossiersSql, tablesSql } from './province.ts';
import { readAll } from './sql-reading.ts';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await asProvince(database.url, tablesSql(), 'CREATE DOMAIN so_ho_so AS varchar(40)');
});
afterAll(() => database.drop());

type Spelling = (code: string) => string;
const DOSSIER_SPELLINGS: readonly Spelling[] = [
  (code) => code,
  (code) => ` ${code}`,
  (code) => code.normalize('NFD'),
];
const PART_SPELLINGS: readonly Spelling[] = [...DOSSIER_SPELLINGS, (code) => `${code} `];
const PAIRS = ['char(30)', 'varchar', 'text', 'so_ho_so'].flatMap((part) =>
  ['char(50)', 'varchar'].map((dossier) => [dossier, part] as const),
);

it.each(PAIRS)('dossiers %s, parts %s', async (dossier, part) => {
  const pairs = DOSSIER_SPELLINGS.flatMap((ofDossier) =>
    PART_SPELLINGS.map((ofPart) => [ofDossier, ofPart] as const),
  );
  const codes = pairs.flatMap(([ofDossier, ofPart], n) =>
    [`H19-ĐẤT-${n}`, `000${n}`].map((code) => [ofDossier(code), ofPart(code)] as const),
  );
  await asProvince(
    database.url,
    'TRUNCATE dongbo_ho_so, dongbo_tien_do',
    `ALTER TABLE dongbo_ho_so ALTER ma_ho_so TYPE ${dossier} USING ma_ho_so::text::${dossier}`,
    `ALTER TABLE dongbo_tien_do ALTER ma_ho_so TYPE ${part} USING ma_ho_so::text::${part}`,
    dossiersSql(...codes.map(([code]) => [code, '2026-01-01 08:00+07'] as const)),
    `INSERT INTO dongbo_tien_do (ma_ho_so, id, noi_dung) VALUES ('H19-KHAC', '1', 'của hồ sơ khác'), ${codes
      .map(([code, other]) => `('${other}', '1', '${code.trim()}')`)
      .join(', ')}`,
  );
  const source = createSqlSource({ url: database.url, pageSize: 100 }, DEFAULT_SOURCE_MAP);
  const { dossiers } = await source.readPage(null);
  await source.close();
  const found = dossiers.map(({ key, steps }) => [key.trim(), steps.map(({ content }) => content)]);
  expect(found.toSorted()).toEqual(codes.map(([code]) => [code.trim(), [code.trim()]]).toSorted());
});

it.each(['uuid', 'integer'])('parts %s are asked in their one spelling', async (type) => {
  const code = type === 'uuid' ? '7d9f0c9e-3a55-4b1c-9a52-0a8f0a3f7c11' : '4711';
  await asProvince(
    database.url,
    'DROP TABLE dongbo_tien_do',
    tablesSql({ views: ['dongbo_tien_do'], types: { ma_ho_so: type } }),
  );
  await asProvince(
    database.url,
    'TRUNCATE dongbo_ho_so',
    `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc) VALUES (' ${code}', '2026-01-01 08:00+07')`,
    `INSERT INTO dongbo_tien_do (ma_ho_so, id, noi_dung) VALUES ('${code}', '1', 'Tiếp nhận')`,
  );
  const source = createSqlSource({ url: database.url, pageSize: 10 }, DEFAULT_SOURCE_MAP);
  const { dossiers } = await source.readPage(null);
  await source.close();
  expect(dossiers.flatMap(({ steps }) => steps.map(({ id }) => id))).toEqual(['1']);
});

it.each(['char(30)', 'varchar'])('parts %s are found by their index', async (type) => {
  await asProvince(
    database.url,
    'DROP TABLE dongbo_tien_do',
    tablesSql({ views: ['dongbo_tien_do'], types: { ma_ho_so: type } }),
    "INSERT INTO dongbo_tien_do (ma_ho_so, id) SELECT 'M' || n, n FROM generate_series(1, 20000) n",
    'CREATE INDEX ON dongbo_tien_do (ma_ho_so)',
    'ANALYZE dongbo_tien_do',
    'TRUNCATE dongbo_ho_so',
    "INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc) VALUES ('M7', '2026-01-01 08:00+07')",
  );
  const source = createSqlSource({ url: database.url, pageSize: 10 }, DEFAULT_SOURCE_MAP);
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  await source.readPage(null);
  const asked = spy.mock.calls
    .map((call) => call as unknown as [string, unknown[]])
    .find(([sql]) => /from "dongbo_tien_do"/.test(sql));
  spy.mockRestore();
  await source.close();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const plan = await client.query(`EXPLAIN ${asked?.[0]}`, asked?.[1]);
  await client.end();
  expect(JSON.stringify(plan.rows)).toMatch(/Index Cond/);
});

it('codes that a collation of PostgreSQL takes for equal are neither skipped nor repeated', async () => {
  const codes = ['h19-a', 'H19-A', 'H19-a', 'h19-B', 'H19-b', 'H19-C'];
  await asProvince(
    database.url,
    "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
    'TRUNCATE dongbo_ho_so',
    'ALTER TABLE dongbo_ho_so ALTER ma_ho_so TYPE varchar(50) COLLATE any_case',
    dossiersSql(...codes.map((code) => [code, '2026-01-01 08:00+07'] as const)),
  );
  for (const pageSize of [1, 2, 3, 10]) {
    const source = createSqlSource({ url: database.url, pageSize }, DEFAULT_SOURCE_MAP);
    const { keys } = await readAll(source);
    await source.close();
    expect(keys.toSorted()).toEqual(codes.toSorted());
  }
});
