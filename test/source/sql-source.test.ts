/** The SQL source on a real PostgreSQL: everything that real provinces do to it. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Source, SourcePosition } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import { asProvince, dossiersSql, tablesSql } from './province.ts';

let database: FreshDatabase;
const sources: Source[] = [];

function open(pageSize: number, map: SourceMap = DEFAULT_SOURCE_MAP): Source {
  const source = createSqlSource({ url: database.url, pageSize }, map);
  sources.push(source);
  return source;
}

/** Reads to the end, as the road does; throws on an endless one. */
async function readAll(
  source: Source,
  from: SourcePosition | null = null,
): Promise<{ keys: string[]; last: SourcePosition | null }> {
  const keys: string[] = [];
  let last = from;
  for (let pages = 0; pages < 1000; pages += 1) {
    const page = await source.readPage(last);
    keys.push(...page.dossiers.map(({ key }) => key));
    last = page.last ?? last;
    if (page.end) return { keys, last };
  }
  throw new Error('reading does not end');
}

beforeAll(async () => {
  database = await freshDatabase();
  await asProvince(database.url, tablesSql());
});
beforeEach(async () => {
  const views = Object.values(DEFAULT_SOURCE_MAP).map(({ from }) => from);
  await asProvince(database.url, `TRUNCATE ${views.join(', ')}`);
});
afterAll(async () => {
  await Promise.all(sources.map((source) => source.close()));
  await database.drop();
});

