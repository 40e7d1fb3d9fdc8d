/**
 * What every SQL source has to do, on every server that the tests have: the same statements of the same province
 * against a real PostgreSQL and a real MariaDB.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { FieldRule, SourceMap, ViewMap } from '../../src/domain/source-map.ts';
import type { Source, SourcePosition } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { inspectSource } from '../../src/source/sql/inspect-source.ts';
import { sourceFacts } from '../../src/source/sql/source-facts.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { contractTables, dossierRows, type ProvinceDatabase, provinceDatabase } from './either-database.ts';

let database: ProvinceDatabase;
const sources: Source[] = [];

function open(pageSize: number, map: SourceMap = DEFAULT_SOURCE_MAP): Source {
  const source = createSqlSource({ url: database.url, pageSize }, map);
  sources.push(source);
  return source;
}

/** Reads a feed to its end, as the road does; throws on an endless one. */
async function readAll(
  source: Source,
  from: SourcePosition | null = null,
  feed = 'dossiers',
): Promise<{ keys: string[]; last: SourcePosition | null }> {
  const keys: string[] = [];
  let last = from;
  for (let pages = 0; pages < 200; pages += 1) {
    const page = await source.readPage(last, feed);
    keys.push(...page.dossiers.map(({ key }) => key));
    last = page.last ?? last;
    if (page.end) return { keys, last };
  }
  throw new Error('reading does not end');
}

const column = (name: string, of = ''): FieldRule => ({ kind: 'place', place: { of, name } });

/** The contract's map, one of its views with other words. */
function mapWith<Name extends keyof SourceMap>(
  name: Name,
  change: Partial<NonNullable<SourceMap[Name]>>,
  map: SourceMap = DEFAULT_SOURCE_MAP,
): SourceMap {
  return { ...map, [name]: { ...(map[name] as ViewMap<string>), ...change } };
}

async function failureOf(work: Promise<unknown>): Promise<DongboError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof DongboError) return error;
  throw error;
}

/** A vendor's tables, with numbers for keys and nothing called as in the contract. */
const VENDOR = [
  `CREATE TABLE don_vi (id bigint PRIMARY KEY, ma varchar(20), ten varchar(100))`,
  `CREATE TABLE ho_so (id bigint PRIMARY KEY, so varchar(50), don_vi_id bigint, loai varchar(10), tt int, kenh varchar(5),
    thu_tuc varchar(30), nhan_luc TIME_TYPE, sua_luc TIME_TYPE, xoa int)`,
  `CREATE TABLE buoc (id bigint PRIMARY KEY, ho_so_id bigint, luc TIME_TYPE, can_bo varchar(50), tt int, sua_luc TIME_TYPE)`,
];

const vendorMap = (system: ProvinceDatabase['system']): SourceMap => {
  const stated = <Field extends string>(fields: Partial<Record<Field, FieldRule>>) => ({
    fields,
    stated: Object.keys(fields) as Field[],
  });
  const dossiers = mapWith('dossiers', {
    from: 'ho_so',
    key: { of: '', name: 'id' },
    joins: [{ alias: 'dv', from: 'don_vi', on: [{ column: 'id', equals: { of: '', name: 'don_vi_id' } }] }],
    where: [
      { place: { of: '', name: 'loai' }, anyOf: ['MC', null], not: false },
      { place: { of: '', name: 'xoa' }, anyOf: ['1'], not: true },
    ],
    ...stated({
      code: column('so'),
      agencyCode: column('ma', 'dv'),
      agencyName: { kind: 'call', name: 'upper', args: [column('ten', 'dv')] },
      procedureCode: column('thu_tuc'),
      channel: {
        kind: 'map',
        of: column('kenh'),
        values: { on: '1' },
        otherwise: { kind: 'say', text: '2' },
      },
      status: column('tt'),
      receivedAt: column('nhan_luc'),
      changedAt: column('sua_luc'),
    }),
  });
  const text = system === 'PostgreSQL' ? 'id::text' : 'id';
  const steps = mapWith(
    'steps',
    {
      from: '',
      query: `SELECT ${text} AS ma_buoc, ho_so_id, luc, can_bo, tt, sua_luc FROM buoc WHERE can_bo <> 'máy?'`,
      key: { of: '', name: 'ho_so_id' },
      changedAt: { of: '', name: 'sua_luc' },
      ...stated({
        id: column('ma_buoc'),
        at: column('luc'),
        processor: column('can_bo'),
        status: column('tt'),
      }),
    },
    dossiers,
  );
  return { ...steps, components: null, results: null, fees: null, supplements: null };
};

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

  describe("a vendor's own tables", () => {
    const map = vendorMap(system);
    beforeAll(async () => {
      const time = system === 'PostgreSQL' ? 'timestamptz' : 'datetime(6)';
      await database.run(...VENDOR.map((sql) => sql.replaceAll('TIME_TYPE', time)));
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
      const map = mapWith(
        'components',
        {
          from: 'phan',
          key: { of: '', name: 'khoa' },
          changedAt: { of: '', name: 'luc' },
          fields: { id: column('id'), name: column('ten') },
        },
        base,
      );
      const error = await failureOf(open(5, map).check());
      expect([error.code, error.exitCode]).toEqual(['DB-SRC-004', 78]);
      const said = error.details.map((line) => line.replace(/: .* \/ /, ': ').replace(/not .*$/, 'not …'));
      expect(said.toSorted()).toEqual(
        [
          'lech.email: missing column',
          'lech.dv: missing column',
          'lech.loai: missing column',
          'lech.status: missing column',
          'lech.luc: must be a time, not …',
          'lech.thu: missing column',
          'khong_co: no such view',
          'phan.khoa: missing column',
          'phan.luc: must be a time, not …',
        ]
          .filter((line) => line !== 'lech.email: missing column')
          .toSorted(),
      );
      const inspection = await inspectSource(database.url, map, 10_000);
      expect(inspection.views.flatMap(({ faults }) => faults).toSorted()).toEqual(error.details.toSorted());
      await database.run('DROP TABLE lech', 'DROP TABLE phan');
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
