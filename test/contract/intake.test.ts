/**
 * Dossiers that are pushed, on real HTTP into a real ledger: once however often they come, in the order of their
 * changes however they arrive, all of a request or none, and nothing lost when the ledger is away.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Queue } from '../../src/domain/ports.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { lookAtPushed } from '../../src/ledger/pushed.ts';
import { pushReport } from '../../src/pipeline/intake.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { type OwnPostgres, ownPostgres } from '../support/own-postgres.ts';
import { statementProxyTo } from '../support/statement-proxy.ts';
import { type IntakeWorld, intakeWorld, pushed, pushing } from './intake-world.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(12);
});
afterAll(() => ledger?.close());

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await ledger.db.query('TRUNCATE dossier, source_cursor, lookup_key CASCADE');
});

async function open(...args: Parameters<typeof intakeWorld>): Promise<IntakeWorld> {
  const world = await intakeWorld(...args);
  closers.push(() => world.close());
  return world;
}

const results = (json: { readonly results: readonly { readonly result: string }[] }): string[] =>
  json.results.map(({ result }) => result);

interface Row {
  readonly code: string;
  readonly email: string | null;
  readonly at: Date;
  readonly source: string;
  readonly version: number;
  readonly steps: number;
}

async function rows(db = ledger.db): Promise<readonly Row[]> {
  const { rows: found } = await db.query<Row>(
    `SELECT code, source_row #>> '{fields,email}' AS email, source_changed_at AS at, source, v.version::int AS version,
       (SELECT count(*)::int FROM delivery s WHERE s.dossier_id = d.id AND s.kind = 'step') AS steps
     FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' ORDER BY code`,
  );
  return found;
}

const [T1, T2, T3] = [
  '2026-11-01T08:00:00+07:00',
  '2026-11-02T08:00:00+07:00',
  '2026-11-03T08:00:00+07:00',
] as const;

describe('what is pushed', () => {
  it('is in the ledger when it is answered, with its parts', async () => {
    const { post, reports } = await open(pushing(ledger.db));
    const answer = await post([pushed('A', T1), pushed('B', T2)]);
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        results: [
          { code: 'A', result: 'stored' },
          { code: 'B', result: 'stored' },
        ],
      },
    ]);
    expect(await rows()).toMatchObject([
      { code: 'A', source: 'intake', at: new Date(T1), steps: 1, version: 1 },
      { code: 'B' },
    ]);
    expect(reports).toMatchObject([
      { source: 'intake', result: 'taken', status: 200, counts: { stored: 2, older: 0 } },
    ]);
  });

  it('may be one dossier, or one a line', async () => {
    const { post } = await open(pushing(ledger.db));
    expect(results((await post(pushed('A', T1))).json)).toEqual(['stored']);
    const lines = `${JSON.stringify(pushed('A', T1))}\r\n\n${JSON.stringify(pushed('B', T1))}\n`;
    const answer = await post(lines, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    expect(results(answer.json)).toEqual(['unchanged', 'stored']);
    expect(results((await post([])).json)).toEqual([]);
  });

  it('is stored whatever letters it has', async () => {
    const { post, failures } = await open(pushing(ledger.db));
    const odd = 'a\u0000\ud800\uffff\u202e';
    const part = { id: odd, thoi_diem: odd, nguoi_xu_ly: odd, trang_thai: odd };
    const push = pushed(`A${odd}`, T1, {
      chu_ho_so: odd,
      ngay_tiep_nhan: '99999-01-01',
      kenh: odd,
      tien_do: [part],
    });
    expect(results((await post(push)).json)).toEqual(['stored']);
    expect(results((await post(push)).json)).toEqual(['unchanged']);
    expect(failures).toEqual([]);
  });

  it('twenty times at once is stored once', async () => {
    const { post } = await open(pushing(ledger.db));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post([pushed('A', T1), pushed('B', T1)])),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    const first = answers.flatMap(({ json }) => results(json)).sort();
    expect(first).toEqual([...Array(2).fill('stored'), ...Array(38).fill('unchanged')]);
    expect(await rows()).toMatchObject([
      { version: 1, steps: 1 },
      { version: 1, steps: 1 },
    ]);
  });

  it('ends as its latest change says it, in whatever order pushes arrive, and at once', async () => {
    const { post } = await open(pushing(ledger.db));
    const changes = Array.from({ length: 20 }, (_, n) =>
      pushed('A', new Date(Date.UTC(2026, 10, 1, n)).toISOString(), { email: `n${n}@x.vn` }),
    );
    const shuffled = changes.map((change, n) => [(n * 7) % 20, change] as const).sort(([a], [b]) => a - b);
    const answers = await Promise.all(shuffled.map(([, change]) => post(change)));
    expect(new Set(answers.flatMap(({ json }) => results(json)))).toEqual(new Set(['stored', 'older']));
    expect(await rows()).toMatchObject([{ email: 'n19@x.vn', at: new Date(Date.UTC(2026, 10, 1, 19)) }]);
  });

  it('is older also than a later push that changed nothing', async () => {
    const { post } = await open(pushing(ledger.db));
    const say = async (at: string, email: string) =>
      results((await post(pushed('A', at, { email }))).json)[0];
    expect(await say(T1, 'a@x.vn')).toBe('stored');
    expect(await say(T3, 'a@x.vn')).toBe('unchanged');
    expect(await say(T2, 'b@x.vn')).toBe('older');
    expect(await rows()).toMatchObject([{ email: 'a@x.vn', at: new Date(T3), version: 1 }]);
    // Of the same time, what comes later counts.
    expect(await say(T3, 'c@x.vn')).toBe('stored');
    expect(await rows()).toMatchObject([{ email: 'c@x.vn' }]);
  });

  it('twice in one request is its latest', async () => {
    const { post } = await open(pushing(ledger.db));
    const list = [
      pushed('A', T2, { email: 'b@x.vn' }),
      pushed(' A ', T1),
      pushed('A', T3, { email: 'c@x.vn' }),
    ];
    expect(results((await post(list)).json)).toEqual(['older', 'older', 'stored']);
    expect(await rows()).toMatchObject([{ email: 'c@x.vn' }]);
  });

  it('stays with the source that stands before it', async () => {
    const first = await open(pushing(ledger.db, { name: 'dat-dai' }));
    await first.post(pushed('A', T1));
    const second = await open(pushing(ledger.db, { outranked: ['dat-dai'] }));
    expect(results((await second.post([pushed('A', T3), pushed('B', T1)])).json)).toEqual([
      'other-source',
      'stored',
    ]);
    expect(await rows()).toMatchObject([{ code: 'A', source: 'dat-dai', at: new Date(T1) }, { code: 'B' }]);
  });

  it('takes over what a source gave that stands behind it, be it of a later time or the same', async () => {
    const behind = await open(pushing(ledger.db, { name: 'dat-dai' }));
    await behind.post([pushed('A', T3), pushed('B', T1)]);
    const first = await open(pushing(ledger.db));
    const list = [pushed('A', T1, { email: 'a@x.vn' }), pushed('B', T1)];
    expect(results((await first.post(list)).json)).toEqual(['stored', 'stored']);
    expect(results((await first.post(list)).json)).toEqual(['unchanged', 'unchanged']);
    expect(await rows()).toMatchObject([
      { source: 'intake', email: 'a@x.vn', at: new Date(T1) },
      { source: 'intake', version: 1 },
    ]);
  });

  it('keeps its order where the main source was read another way before', async () => {
    const before = await open(pushing(ledger.db, { name: 'sql' }));
    await before.post([pushed('A', T2, { email: 'b@x.vn' }), pushed('B', T2)]);
    const now = await open(pushing(ledger.db, { names: ['', 'sql', 'intake'] }));
    const list = [pushed('A', T1, { email: 'a@x.vn' }), pushed('B', T2)];
    expect(results((await now.post(list)).json)).toEqual(['older', 'stored']);
    expect(await rows()).toMatchObject([
      { source: 'sql', email: 'b@x.vn' },
      { source: 'intake', version: 1 },
    ]);
  });

  it('takes few locks of the server, however much it is', async () => {
    const list = Array.from({ length: 2_000 }, (_, n) => ({ code: `A${n}`, sourceHash: '', changedAt: T1 }));
    const { rows: held } = await ledger.db.transaction(async (tx) => {
      await lookAtPushed(tx, list, 'v', 'intake', ['intake'], []);
      return tx.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
      );
    });
    expect(held[0]?.n).toBeLessThanOrEqual(64);
  });

  it('is told as what was read: of another source, apart', () => {
    expect(pushReport(['stored', 'unchanged', 'older', 'other-source', 'other-source'])).toMatchObject({
      read: 5,
      changed: 1,
      unchanged: 2,
      shadowed: 2,
    });
  });

  it('is taken though the queue is away', async () => {
    const queue = {
      enqueue: () => Promise.reject(new Error('the queue is away')),
    } as unknown as Queue;
    const { post } = await open(pushing(ledger.db, { queue }));
    expect((await post(pushed('A', T1))).status).toBe(200);
    expect((await rows()).length).toBe(1);
  });
});

describe('a ledger that is away', () => {
  let server: OwnPostgres;
  beforeAll(async () => {
    server = await ownPostgres();
  }, 60_000);
  afterAll(() => server?.close(), 60_000);

  it('is told with 503; the same request later is stored, once', async () => {
    const place = await server.database();
    const db = openDatabase({ url: place.url, max: 4, name: 'test', connectTimeoutMs: 1_000 });
    closers.push(() => db.close());
    await migrate(db, place.url);
    const { post, reports } = await open(pushing(db));
    await post(pushed('A', T1));
    await server.kill();
    const away = await post([pushed('A', T2), pushed('B', T1)]);
    expect([away.status, away.headers.get('retry-after'), away.json.code]).toEqual([503, '10', 'DB-INT-008']);
    expect(reports.at(-1)).toMatchObject({ result: 'away', counts: { stored: 0 } });
    await server.start();
    const again = await post([pushed('A', T2), pushed('B', T1)]);
    expect([again.status, results(again.json)]).toEqual([200, ['unchanged', 'stored']]);
    expect((await rows(db)).map(({ at }) => at)).toEqual([new Date(T2), new Date(T1)]);
  }, 60_000);

  it('that is cut off at the commit is asked what became of it', async () => {
    const proxy = await statementProxyTo(ledger.url);
    const db = openDatabase({ url: proxy.url, max: 4, name: 'test' });
    closers.push(
      () => proxy.close(),
      () => db.close(),
    );
    const { post } = await open(pushing(db));
    void proxy.cut('after', 'COMMIT');
    expect(results((await post(pushed('A', T1))).json)).toEqual(['stored']);
    void proxy.cut('before', 'COMMIT');
    expect((await post(pushed('B', T1))).status).toBe(503);
    expect(results((await post([pushed('A', T1), pushed('B', T1)])).json)).toEqual(['unchanged', 'stored']);
  });

  it('that does not answer is not waited for without end', async () => {
    const proxy = await statementProxyTo(ledger.url);
    const db = openDatabase({ url: proxy.url, max: 4, name: 'test' });
    const { post } = await open(pushing(db), { patienceMs: 200 });
    await post(pushed('A', T1));
    proxy.silence();
    expect((await post(pushed('B', T1))).status).toBe(503);
    proxy.cutAll();
    proxy.speak();
    expect((await post(pushed('B', T1))).status).toBe(200);
    await db.close();
    await proxy.close();
  });
});
