/** Changes read from the log of a real PostgreSQL, by the publication that is printed for a province. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import { BATCHES } from '../../../src/source/capture/key-batches.ts';
import { type LogicalSettings, logicalFeed } from '../../../src/source/capture/logical-feed.ts';
import { logicalStatements, unlogicalStatements } from '../../../src/source/capture/logical-sql.ts';
import { withConnection } from '../../../src/source/capture/own-connection.ts';
import { slotState } from '../../../src/source/capture/replication-slot.ts';
import { areVisible } from '../../../src/source/capture/visible.ts';
import { type OwnPostgres, ownPostgres } from '../../support/own-postgres.ts';
import { type FreshDatabase, waitFor } from '../../support/services.ts';
import { asProvince, dossiersSql } from '../province.ts';
import { Follower, SOURCE, settle, watchedAt } from './capture-world.ts';

let server: OwnPostgres;
let province: FreshDatabase;
const AT = '2026-11-02 08:00:00+07';

beforeAll(async () => {
  server = await ownPostgres([
    'wal_level=logical',
    'synchronous_commit=on',
    'wal_keep_size=0',
    'max_wal_size=32MB',
    'min_wal_size=32MB',
  ]);
});
afterAll(() => server?.close());
beforeEach(async () => {
  province = await server.database();
  await settle(province.url);
  await publish();
});
afterEach(() => change(...unlogicalStatements('sql')));

const change = (...statements: string[]): Promise<void> => asProvince(province.url, ...statements);

async function publish(): Promise<void> {
  const { tables } = await watchedAt(province.url);
  await change(...logicalStatements('sql', tables, 180_000, 'postgres'));
}

const feed = (more: Partial<LogicalSettings> = {}) =>
  logicalFeed({ url: province.url, name: 'sql', ...SOURCE, ...more });

async function following(more: Partial<LogicalSettings> = {}): Promise<Follower> {
  const follower = new Follower(feed(more));
  await waitFor(() => follower.begun === 1, { what: 'the beginning' });
  return follower;
}

const codeOf = async (follower: Follower): Promise<string | null> => {
  const error = await follower.ended;
  return error instanceof DongboError ? error.code : String(error);
};

const one = async <Value>(sql: string): Promise<Value> =>
  withConnection(province.url, async (ask) => (await ask<{ value: Value }>(sql))[0]?.value as Value);

it('tells the key of each change, both where a dossier gets another, and of parts that go', async () => {
  await change('ALTER TABLE motcua.dongbo_tien_do REPLICA IDENTITY FULL');
  await publish();
  const follower = await following();
  await change(dossiersSql(['A-1', AT], ['A-2', AT]));
  await waitFor(() => follower.keys.length === 2, { what: 'new dossiers' });
  await change("UPDATE dongbo_ho_so SET ma_ho_so = 'A-3' WHERE ma_ho_so = 'A-2'");
  await waitFor(() => follower.keys.length === 4, { what: 'both codes' });
  await change(
    `INSERT INTO dongbo_tien_do (ma_ho_so, id, thoi_diem) VALUES ('A-1', '1', '${AT}')`,
    "DELETE FROM dongbo_tien_do WHERE id = '1'",
  );
  await waitFor(() => follower.keys.filter((key) => key === 'A-1').length >= 2, { what: 'the part' });
  await change("DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'A-3'");
  await waitFor(() => follower.keys.filter((key) => key === 'A-3').length === 2, { what: 'the deletion' });
  expect(follower.begun).toBe(1);
  expect(await follower.stop()).toBeNull();
});

it('asks for a poll where a row does not tell its key: a part that goes, a table that is emptied', async () => {
  await change(`INSERT INTO dongbo_tien_do (ma_ho_so, id, thoi_diem) VALUES ('A-1', '1', '${AT}')`);
  const follower = await following();
  await change("DELETE FROM dongbo_tien_do WHERE id = '1'");
  await waitFor(() => follower.begun === 2, { what: 'a poll' });
  await change('TRUNCATE motcua.dongbo_tien_do');
  await waitFor(() => follower.begun === 3, { what: 'a poll' });
  expect(follower.keys).toEqual([]);
  await follower.stop();
});

it('sends keys and nothing else of a row', async () => {
  const follower = await following();
  await follower.stop();
  await change(
    dossiersSql(['A-1', AT]),
    "UPDATE dongbo_ho_so SET chu_ho_so = 'Nguyễn Văn Kín' WHERE ma_ho_so = 'A-1'",
  );
  const said = await one<string>(
    `SELECT string_agg(encode(data, 'escape'), '') AS value FROM pg_logical_slot_peek_binary_changes('dongbo_sql', NULL, NULL, 'proto_version', '1', 'publication_names', 'dongbo_sql')`,
  );
  expect(said).toContain('A-1');
  expect(said).not.toContain('K\\303\\255n');
  expect(said).not.toContain('H19.12');
});

it('tells again, after whatever end, what was not taken in to its end; and nothing that was', async () => {
  const first = new Follower(feed(), async (keys) => {
    if (keys.includes('A-2')) throw new Error('killed');
  });
  await waitFor(() => first.begun === 1, { what: 'the beginning' });
  await change(dossiersSql(['A-1', AT]));
  await waitFor(() => first.keys.length === 1, { what: 'the first' });
  await waitFor(
    async () =>
      (await one(`SELECT confirmed_flush_lsn >= pg_current_wal_lsn() AS value FROM pg_replication_slots`)) ===
      true,
    { what: 'the acknowledgement' },
  );
  await change(dossiersSql(['A-2', AT]));
  expect(await codeOf(first)).toBe('Error: killed');
  await change(dossiersSql(['A-3', AT]));
  const second = await waitForSlot();
  await waitFor(() => second.keys.length === 2, { what: 'the rest' });
  expect(second.keys).toEqual(['A-2', 'A-3']);
  await second.stop();
  const third = await waitForSlot();
  await change(dossiersSql(['A-4', AT]));
  await waitFor(() => third.keys.length === 1, { what: 'the newest' });
  expect(third.keys).toEqual(['A-4']);
  await third.stop();
});

/** Follows as soon as the server has noticed that nobody else does. */
async function waitForSlot(): Promise<Follower> {
  await waitFor(
    async () =>
      (await one(`SELECT active AS value FROM pg_replication_slots WHERE slot_name = 'dongbo_sql'`)) ===
      false,
    { what: 'the slot left' },
  );
  return following();
}