describe('paging', () => {
  it('meets every row once, in order, over equal times and any page size', async () => {
    const rows: [string, string][] = [];
    for (let n = 0; n < 23; n += 1)
      rows.push([`H19-${String(n).padStart(2, '0')}`, `2026-01-0${1 + Math.floor(n / 9)} 08:00+07`]);
    await asProvince(database.url, dossiersSql(...[...rows].reverse()));
    for (const pageSize of [1, 4, 23, 100]) {
      const { keys, last } = await readAll(open(pageSize));
      expect(keys).toEqual(rows.map(([code]) => code));
      expect(last).toEqual({ at: '2026-01-03 08:00:00+07', key: 'H19-22' });
    }
  });

  it('tells two rows a microsecond apart', async () => {
    await asProvince(
      database.url,
      dossiersSql(['B', '2026-01-01 08:00:00.123456+07'], ['A', '2026-01-01 08:00:00.123457+07']),
    );
    const source = open(1);
    const first = await source.readPage(null);
    expect(first.dossiers.map(({ changedAt }) => changedAt)).toEqual(['2026-01-01T08:00:00.123456+07:00']);
    const second = await source.readPage(first.last);
    expect(second.dossiers.map(({ key }) => key)).toEqual(['A']);
  });

  it('finds a late commit within the overlap', async () => {
    await asProvince(database.url, dossiersSql(['A', '2026-01-01 08:00+07'], ['Z', '2026-01-01 08:10+07']));
    const source = open(10);
    const { last } = await readAll(source);
    // Committed only now, with the time it wrote seven minutes before.
    await asProvince(database.url, dossiersSql(['L', '2026-01-01 08:03+07']));
    expect((await readAll(source, last)).keys).toEqual([]);
    expect(last && (await readAll(source, source.rewind(last, 600))).keys).toEqual(['L', 'Z']);
  });

  it('is not carried off by a time yet to come, nor loses its row', async () => {
    await asProvince(
      database.url,
      dossiersSql(['NOW', '2026-01-01 08:00+07'], ['FAR', '9999-12-31 00:00+07'], ['NEVER', 'infinity']),
    );
    const source = open(10);
    const { keys, last } = await readAll(source);
    expect(keys).toEqual(['NOW']);
    expect(last?.key).toBe('NOW');
    const { dossiers: irregular } = await source.readIrregular(0);
    expect(irregular.map(({ key, changedAt }) => [key, changedAt])).toEqual([
      ['FAR', '9999-12-31T00:00:00+07:00'],
      ['NEVER', null],
    ]);
  });

  it('yields rows without time or code by themselves, once, with the parts of the code', async () => {
    await asProvince(
      database.url,
      dossiersSql(
        ['A', '2026-01-01 08:00+07'],
        ['T', null],
        [null, '2026-01-01 08:00+07'],
        ['  ', '2026-01-01 08:00+07'],
      ),
      "INSERT INTO dongbo_le_phi (ma_ho_so, id, ten, so_tien) VALUES ('T', '1', 'Lệ phí', 5000), (NULL, '2', 'Lệ phí', 1), ('  ', '3', 'Lệ phí', 1)",
    );
    const source = open(10);
    expect((await readAll(source)).keys).toEqual(['A']);
    const { dossiers: found } = await source.readIrregular(0);
    expect(found.map(({ key }) => key.replace(/^#.{16}$/, '#'))).toEqual(
      expect.arrayContaining(['T', '#', '#']),
    );
    expect(new Set(found.map(({ key }) => key)).size).toBe(3);
    const two = open(2);
    const pages = [await two.readIrregular(0), await two.readIrregular(2)];
    expect(pages.map(({ end }) => end)).toEqual([false, true]);
    expect(new Set(pages.flatMap((page) => page.dossiers.map(({ key }) => key)))).toEqual(
      new Set(found.map(({ key }) => key)),
    );
    expect(found.flatMap(({ key, fees }) => fees.map((fee) => [key, fee.id, fee.amount]))).toEqual([
      ['T', '1', '5000.00'],
    ]);
  });
});

describe('a page', () => {
  it('costs the same statements for one dossier as for three hundred, and none for parts of nothing', async () => {
    const source = open(1000);
    await source.check();
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    const cost = async (): Promise<number> => {
      spy.mockClear();
      await source.readPage(null);
      return spy.mock.calls.length;
    };
    const empty = await cost();
    await asProvince(database.url, dossiersSql(['A', '2026-01-01 08:00+07']));
    const one = await cost();
    const many = Array.from({ length: 300 }, (_, n) => [`M${n}`, '2026-01-01 08:00+07'] as const);
    await asProvince(
      database.url,
      dossiersSql(...many),
      `INSERT INTO dongbo_tien_do (ma_ho_so, id, thoi_diem, nguoi_xu_ly, trang_thai) SELECT 'M' || n % 300, n, now(), 'Cán bộ', '2' FROM generate_series(1, 900) n`,
    );
    const all = await cost();
    spy.mockRestore();
    expect([empty, one, all]).toEqual([4, 9, 9]);
  });

  it('carries every value as its own text and each part under its dossier', async () => {
    await asProvince(
      database.url,
      `INSERT INTO dongbo_ho_so (ma_ho_so, ma_tthc, chu_ho_so, xac_thuc_vneid, ngay_tiep_nhan, cap_nhat_luc)
       VALUES ('A', ' 1.014325', E'Nguye\\u0302\\u0303n Va\\u0306n\\u00a0A', true, '2026-01-01 07:30:15.25+07', '2026-01-01 08:00+07'),
              ('B', '1.001193.000.00.00.H35', NULL, false, '0001-01-01', '2026-01-01 08:00+07')`,
      "INSERT INTO dongbo_thanh_phan (ma_ho_so, id, ten, duong_dan) VALUES ('B', '10', 'Tờ khai', 'a.pdf##b.pdf'), ('B', '9', '', NULL), ('C', '1', 'Của hồ sơ khác', NULL)",
      "INSERT INTO dongbo_ket_qua (ma_ho_so, id, ten) VALUES ('A', NULL, 'Giấy khai sinh')",
      "INSERT INTO dongbo_le_phi (ma_ho_so, id, ten, so_tien) VALUES ('A', '1', 'Lệ phí', 12345678901234.5)",
      "INSERT INTO dongbo_bo_sung (ma_ho_so, id, noi_dung) VALUES ('A', '7', 'Thiếu giấy')",
    );
    const { dossiers } = await open(10).readPage(null);
    const [a, b] = dossiers;
    expect(a?.fields).toMatchObject({
      code: 'A',
      procedureCode: ' 1.014325',
      ownerName: 'Nguye\u0302\u0303n Va\u0306n\u00a0A',
      vneidVerified: 'true',
      receivedAt: '2026-01-01 07:30:15.25+07',
      email: null,
    });
    expect(a?.fees).toEqual([
      {
        id: '1',
        feeCode: null,
        name: 'Lệ phí',
        amount: '12345678901234.50',
        collection: null,
        kind: null,
        paid: null,
      },
    ]);
    expect(a?.results.map(({ id, name }) => [id.slice(0, 1), name])).toEqual([['?', 'Giấy khai sinh']]);
    expect(a?.supplements.map(({ content }) => content)).toEqual(['Thiếu giấy']);
    expect(b?.components.map(({ id, name, link }) => [id, name, link])).toEqual([
      ['9', '', null],
      ['10', 'Tờ khai', 'a.pdf##b.pdf'],
    ]);
    expect(b?.fields.vneidVerified).toBe('false');
  });

  it('takes a code that a bad join doubles as one dossier, the latest row', async () => {
    await asProvince(
      database.url,
      dossiersSql(['A', '2026-01-01 08:00+07'], ['A', '2026-01-01 09:00+07'], ['B', '2026-01-01 08:30+07']),
    );
    const { dossiers } = await open(10).readPage(null);
    expect(dossiers.map(({ key, changedAt }) => [key, changedAt])).toEqual([
      ['B', '2026-01-01T08:30:00+07:00'],
      ['A', '2026-01-01T09:00:00+07:00'],
    ]);
  });
});

it('does not write, even where the view would', async () => {
  await asProvince(
    database.url,
    dossiersSql(['A', '2026-01-01 08:00+07']),
    'CREATE SEQUENCE seen',
    "CREATE VIEW tricky AS SELECT *, nextval('seen') AS ten_phu FROM dongbo_ho_so",
  );
  const map = dossiersFrom('tricky', { note: 'ten_phu' });
  await expect(open(10, map).readPage(null)).rejects.toMatchObject({
    code: 'DB-SRC-005',
    params: { state: '25006' },
  });
});
