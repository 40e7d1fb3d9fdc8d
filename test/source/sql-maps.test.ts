/**
 * What every SQL source makes of a map: the same statements of the same province against a
 * real PostgreSQL and a real MariaDB.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { FieldRule, SourceMap } from '../../src/domain/source-map.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { inspectSource } from '../../src/source/sql/inspect-source.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { contractTables, type ProvinceDatabase, provinceDatabase } from './either-database.ts';
import { failureOf, readAll } from './sql-reading.ts';
import { column, mapWith, VENDOR_TABLES, vendorMap } from './vendor-tables.ts';

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
  });
  afterAll(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()));
    await database.drop();
  });

  describe("a vendor's own tables", () => {
    const map = vendorMap(system);
    beforeAll(async () => {
      const time = system === 'PostgreSQL' ? 'timestamptz' : 'datetime(6)';
      await database.run(...VENDOR_TABLES.map((sql) => sql.replaceAll('TIME_TYPE', time)));
    });
    beforeEach(async () => {
      await database.run(
        'DELETE FROM don_vi',
        'DELETE FROM ho_so',
        'DELETE FROM buoc',
        "INSERT INTO don_vi VALUES (9, 'H19.12', 'Ủy ban phường')",
        `INSERT INTO ho_so (id, so, don_vi_id, loai, tt, kenh, thu_tuc, nhan_luc, sua_luc, xoa) VALUES
          (1, 'HS-1', 9, 'MC', 2, 'on', '1.001', '2026-01-01 07:00:00', '2026-01-01 08:00:00', 0),
          (2, 'HS-2', 8, NULL, 3, 'off', '1.002', '2026-01-01 07:00:00', '2026-01-01 08:00:00', NULL),
          (3, 'HS-3', 9, 'KHAC', 2, 'on', '1.001', '2026-01-01 07:00:00', '2026-01-01 08:00:00', 0),
          (10, 'HS-10', 9, 'MC', 2, NULL, '1.001', '2026-01-01 07:00:00', '2026-01-01 08:00:00', 0),
          (11, 'HS-11', 9, 'MC', 2, 'on', '1.001', '2026-01-01 07:00:00', '2026-01-01 08:00:00', 1)`,
        `INSERT INTO buoc (id, ho_so_id, luc, can_bo, tt, sua_luc) VALUES
          (100, 1, '2026-01-01 08:00:00', 'Lan', 1, '2026-01-02 09:00:00'),
          (101, 1, '2026-01-01 08:30:00', 'máy?', 1, '2026-01-02 09:30:00'),
          (102, 10, '2026-01-01 08:40:00', 'Cúc', 2, '2026-01-02 10:00:00'),
          (103, 2, '2026-01-01 08:50:00', 'Mai', 2, NULL)`,
      );
    });

    it('are joined, limited, met by their key and filled by rules', async () => {
      const source = open(2, map);
      expect(source.feeds).toEqual(['dossiers', 'steps']);
      await source.check();
      const { keys, last } = await readAll(source);
      expect([keys, last?.key]).toEqual([['HS-1', 'HS-2', 'HS-10'], '10']);
      const { dossiers } = await open(10, map).readPage(null);
      expect(
        dossiers.map(({ key, fields, steps }) => [
          key,
          fields.agencyCode,
          fields.agencyName,
          fields.channel,
          steps.map(({ id, processor }) => `${id} ${processor}`),
        ]),
      ).toEqual([
        ['HS-1', 'H19.12', 'ỦY BAN PHƯỜNG', '1', ['100 Lan']],
        ['HS-2', null, null, '2', ['103 Mai']],
        ['HS-10', 'H19.12', 'ỦY BAN PHƯỜNG', '2', ['102 Cúc']],
      ]);
    });

    it('are read again whole when only a part of theirs has changed', async () => {
      const source = open(1, map);
      const { keys, last } = await readAll(source, null, 'steps');
      expect([keys, last?.key]).toEqual([['HS-1', 'HS-10'], '10']);
      await database.run(
        `INSERT INTO buoc (id, ho_so_id, luc, can_bo, tt, sua_luc) VALUES (104, 1, '2026-01-01 09:00:00', 'Đào', 2, '2026-01-02 11:00:00')`,
      );
      const page = await source.readPage(last, 'steps');
      expect(page.dossiers.map(({ key, steps }) => [key, steps.map(({ id }) => id)])).toEqual([
        ['HS-1', ['100', '104']],
      ]);
      expect((await readAll(source, null)).keys).toEqual(['HS-1', 'HS-2', 'HS-10']);
    });

    it('come as irregular where a part of theirs has no time', async () => {
      expect((await open(5, map).readIrregular(0)).dossiers.map(({ key }) => key)).toEqual(['HS-2']);
    });

    it('are looked up by their key, not by their code', async () => {
      const found = await open(5, map).readKeys(['10', ' 1 ', 'HS-2', '3', '']);
      expect(found.map(({ key }) => key).toSorted()).toEqual(['HS-1', 'HS-10']);
    });
  });

  describe('a map that does not fit', () => {
    it('is told with every fault at once: tables, columns, joins, keys, conditions, times', async () => {
      await database.run(
        'CREATE TABLE lech (so varchar(20), luc varchar(30), gio bigint)',
        'CREATE TABLE phan (id varchar(20), ten varchar(20), ho_so_id bigint, luc varchar(30))',
      );
      const base = mapWith('dossiers', {
        from: 'lech',
        joins: [{ alias: 'x', from: 'khong_co', on: [{ column: 'id', equals: { of: '', name: 'dv' } }] }],
        where: [{ place: { of: '', name: 'loai' }, anyOf: ['1'], not: false }],
        fields: {
          code: column('so'),
          email: column('thu'),
          note: column('ghi_chu'),
          changedAt: column('luc'),
          ...Object.fromEntries(
            ['procedureCode', 'agencyCode', 'channel', 'receivedAt'].map((f) => [f, column('so')]),
          ),
        },
        stated: ['email'],
      });
      const withParts = mapWith(
        'components',
        {
          from: 'phan',
          key: { of: '', name: 'khoa' },
          changedAt: { of: '', name: 'luc' },
          fields: { id: column('id'), name: column('ten') },
        },
        base,
      );
      const map = { ...withParts, results: null, steps: null, fees: null, supplements: null };
      const error = await failureOf(open(5, map).check());
      expect([error.code, error.exitCode]).toEqual(['DB-SRC-004', 78]);
      const said = error.details.map((line) => line.replace(/: .* \/ /, ': ').replace(/not .*$/, 'not …'));
      expect(said.toSorted()).toEqual([
        'khong_co: no such view',
        'lech.dv: missing column',
        'lech.loai: missing column',
        'lech.luc: must be a time, not …',
        'lech.status: missing column',
        'lech.thu: missing column',
        'phan.khoa: missing column',
        'phan.luc: must be a time, not …',
      ]);
      const inspection = await inspectSource(database.url, map, 10_000);
      expect(inspection.views.flatMap(({ faults }) => faults).toSorted()).toEqual(error.details.toSorted());
      await database.run('DROP TABLE lech', 'DROP TABLE phan');
    });

    it('a part with a time of its own whose dossier nothing finds is told before anything is read', async () => {
      const made: FieldRule = { kind: 'call', name: 'upper', args: [column('ma_ho_so')] };
      const dossiers = mapWith('dossiers', {
        key: { of: '', name: 'ma_ho_so' },
        fields: { ...DEFAULT_SOURCE_MAP.dossiers.fields, code: made },
      });
      const map = mapWith('steps', { changedAt: { of: '', name: 'thoi_diem' } }, dossiers);
      const tables = contractTables(database);
      await database.run(...tables);
      const error = await failureOf(open(5, map).check());
      expect([error.code, error.details.map((line) => line.split(':')[0])]).toEqual([
        'DB-SRC-004',
        ['steps.changed_at'],
      ]);
      await database.run(...Object.values(DEFAULT_SOURCE_MAP).map(({ from }) => `DROP TABLE ${from}`));
    });
  });
}

describe('on PostgreSQL', () => contract('PostgreSQL'));
describeWithMariaDb('on MariaDB', () => contract('MariaDB'));