it('loses none of transactions that overlap, wherever it was told to go on', async () => {
  const follower = await following();
  const [long, short] = ['B-long', 'B-short'];
  await withConnection(province.url, async (ask) => {
    await ask('BEGIN');
    await ask(dossiersSql([long, AT]));
    await change(dossiersSql([short, AT]));
    await waitFor(() => follower.keys.includes(short), { what: 'the one that was committed' });
    await follower.stop();
    await ask('COMMIT');
  });
  const second = await waitForSlot();
  await waitFor(() => second.keys.includes(long), { what: 'the one that was open' });
  expect(second.keys).toEqual([long]);
  await second.stop();
});

it('takes a large transaction in batches, each key once, while the server waits', async () => {
  const sizes: number[] = [];
  const follower = new Follower(feed({ batches: { gatherMs: 5, most: 500 } }), async (keys) => {
    sizes.push(keys.length);
    await new Promise((done) => setTimeout(done, 2));
  });
  await waitFor(() => follower.begun === 1, { what: 'the beginning' });
  await change(
    `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc) SELECT 'C-' || n, '${AT}' FROM generate_series(1, 20000) n`,
  );
  await waitFor(() => follower.keys.length >= 20_000, { what: 'all of them', timeoutMs: 30_000 });
  expect(new Set(follower.keys).size).toBe(20_000);
  expect(follower.keys).toHaveLength(20_000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  await follower.stop();
});

it('moves an idle slot on with the log of others', async () => {
  const follower = await following({ times: { signEveryMs: 50, silentMs: 30_000 } });
  await change('CREATE TABLE others (n int)', 'INSERT INTO others SELECT generate_series(1, 50000)');
  const wanted = await one<string>('SELECT pg_current_wal_lsn()::text AS value');
  await waitFor(
    async () =>
      (await one(
        `SELECT confirmed_flush_lsn >= '${wanted}'::pg_lsn AS value FROM pg_replication_slots WHERE slot_name = 'dongbo_sql'`,
      )) === true,
    { what: 'the slot moved on' },
  );
  expect(follower.told).toEqual([]);
  await follower.stop();
});

it('tells how much the server keeps for a slot that nobody reads, and that it is lost', async () => {
  expect(await feed().backlog()).toBeNull();
  const follower = await following();
  await follower.stop();
  const before = await feed().backlog();
  expect(before?.endangered).toBe(false);
  await change(
    'CREATE TABLE filling (t text)',
    "INSERT INTO filling SELECT repeat('x', 1000) FROM generate_series(1, 30000)",
  );
  const after = await feed().backlog();
  expect((after?.bytes ?? 0) - (before?.bytes ?? 0)).toBeGreaterThan(20_000_000);
  await change(
    "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
    'SELECT pg_reload_conf()',
    'SELECT pg_switch_wal()',
  );
  try {
    await waitFor(
      async () => {
        await change(
          "INSERT INTO filling SELECT repeat('x', 1000) FROM generate_series(1, 20000)",
          'CHECKPOINT',
        );
        return (await withConnection(province.url, (ask) => slotState(ask, 'sql')))?.walStatus === 'lost';
      },
      { what: 'the slot lost', timeoutMs: 30_000 },
    );
    expect((await feed().backlog())?.endangered).toBe(true);
    expect(await codeOf(new Follower(feed()))).toBe('DB-CDC-004');
  } finally {
    await change('ALTER SYSTEM RESET max_slot_wal_keep_size', 'SELECT pg_reload_conf()');
  }
  // What the remedy says.
  await change("SELECT pg_drop_replication_slot('dongbo_sql')");
  await (await following()).stop();
});

it('says what is lacking: publication, tables, and that another reads the slot', async () => {
  const first = await following();
  expect(await codeOf(new Follower(feed()))).toBe('DB-CDC-005');
  await first.stop();
  await change('DROP PUBLICATION dongbo_sql');
  expect(await codeOf(new Follower(feed()))).toBe('DB-CDC-002');
  expect(await codeOf(new Follower(feed({ watch: { 'motcua.khong_co': 'ma' } })))).toBe('DB-CDC-006');
});

it('gives up a server that ends, or that is silent', async () => {
  const follower = await following();
  await change(
    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = 'dongbo_sql'",
  );
  expect(await codeOf(follower)).toBe('DB-SRC-001');
});

it('knows a transaction that is under way from one that can be seen', async () => {
  await withConnection(province.url, async (ask) => {
    await ask('BEGIN');
    const [row] = await ask<{ xid: string }>('SELECT (txid_current() & 4294967295)::text AS xid');
    const xid = Number(row?.xid);
    const seen = () => withConnection(province.url, (other) => areVisible(other, [xid, 3]));
    expect(await seen()).toBe(false);
    await ask('COMMIT');
    expect(await seen()).toBe(true);
    // As a driver gives numbers of 32 bits with a sign.
    expect(await withConnection(province.url, (other) => areVisible(other, [xid | 0]))).toBe(true);
  });
});

it('gathers no longer than a few milliseconds', () => {
  expect(BATCHES.gatherMs).toBeLessThanOrEqual(20);
  expect(BATCHES.most).toBeLessThanOrEqual(1_000);
});
