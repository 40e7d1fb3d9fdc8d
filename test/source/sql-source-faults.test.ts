/** The SQL source where the province is not as agreed, or not there. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { type FreshDatabase, freePort, freshDatabase } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import { asProvince, dossiersSql, tablesSql } from './province.ts';

const databases: FreshDatabase[] = [];
const sources: Source[] = [];

async function province(...statements: string[]): Promise<string> {
  const database = await freshDatabase();
  databases.push(database);
  await asProvince(database.url, ...statements);
  return database.url;
}

function open(url: string, map: SourceMap = DEFAULT_SOURCE_MAP): Source {
  const source = createSqlSource({ url, pageSize: 10 }, map);
  sources.push(source);
  return source;
}

async function failureOf(work: () => unknown): Promise<DongboError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DongboError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

afterAll(async () => {
  await Promise.all(sources.map((source) => source.close()));
  await Promise.all(databases.map((database) => database.drop()));
});

describe('check', () => {
  it('tells every fault at once: missing view, missing columns, a time that is text', async () => {
    const url = await province(
      tablesSql({
        views: ['dongbo_ho_so', 'dongbo_thanh_phan', 'dongbo_tien_do', 'dongbo_le_phi'],
        skip: [
          'dongbo_ho_so.ma_tthc',
          'dongbo_ho_so.email',
          'dongbo_tien_do.nguoi_xu_ly',
          'dongbo_thanh_phan.ma_giay_to',
        ],
        types: { cap_nhat_luc: 'text' },
      }),
    );
    const error = await failureOf(() => open(url).check());
    expect([error.code, error.exitCode, error.params.count]).toEqual(['DB-SRC-004', 78, 4]);
    expect(error.details.map((line) => line.split(':')[0])).toEqual([
      'dongbo_ho_so.ma_tthc',
      'dongbo_ho_so.cap_nhat_luc',
      'dongbo_ket_qua',
      'dongbo_tien_do.nguoi_xu_ly',
    ]);
  });

  it('bears what is optional: columns and the view of supplements', async () => {
    const url = await province(
      tablesSql({
        views: ['dongbo_ho_so', 'dongbo_thanh_phan', 'dongbo_ket_qua', 'dongbo_tien_do', 'dongbo_le_phi'],
        skip: ['dongbo_ho_so.email', 'dongbo_ho_so.da_xoa'],
      }),
      dossiersSql(['A', '2026-01-01 08:00+07']),
    );
    const source = open(url);
    await source.check();
    const { dossiers } = await source.readPage(null);
    expect(dossiers.map(({ fields, supplements }) => [fields.email, fields.deleted, supplements])).toEqual([
      [null, null, []],
    ]);
  });

  it('names a column that the account may not read', async () => {
    const url = await province(tablesSql());
    const role = `reader_${process.pid}`;
    const views = Object.values(DEFAULT_SOURCE_MAP).map(({ from }) => from);
    const others = views.filter((view) => view !== 'dongbo_le_phi').join(', ');
    await asProvince(
      url,
      `CREATE ROLE ${role} LOGIN`,
      `GRANT SELECT ON ${others} TO ${role}`,
      `GRANT SELECT (ma_ho_so, id, ten) ON dongbo_le_phi TO ${role}`,
    );
    const limited = new URL(url);
    limited.username = role;
    const error = await failureOf(() => open(limited.href).check());
    expect(error.details).toEqual(['dongbo_le_phi.so_tien: không có quyền đọc / no right to read']);
    await asProvince(url, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`);
  });
});

it('reads views of a schema, names in any spelling, times without zone', async () => {
  const url = await province(
    'CREATE SCHEMA "MotCua"',
    'SET search_path = "MotCua"',
    tablesSql({ types: { cap_nhat_luc: 'timestamp' } }),
  );
  await asProvince(
    url,
    'SET search_path = "MotCua"',
    dossiersSql(['A', '2026-01-01 08:00:00.5']),
    'ALTER TABLE dongbo_ho_so RENAME COLUMN trang_thai TO "Trạng ""thái"""',
  );
  const within = Object.fromEntries(
    Object.entries(DEFAULT_SOURCE_MAP).map(([name, view]) => [
      name,
      { ...view, from: `MotCua.${view.from}` },
    ]),
  ) as unknown as SourceMap;
  const source = open(url, dossiersFrom(within.dossiers.from, { status: 'Trạng "thái"' }, within));
  const page = await source.readPage(null);
  expect(page.dossiers.map(({ changedAt, fields }) => [changedAt, fields.status])).toEqual([
    ['2026-01-01T08:00:00.5+07:00', '2'],
  ]);
  expect(
    page.last && (await source.readPage(source.rewind(page.last, 1))).dossiers.map(({ key }) => key),
  ).toEqual(['A']);
});

describe('away', () => {
  it('is told with the place and without the password, and over when it is back', async () => {
    const url = await province(tablesSql(), dossiersSql(['A', '2026-01-01 08:00+07']));
    const proxy = await proxyTo(url);
    const address = new URL(proxy.url);
    address.password = 'rat-mat';
    const source = open(address.href);
    expect((await source.readPage(null)).dossiers).toHaveLength(1);
    proxy.cut();
    const error = await failureOf(() => source.readPage(null));
    expect([error.code, error.exitCode]).toEqual(['DB-SRC-001', 69]);
    expect(error.params.where).toBe(`127.0.0.1:${proxy.port}${address.pathname}`);
    expect(JSON.stringify([error.message, error.params, error.cause])).not.toContain('rat-mat');
    proxy.mend();
    expect((await source.readPage(null)).dossiers).toHaveLength(1);
    await proxy.close();
  });

  it('is told where nothing listens', async () => {
    const error = await failureOf(async () =>
      open(`postgres://u:rat-mat@127.0.0.1:${await freePort()}/motcua`).check(),
    );
    expect([error.code, error.exitCode]).toEqual(['DB-SRC-001', 69]);
  });

  it.each(['mysql', 'mssql', 'oracle'])('is told where no %s listens, by its own driver', async (scheme) => {
    const error = await failureOf(async () =>
      open(`${scheme}://u:rat-mat@127.0.0.1:${await freePort()}/motcua`).check(),
    );
    expect([error.code, error.exitCode]).toEqual(['DB-SRC-001', 69]);
    expect(JSON.stringify([error.message, error.params, error.cause])).not.toContain('rat-mat');
  });

  it.each(['mysql', 'mssql', 'oracle'])(
    'is told where %s is asked and something else answers',
    async (scheme) => {
      const sockets: Socket[] = [];
      const server = createServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const error = await failureOf(() => open(`${scheme}://u:rat-mat@127.0.0.1:${port}/motcua`).check());
      expect([error.code, error.exitCode]).toEqual(['DB-SRC-001', 69]);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
    30_000,
  );

  it('differs from a database that does not exist', async () => {
    const url = new URL(await province());
    url.pathname = '/khong_co';
    const error = await failureOf(() => open(url.href).check());
    expect([error.code, error.exitCode]).toEqual(['DB-SRC-002', 78]);
  });
});

it('keeps row values out of the error when a view cannot compute one', async () => {
  const url = await province(
    tablesSql(),
    "INSERT INTO dongbo_ho_so (ma_ho_so, chu_ho_so, cap_nhat_luc) VALUES ('A', 'Nguyễn Thị Kín', '2026-01-01 08:00+07')",
    'CREATE VIEW broken AS SELECT *, chu_ho_so::int AS so FROM dongbo_ho_so',
  );
  const map = dossiersFrom('broken', { note: 'so' });
  const error = await failureOf(() => open(url, map).readPage(null));
  expect([error.code, error.params.state]).toEqual(['DB-SRC-005', '22P02']);
  expect(JSON.stringify([error.message, error.params, error.cause])).not.toContain('Kín');
});

describe('SOURCE_URL', () => {
  it.each([
    ['informix://u:rat-mat@h/db', 'DB-SRC-003'],
    ['mysql://u:rat-mat@h/db?ssl-mod=VERIFY_CA', 'DB-SRC-008'],
    ['mysql://u:rat-mat@h/db?ssl-mode=verify', 'DB-SRC-008'],
    ['mysql://u:rat-mat@h/db?ssl-ca=/khong/co.pem', 'DB-SRC-008'],
    ['u:rat-mat@@h:port/db', 'DB-SRC-006'],
    ['postgres://u:rat%-mat@h/db', 'DB-SRC-006'],
  ])('%s', async (url, code) => {
    const error = await failureOf(() => open(url));
    expect([error.code, error.exitCode]).toEqual([code, 78]);
    expect(JSON.stringify([error.message, error.params, error.cause])).not.toContain('mat@');
  });
});
