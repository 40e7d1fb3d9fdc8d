/**
 * What every SQL source has to do with the contract's views: the same statements of the same province against a
 * real PostgreSQL and a real MariaDB.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { FieldRule, SourceMap } from '../../src/domain/source-map.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { inspectSource } from '../../src/source/sql/inspect-source.ts';
import { sourceFacts } from '../../src/source/sql/source-facts.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { contractTables, dossierRows, type ProvinceDatabase, provinceDatabase } from './either-database.ts';
import { readAll } from './sql-reading.ts';
import { column, mapWith } from './vendor-tables.ts';

let database: ProvinceDatabase;
const sources: Source[] = [];

function open(pageSize: number, map: SourceMap = DEFAULT_SOURCE_MAP): Source {
  const source = createSqlSource({ url: database.url, pageSize }, map);
  sources.push(source);
  return source;
}

function contract(system: ProvinceDatabase['system']): void {
  beforeAll(async () => {
    database = await provinceDatabase(system);
    await database.run(
      ...contractTables(database),
      'CREATE INDEX by_time ON dongbo_ho_so (cap_nhat_luc, ma_ho_so)',
    );
  });
  beforeEach(async () => {
    await database.run(...Object.values(DEFAULT_SOURCE_MAP).map(({ from }) => `DELETE FROM ${from}`));
  });
  afterAll(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()));
    await database.drop();
  });

  describe('paging', () => {
    it('meets every row once, in order, over equal times and any page size', async () => {
      const rows = Array.from({ length: 23 }, (_, n): [string, string] => [
        `H19-${String(n).padStart(2, '0')}`,
        `2026-01-0${1 + Math.floor(n / 9)} 08:00:00`,
      ]);
      await database.run(dossierRows(...rows.toReversed()));
      for (const pageSize of [1, 4, 23, 100]) {
        const { keys, last } = await readAll(open(pageSize));
        expect(keys).toEqual(rows.map(([code]) => code));
        expect(last?.key).toBe('H19-22');
      }
    });

    it('neither skips nor repeats codes that differ only by letter case, whatever the server takes for equal', async () => {
      const codes = ['h19-a', 'H19-A', 'H19-a', 'h19-B', 'H19-b', 'H19-C'];
      await database.run(dossierRows(...codes.map((code) => [code, '2026-01-01 08:00:00'] as const)));
      for (const pageSize of [1, 2, 3, 5, 10]) {
        const { keys } = await readAll(open(pageSize));
        expect(keys.toSorted()).toEqual(codes.toSorted());
      }
    });

    it('tells two rows a microsecond apart', async () => {
      await database.run(
        dossierRows(['B', '2026-01-01 08:00:00.123456'], ['A', '2026-01-01 08:00:00.123457']),
      );
      const source = open(1);
      const first = await source.readPage(null);
      expect(first.dossiers.map(({ changedAt }) => changedAt)).toEqual(['2026-01-01T08:00:00.123456+07:00']);
      const second = await source.readPage(first.last);
      expect(second.dossiers.map(({ key }) => key)).toEqual(['A']);
    });

    it('delivers a transaction that wrote an old time and commits after the cursor has passed it, by the next poll within the overlap', async () => {
      await database.run(dossierRows(['A', '2026-01-01 08:00:00']));
      const source = open(10);
      const slow = await database.connect();
      const quick = await database.connect();
      try {
        await slow.run('BEGIN');
        await slow.run(dossierRows(['LATE', '2026-01-01 08:03:00']));
        await quick.run('BEGIN');
        await quick.run(dossierRows(['Z', '2026-01-01 08:10:00']));
        await quick.run('COMMIT');
        const { keys, last } = await readAll(source);
        expect(keys).toEqual(['A', 'Z']);
        await slow.run('COMMIT');
        expect((await readAll(source, last)).keys).toEqual([]);
        expect(last && (await readAll(source, source.rewind(last, 600))).keys).toEqual(['LATE', 'Z']);
      } finally {
        await slow.close();
        await quick.close();
      }
    });

    it('counts seconds where the time of change is a number', async () => {
      await database.run(
        'CREATE TABLE counted (so varchar(20), luc bigint)',
        `INSERT INTO counted VALUES ('A', 1767229200000), ('B', 1767229200001), ('C', 1767229800000), ('FAR', 99999999999999), ('NEVER', NULL)`,
      );
      const millis: FieldRule = { kind: 'call', name: 'epoch_millis', args: [column('luc')] };
      const map = mapWith('dossiers', {
        from: 'counted',
        fields: {
          code: column('so'),
          changedAt: millis,
          ...Object.fromEntries(
            ['procedureCode', 'agencyCode', 'channel', 'receivedAt', 'status'].map((field) => [
              field,
              column('so'),
            ]),
          ),
        },
      });
      const source = open(1, map);
      const { keys, last } = await readAll(source);
      expect([keys, last?.at]).toEqual([['A', 'B', 'C'], '1767229800000']);
      expect((await source.readPage(null)).dossiers.map(({ changedAt }) => changedAt)).toEqual([
        '2026-01-01T08:00:00+07:00',
      ]);
      expect(last && (await readAll(source, source.rewind(last, 600))).keys).toEqual(['B', 'C']);
      expect((await open(5, map).readIrregular(0)).dossiers.map(({ key }) => key).toSorted()).toEqual([
        'FAR',
        'NEVER',
      ]);
      await database.run('DROP TABLE counted');
    });

    it('goes by the clock there where that is of UTC, and tells the time in Vietnam', async () => {
      await database.run(
        `CREATE TABLE liferay (so varchar(20), luc ${system === 'PostgreSQL' ? 'timestamp' : 'datetime'})`,
        "INSERT INTO liferay VALUES ('A', '2026-01-01 01:00:00'), ('B', '2026-01-01 01:05:01'), ('C', '2026-01-01 01:15:00')",
      );
      const fields = ['code', 'procedureCode', 'agencyCode', 'channel', 'receivedAt', 'status'].map(
        (field) => [field, column('so')],
      );
      const changedAt: FieldRule = { kind: 'call', name: 'from_utc', args: [column('luc')] };
      const map = mapWith('dossiers', {
        from: 'liferay',
        fields: { ...Object.fromEntries(fields), changedAt },
      });
      const source = open(1, map);
      const { keys, last } = await readAll(source);
      expect([keys, last?.at.slice(0, 19)]).toEqual([['A', 'B', 'C'], '2026-01-01 01:15:00']);
      expect((await source.readPage(null)).dossiers.map((one) => one.changedAt)).toEqual([
        '2026-01-01T08:00:00+07:00',
      ]);
      expect(last && (await readAll(source, source.rewind(last, 600))).keys).toEqual(['B', 'C']);
      await database.run('DROP TABLE liferay');
    });
  });

  describe('rows that the pages cannot see', () => {
    it('come all, in pages that do not overlap, and stop no page', async () => {
      await database.run(
        dossierRows(
          ['A', '2026-01-01 08:00:00'],
          ['FAR', '9999-12-31 00:00:00'],
          ['T', null],
          [null, '2026-01-01 08:00:00'],
          [' ', '2026-01-01 08:00:00'],
        ),
        "INSERT INTO dongbo_le_phi (ma_ho_so, id, ten, so_tien) VALUES ('T', '1', 'Lệ phí', 5000), (' ', '2', 'Lệ phí', 1)",
      );
      expect((await readAll(open(1))).keys).toEqual(['A']);
      const source = open(2);
      const pages = [
        await source.readIrregular(0),
        await source.readIrregular(2),
        await source.readIrregular(4),
      ];
      expect(pages.map(({ end }) => end)).toEqual([false, false, true]);
      const found = pages.flatMap(({ dossiers }) => dossiers);
      expect(found.map(({ key }) => key.replace(/^#.{16}$/, '#')).toSorted()).toEqual(['#', '#', 'FAR', 'T']);
      expect(found.flatMap(({ key, fees }) => fees.map(({ amount }) => [key, amount]))).toEqual([
        ['T', '5000.00'],
      ]);
    });
  });

  it('shows what there is: server, types, indexes that are lacking, samples', async () => {
    await database.run(dossierRows(['A', '2026-01-01 08:00:00'], ['B', '2026-01-02 08:00:00']));
    const shown = await inspectSource(database.url, DEFAULT_SOURCE_MAP, 10_000, 1);
    expect(shown.server).toMatch(new RegExp(`^${system} \\d+`));
    expect(shown.samples.map(({ key }) => key)).toEqual(['B']);
    const [dossiers, components] = shown.views;
    expect(dossiers?.places.find(({ place }) => place.name === 'cap_nhat_luc')?.type).toBe(
      system === 'PostgreSQL' ? 'timestamptz' : 'datetime(6)',
    );
    expect(dossiers?.doubts.map((line) => line.split(':')[0])).toEqual(['dongbo_ho_so (ma_ho_so)']);
    expect(components?.doubts.map((line) => line.split(':')[0])).toEqual(['dongbo_thanh_phan (ma_ho_so)']);
  });

  it('says what the account may do, and how fresh the newest row is', async () => {
    await database.run(dossierRows(['A', '2026-01-01 08:00:00'], ['FAR', '9999-01-01 08:00:00']));
    const facts = await sourceFacts(database.url, DEFAULT_SOURCE_MAP, 10_000);
    expect([facts.superuser, facts.readOnly, facts.writable.includes('dongbo_ho_so')]).toEqual([
      true,
      false,
      true,
    ]);
    const age = Date.now() / 1000 - Date.parse('2026-01-01T08:00:00+07:00') / 1000;
    expect(Math.abs((facts.newestSeconds ?? 0) - age)).toBeLessThan(600);
  });
}

describe('on PostgreSQL', () => contract('PostgreSQL'));
describeWithMariaDb('on MariaDB', () => contract('MariaDB'));
