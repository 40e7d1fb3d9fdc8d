/** Keys at the end of a page, where servers differ in what they take for equal and for a text. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourcePage, SourcePosition } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import { contractTables, type ProvinceDatabase, provinceDatabase } from './either-database.ts';
import { readAll } from './sql-reading.ts';

const AT = '2026-01-01 08:00:00';
const never = new AbortController().signal;

/** A type of key, and keys as SQL writes them. */
type Case = readonly [type: string, ...written: string[]];

function ends(system: ProvinceDatabase['system'], cases: readonly Case[]): void {
  let database: ProvinceDatabase;
  beforeAll(async () => {
    database = await provinceDatabase(system);
    await database.run(...contractTables(database));
  });
  afterAll(() => database.drop());

  it.each(cases)(
    'keys of %s are read once each, by pages, by key and by digest',
    async (type, ...written) => {
      const table = `khoa_${cases.findIndex(([one]) => one === type)}`;
      await database.run(
        `CREATE TABLE ${table} AS SELECT * FROM dongbo_ho_so WHERE 1 = 0`,
        `ALTER TABLE ${table} DROP COLUMN ma_ho_so`,
        `ALTER TABLE ${table} ADD COLUMN ma_ho_so ${type}`,
        ...written.map((key) => `INSERT INTO ${table} (ma_ho_so, cap_nhat_luc) VALUES (${key}, '${AT}')`),
      );
      const open = (pageSize: number) =>
        createSqlSource({ url: database.url, pageSize }, dossiersFrom(table));
      const whole = open(50);
      const keys = (await readAll(whole)).keys.toSorted();
      expect(new Set(keys).size).toBe(written.length);
      for (const pageSize of [1, 2, 3]) {
        const source = open(pageSize);
        expect((await readAll(source)).keys.toSorted()).toEqual(keys);
        await source.close();
      }
      const digested: string[] = [];
      await whole.digests?.each(async (page) => {
        digested.push(...page.map(({ key }) => key));
      }, never);
      expect(digested.toSorted()).toEqual(keys);
      expect((await whole.readKeys(keys)).map(({ key }) => key).toSorted()).toEqual(keys);
      await whole.close();
    },
  );
}

/** A view that joins badly: a dossier is there several times, and every reading has to choose the same row of it. */
function twins(system: ProvinceDatabase['system'], type: string, written: readonly string[]): void {
  it('rows of one dossier are read alike, wherever a page ends between them', async () => {
    const database = await provinceDatabase(system);
    await database.run(
      ...contractTables(database, { types: { 'dongbo_ho_so.ma_ho_so': type } }),
      ...written.map(
        (key, at) =>
          `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc, chu_ho_so) VALUES ('${key}', '${AT}', '${'132'.charAt(at % 3)}')`,
      ),
    );
    const chosen = async (pageSize: number): Promise<unknown> => {
      const source = createSqlSource({ url: database.url, pageSize }, DEFAULT_SOURCE_MAP);
      const owners = new Map<string, string | null>();
      let at: SourcePosition | null = null;
      for (let page: SourcePage | null = null; !page?.end; at = page.last) {
        page = await source.readPage(at);
        for (const { key, fields } of page.dossiers) owners.set(key.trim(), fields.ownerName);
      }
      await source.close();
      return [...owners];
    };
    const whole = await chosen(50);
    for (const pageSize of [1, 2, 3, 4, written.length]) expect(await chosen(pageSize)).toEqual(whole);
    await database.drop();
  });
}

describe('on PostgreSQL', () => {
  twins('PostgreSQL', 'varchar(20)', ['A', 'A', 'B', 'B', 'B', 'C']);
  ends('PostgreSQL', [
    ['bytea', String.raw`'\xff00'`, String.raw`'\x00ff'`, String.raw`'\x80'`, String.raw`'\x7f27'`],
    ['numeric', '1', '2.5', '-3', '10000000000000000000000.5'],
  ]);
});

describeWithMariaDb('on MariaDB', () => {
  twins('MariaDB', 'varchar(20) COLLATE utf8mb4_bin', ['A', 'A ', 'A  ', 'B', 'B', 'C']);
  ends('MariaDB', [
    ['binary(4)', "x'ff000000'", "x'00ff0000'", "x'80c3a900'", "x'7f270000'", "x'e1000000'", "x'c3a90000'"],
    ['varbinary(16)', "x'ff'", "x'00ff'", "x'80c3a9'", "x'7f27'"],
    ['uuid', "'00000000-0000-1000-8000-00000000000b'", "'f0000000-0000-4000-8000-000000000001'"],
    ['double', '0.1', '0.30000000000000004', '1e15', '2e15'],
  ]);
});
