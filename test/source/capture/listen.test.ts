/** Changes told by NOTIFY, with the triggers that are printed for a province, on a real PostgreSQL. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import { listenFeed } from '../../../src/source/capture/listen-feed.ts';
import { listenStatements, unlistenStatements } from '../../../src/source/capture/listen-sql.ts';
import { MOST_KEYS_A_STATEMENT } from '../../../src/source/capture/names.ts';
import { type FreshDatabase, freshDatabase, waitFor } from '../../support/services.ts';
import { proxyTo } from '../../support/services-proxy.ts';
import { asProvince, dossiersSql } from '../province.ts';
import { Follower, settle, watchedAt } from './capture-world.ts';

let province: FreshDatabase;

beforeAll(async () => {
  province = await freshDatabase();
  await settle(province.url);
  const { tables } = await watchedAt(province.url);
  // Twice: a province may run them again after an upgrade.
  await asProvince(province.url, ...listenStatements(tables), ...listenStatements(tables));
});
afterAll(() => province.drop());

const change = (...statements: string[]): Promise<void> => asProvince(province.url, ...statements);
const AT = '2026-11-02 08:00:00+07';

async function following(url = province.url): Promise<Follower> {
  const follower = new Follower(listenFeed({ url, name: 'sql' }));
  await waitFor(() => follower.begun === 1, { what: 'LISTEN' });
  return follower;
}

it('finds the tables behind the views, and says of which there are none', async () => {
  const { tables, unknown } = await watchedAt(province.url);
  expect(tables.map(({ schema, table, column }) => [schema, table, column])).toEqual(
    expect.arrayContaining([
      ['motcua', 'dongbo_ho_so', 'ma_ho_so'],
      ['motcua', 'dongbo_tien_do', 'ma_ho_so'],
    ]),
  );
  expect(unknown).toEqual([]);
});

it('tells the key of each change: new, altered, of another code, deleted, and of a part', async () => {
  const follower = await following();
  await change(dossiersSql(['A-1', AT], ['A-2', AT]));
  await waitFor(() => follower.keys.length === 2, { what: 'new dossiers' });
  await change("UPDATE dongbo_ho_so SET ma_ho_so = 'A-3' WHERE ma_ho_so = 'A-2'");
  await waitFor(() => follower.keys.length === 4, { what: 'both codes' });
  await change(
    `INSERT INTO dongbo_tien_do (ma_ho_so, id, thoi_diem) VALUES ('A-1', '1', '${AT}')`,
    "DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'A-3'",
  );
  await waitFor(() => follower.keys.length === 6, { what: 'a part and a deletion' });
  expect(follower.keys.toSorted()).toEqual(['A-1', 'A-1', 'A-2', 'A-2', 'A-3', 'A-3']);
  expect(follower.begun).toBe(1);
  expect(await follower.stop()).toBeNull();
});

it('asks for a poll, and tells no key, where a statement changes more than it tells one by one', async () => {
  const follower = await following();
  const insert = (from: number, to: number): string =>
    `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc) SELECT 'B-' || n, '${AT}' FROM generate_series(${from}, ${to}) n`;
  await change(insert(1, MOST_KEYS_A_STATEMENT + 1));
  await waitFor(() => follower.begun === 2, { what: 'a poll' });
  expect(follower.keys).toEqual([]);
  await change(insert(10_001, 10_000 + MOST_KEYS_A_STATEMENT));
  await waitFor(() => follower.keys.length === MOST_KEYS_A_STATEMENT, { what: 'all keys' });
  await change('TRUNCATE motcua.dongbo_tien_do');
  await waitFor(() => follower.begun === 3, { what: 'a poll' });
  await follower.stop();
});

it('never fails a statement of the province, whatever stands in its rows', async () => {
  const follower = await following();
  await change(
    `INSERT INTO motcua.dongbo_tien_do (ma_ho_so, id) VALUES (repeat('x', 9000), '7'), (NULL, '8'), ('', '9'), ('C-1', '10')`,
  );
  await waitFor(() => follower.keys.length === 1, { what: 'the one that can be told' });
  expect(follower.keys).toEqual(['C-1']);
  await follower.stop();
  await change('ALTER TABLE motcua.dongbo_tien_do RENAME ma_ho_so TO so_ho_so');
  await change("UPDATE motcua.dongbo_tien_do SET noi_dung = 'khác' WHERE id = '10'");
  await change('ALTER TABLE motcua.dongbo_tien_do RENAME so_ho_so TO ma_ho_so');
});

it('says that a connection was cut, and one that is silent', async () => {
  const proxy = await proxyTo(province.url);
  try {
    const times = { askEveryMs: 50, answerMs: 300 };
    const cut = new Follower(listenFeed({ url: proxy.url, name: 'sql', times }));
    await waitFor(() => cut.begun === 1, { what: 'LISTEN' });
    proxy.stall();
    const error = await cut.ended;
    expect(error).toBeInstanceOf(DongboError);
    expect((error as DongboError).code).toBe('DB-SRC-001');
    proxy.mend();
    const other = await following();
    await change(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dongbo-capture' AND datname = current_database()",
    );
    expect(((await other.ended) as DongboError).code).toBe('DB-SRC-001');
  } finally {
    await proxy.close();
  }
});

it('ends with what became of keys that could not be taken in', async () => {
  const failure = new Error('the ledger is away');
  const follower = new Follower(listenFeed({ url: province.url, name: 'sql' }), () =>
    Promise.reject(failure),
  );
  await waitFor(() => follower.begun === 1, { what: 'LISTEN' });
  await change("SELECT pg_notify('dongbo', 'D-1')");
  expect(await follower.ended).toBe(failure);
});

it('goes without a trace', async () => {
  await change(...unlistenStatements());
  const follower = await following();
  await change(dossiersSql(['E-1', AT]), "SELECT pg_notify('dongbo', 'last')");
  await waitFor(() => follower.keys.length === 1, { what: 'the last' });
  expect(follower.keys).toEqual(['last']);
  await follower.stop();
});
