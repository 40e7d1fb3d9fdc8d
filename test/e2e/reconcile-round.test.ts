/**
 * A comparison of the whole ledger takes its time and is cut short in every way: killed again and again it
 * gets through, skips no dossier and looks none up without end; it keeps to the rate that is set, and a portal
 * that is away costs neither its place nor a try.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface Reconciled {
  readonly checked: number;
  readonly stopped: string | null;
  readonly round: { readonly checked: number; readonly total: number; readonly finished: boolean };
}

/** Dossiers that are looked up before progress is noted. */
const PAGE = 20;
const AT_A_TIME = 4;

let home: ProvinceHome;
let world: World;
beforeAll(async () => {
  home = await settleProvince(70, 0, 3);
  world = await World.open(home);
  await world.json(['catalogue', 'pull']);
  await world.sync();
}, 120_000);
afterAll(async () => {
  await world?.close();
  await home?.close();
});

const lookUps = (): number => world.portal.state().calls.TraCuuHoSo ?? 0;
const deliveries = () =>
  world.ledger('SELECT id, state, version, attempt, due_at, accepted_at FROM delivery ORDER BY id');

async function checkedSoFar(): Promise<number> {
  const [round] = await world.ledger<{ checked: number }>(
    'SELECT checked FROM reconcile_round WHERE finished_at IS NULL',
  );
  return round?.checked ?? 0;
}

test('killed again and again, it skips no dossier and gets through', async () => {
  const codes = [...world.portal.state().dossiers.keys()].sort();
  const edit = Object.fromEntries(codes.map((code) => [code, { GhiChu: 'Sửa ở Cổng' }]));
  world.portal.control({ edit, latencyMs: 120 });
  const before = lookUps();
  const kills = 2;
  for (let kill = 0; kill < kills; kill += 1) {
    const start = await checkedSoFar();
    const child = world.start(['reconcile']);
    await child.until('it has come on', async () => (await checkedSoFar()) > start);
    await child.end('SIGKILL');
  }
  world.portal.control({ latencyMs: 0 });
  const reached = await checkedSoFar();
  expect(reached).toBeGreaterThanOrEqual(kills * PAGE);
  const rest = await world.json<Reconciled>(['reconcile']);
  expect(rest.checked).toBe(codes.length - reached);
  expect(rest.round).toEqual({ checked: codes.length, total: codes.length, finished: true });

  const drifted = await world.json<{ dossier: string; cause: string }[]>([
    'reconcile',
    'drift',
    '--limit',
    '999',
  ]);
  expect(drifted.map(({ dossier }) => dossier).sort()).toEqual(codes);
  const again = lookUps() - before - codes.length;
  expect(again).toBeLessThanOrEqual(kills * (PAGE + AT_A_TIME));
}, 60_000);

test('keeps to PORTAL_RATE_PER_SECOND', async () => {
  const RATE = 12;
  const LIMIT = 20;
  const before = lookUps();
  const times: number[] = [];
  // Seen from outside: when each look-up has come.
  const watch = setInterval(() => {
    while (before + times.length < lookUps()) times.push(performance.now());
  }, 5);
  const settings = { PORTAL_RATE_PER_SECOND: String(RATE) };
  const report = await world.json<Reconciled>(['reconcile', '--all', '--limit', String(LIMIT)], settings);
  clearInterval(watch);
  expect(report.checked).toBe(LIMIT);
  expect(times.length).toBeGreaterThanOrEqual(LIMIT - 1);
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const leastMs = ((times.length - 1) * 1000) / RATE;
  expect(spanMs).toBeGreaterThan(leastMs * 0.9);
  for (const from of times) {
    const within = times.filter((at) => at >= from && at < from + 1_000).length;
    // A busy machine sees some of them late, and so closer together.
    expect(within).toBeLessThanOrEqual(RATE * 1.25);
  }
});

test('waits while a breaker is open, and stops where the portal goes: no call, no try, no place lost', async () => {
  const { round } = await world.json<Reconciled>(['reconcile', '--all', '--limit', '5']);
  expect(round.checked).toBe(5);
  const before = await deliveries();
  for (const lane of ['live', 'backfill']) {
    await world.ledger(
      `UPDATE breaker SET state = 'open', probe_at = now() + interval '1 hour', reason = 'ECONNREFUSED' WHERE lane = $1`,
      [lane],
    );
    const calls = lookUps();
    const waiting = await world.json<Reconciled>(['reconcile', '--heal'], {}, 75);
    expect(waiting).toMatchObject({ checked: 0, stopped: 'breaker' });
    expect(lookUps()).toBe(calls);
    await world.ledger(`UPDATE breaker SET state = 'closed', probe_at = NULL, reason = ''`);
  }

  world.portal.control({ latencyMs: 60 });
  const child = world.start(['reconcile', '--json']);
  const calls = lookUps();
  await child.until('some look-ups', () => lookUps() > calls + 6);
  world.portal.control({ down: true, latencyMs: 0 });
  const { code, stdout } = await child.finished();
  expect(code, stdout).toBe(69);
  const cut = JSON.parse(stdout) as Reconciled;
  expect(cut.stopped).toBe('away');
  expect(cut.round).toMatchObject({ checked: await checkedSoFar(), finished: false });
  expect(await deliveries()).toEqual(before);
  expect(await world.ledger(`SELECT FROM breaker WHERE state <> 'closed'`)).toEqual([]);

  world.portal.control({ down: false });
  const rest = await world.json<Reconciled>(['reconcile']);
  expect(rest.checked).toBe(rest.round.total - cut.round.checked);
  expect(rest.round.finished).toBe(true);
}, 60_000);
