/**
 * `dongbo migrate --to`: the ledger back to an older version and up again. What is lost is told before
 * it goes, nothing goes without a yes, and what the portal has accepted is still known afterwards.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atTerminal } from '../support/e2e/terminal.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

const VERSIONS = readdirSync(join(import.meta.dirname, '../../migrations'))
  .map((file) => file.replace(/\.ts$/, ''))
  .sort();
const [FIRST = '', SECOND = '', , BEFORE_AUDIT = ''] = VERSIONS;
const LAST = VERSIONS.at(-1) ?? '';

interface Back {
  readonly undone: readonly string[];
  readonly version: string;
  readonly lost: Readonly<Record<string, number>>;
}

let home: ProvinceHome;
let world: World;
beforeAll(async () => {
  home = await settleProvince(12, 2);
  world = await World.open(home);
  await world.json(['catalogue', 'pull']);
  await world.sync();
}, 120_000);
afterAll(async () => {
  await world?.close();
  await home?.close();
});

/** What must outlive every way down and up. */
const kept = (): Promise<unknown[]> =>
  world.ledger(
    `SELECT d.code, v.kind, v.step_id, v.state, v.version, v.sent_version, v.accepted_version, v.accepted_hash,
       v.payload, (SELECT count(*) FROM attempt a WHERE a.delivery_id = v.id) AS attempts,
       (SELECT count(*) FROM held h WHERE h.dossier_id = d.id) AS held
     FROM dossier d JOIN delivery v ON v.dossier_id = d.id ORDER BY v.id`,
  );

it('tells what would be lost and changes nothing without a yes', async () => {
  await world.json(['pause', 'backfill', '--why', 'bảo trì']);
  const before = await kept();
  const { code, stderr } = await world.dongbo(['migrate', '--to', '4']);
  expect(code).toBe(2);
  expect(stderr).toContain('DB-OPS-005');
  const [audit] = await world.ledger<{ count: number }>('SELECT count(*)::int AS count FROM audit');
  expect(stderr).toContain(`- ${audit?.count} mục nhật ký thao tác`);
  expect(stderr).toContain('- 1 làn đang được cho tạm dừng');
  expect(stderr).not.toContain('dữ liệu cá nhân');
  expect(await world.json<Back>(['migrate', '--to', LAST])).toMatchObject({ undone: [], version: LAST });
  expect(await kept()).toEqual(before);
  await world.json(['resume', 'backfill']);
});

it.each([
  [BEFORE_AUDIT, ['audit']],
  [SECOND, ['audit', 'catalogueChanges']],
  [FIRST, ['audit', 'lookups']],
])(
  'back to %s and up again keeps every dossier, and nothing goes twice',
  async (target, losing) => {
    const before = await kept();
    const back = await world.json<Back>(['migrate', '--to', target, '--yes']);
    expect(back.version).toBe(target);
    expect(back.undone).toEqual(VERSIONS.filter((name) => name > target).reverse());
    for (const what of losing) expect(back.lost[what], what).toBeGreaterThan(0);
    // This program does not touch a ledger of another version.
    const refused = await world.dongbo(['sync', '--once']);
    expect(refused.code).toBe(78);
    expect(refused.stderr).toContain(target);
    const up = await world.json<{ applied: string[]; version: string }>(['migrate']);
    expect(up).toMatchObject({ applied: VERSIONS.filter((name) => name > target), version: LAST });
    expect(await kept()).toEqual(before);
    const writing = world.portal.state().writingCalls;
    expect(await world.sync()).toMatchObject({ accepted: { dossiers: 0, steps: 0 }, retrying: 0 });
    expect(world.portal.state().writingCalls).toBe(writing);
    expect((await world.dongbo(['status'])).code).toBe(0);
  },
  60_000,
);

it('is not done beside a daemon without work, which ends by itself once the ledger is of another version', async () => {
  const worker = world.start(['run', '--role', 'worker']);
  await worker.until('started', () => worker.logged('started').length > 0);
  const busy = await world.dongbo(['migrate', '--to', BEFORE_AUDIT, '--yes']);
  expect(busy).toMatchObject({ code: 75, stderr: expect.stringContaining('dongbo-run worker@') });
  expect(await world.json(['migrate'])).toMatchObject({ applied: [], version: LAST });

  await world.ledger(
    `INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-mai-sau', 99, now())`,
  );
  try {
    const { code, stderr } = await worker.finished();
    expect({ code, stderr }).toMatchObject({ code: 78, stderr: expect.stringContaining('DB-SVC-005') });
    expect(stderr).toContain('9999-mai-sau');
    expect(worker.logged('the ledger is of another version')).toMatchObject([{ code: 'DB-SVC-005' }]);
    expect(worker.logged('stopping: no new work, running calls end')).toHaveLength(1);
  } finally {
    await world.ledger(`DELETE FROM knex_migrations WHERE name = '9999-mai-sau'`);
  }
}, 60_000);

it('looks again after the question: at what is lost, and at who is at work', async () => {
  const before = await kept();
  const asked = (meanwhile: () => Promise<unknown>) =>
    atTerminal(['migrate', '--to', BEFORE_AUDIT], world.settings, 'y\n', meanwhile);
  const paused = await asked(() => world.json(['pause', 'live', '--why', 'bảo trì']));
  expect(paused).toMatchObject({ code: 2, output: expect.stringContaining('DB-OPS-005') });
  const [question = '', answer = ''] = paused.output.split('[y/N]');
  expect(question).not.toContain('làn đang được cho tạm dừng');
  expect(answer).toContain('- 1 làn đang được cho tạm dừng');
  await world.json(['resume', 'live']);

  const worker = world.start(['run', '--role', 'worker']);
  const busy = await asked(() => worker.until('started', () => worker.logged('started').length > 0));
  expect(busy).toMatchObject({ code: 75, output: expect.stringContaining('dongbo-run worker@') });
  expect((await worker.end('SIGTERM')).code).toBe(0);
  expect(await world.json(['migrate'])).toMatchObject({ applied: [], version: LAST });
  expect(await kept()).toEqual(before);
}, 60_000);

it('is refused for a version that is none, beside a service at work, and over a newer program’s ledger', async () => {
  const unknown = await world.dongbo(['migrate', '--to', '0099']);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('DB-OPS-004');
  expect(unknown.stderr).toContain(VERSIONS.join(', '));

  const leader = new pg.Client({
    connectionString: String(world.settings.DATABASE_URL),
    application_name: 'dongbo may-1',
  });
  await leader.connect();
  try {
    await leader.query('SELECT pg_advisory_lock(7660003, 0)');
    const busy = await world.dongbo(['migrate', '--to', BEFORE_AUDIT, '--yes']);
    expect(busy.code).toBe(75);
    expect(busy.stderr).toContain('dongbo may-1');
  } finally {
    await leader.end();
  }

  await world.ledger(
    `INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-mai-sau', 99, now())`,
  );
  for (const argv of [['migrate'], ['migrate', '--to', BEFORE_AUDIT, '--yes']]) {
    const newer = await world.dongbo(argv);
    expect(newer.code).toBe(78);
    expect(newer.stderr).toContain('9999-mai-sau');
  }
  await world.ledger(`DELETE FROM knex_migrations WHERE name = '9999-mai-sau'`);
  expect(await world.json(['migrate'])).toMatchObject({ applied: [], version: LAST });
});
