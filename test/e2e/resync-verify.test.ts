/**
 * `resync --verify`: the portal is asked before anything goes. What it shows is not sent again, whatever
 * the ledger has lost of it; what cannot be verified is told as such; an outage costs no place.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TimedPlan } from '../../src/compose/resyncing.ts';
import type { ResyncRecord } from '../../src/ledger/resync-list.ts';
import type { ResyncReport } from '../../src/pipeline/resync.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

let home: ProvinceHome;
let world: World;
/** Dossiers at the portal with more than one step, in order of code. */
let codes: string[] = [];

beforeAll(async () => {
  home = await settleProvince(70, 0, 11);
  world = await World.open(home, { latencyMs: 5 });
  await world.sync();
  codes = [...world.portal.state().dossiers]
    .filter(([, { steps }]) => steps.length > 1)
    .map(([code]) => code)
    .sort();
}, 120_000);
afterAll(async () => {
  await world?.close();
  await home?.close();
});

const OF = 'dossier_id = (SELECT id FROM dossier WHERE code = $1)';

/** The ledger no longer knows that the portal has taken these steps, as after a restore by hand. Answers how many. */
async function forgetSteps(code: string): Promise<number> {
  const rows = await world.ledger(
    `UPDATE delivery SET state = 'queued', sent_version = NULL, sent_hash = NULL, accepted_version = NULL,
       accepted_hash = NULL, accepted_at = NULL WHERE kind = 'step' AND ${OF} RETURNING id`,
    [code],
  );
  return rows.length;
}

/** The answer to its last step was lost. */
async function loseAnswer(code: string): Promise<void> {
  await world.ledger(
    `UPDATE delivery SET state = 'unknown', accepted_version = NULL, accepted_hash = NULL, accepted_at = NULL,
       lost_at = now() WHERE id = (SELECT max(id) FROM delivery WHERE kind = 'step' AND ${OF})`,
    [code],
  );
}

/** Its last step waits for a person, for nobody could tell. */
async function holdStep(code: string): Promise<void> {
  await loseAnswer(code);
  await world.ledger(
    `WITH step AS (UPDATE delivery SET state = 'held' WHERE state = 'unknown' AND ${OF} RETURNING dossier_id, step_id)
     INSERT INTO held (dossier_id, origin, scope, part, code, field, value, blocking)
     SELECT dossier_id, 'portal', 'step', step_id, 'DB-PRT-012', '', '', false FROM step`,
    [code],
  );
}

const deliveries = () => world.ledger('SELECT * FROM delivery ORDER BY id');
const openStates = () =>
  world.ledger(`SELECT DISTINCT state FROM delivery WHERE state <> 'accepted' ORDER BY 1`);
const lookUps = (): number => world.portal.state().calls.TraCuuHoSo ?? 0;
const stepsAt = (code: string): number => world.portal.state().dossiers.get(code)?.steps.length ?? 0;

test('steps that it has and dossiers that it has so do not go; the rest does, and nothing twice', async () => {
  const [marks = '', answer = '', same = '', edited = '', lost = ''] = codes;
  const stepsBefore = codes.map(stepsAt);
  const forgotten = await forgetSteps(marks);
  await loseAnswer(answer);
  world.portal.control({ edit: { [edited]: { TrangThaiHoSo: '7' } }, forget: [lost] });
  const [before, calls, writing] = [await deliveries(), lookUps(), world.portal.state().writingCalls];

  const words = ['resync', '--dossier', marks, answer, same, edited, lost, '--verify'];
  const plan = await world.json<TimedPlan>([...words, '--dry-run']);
  const lookedUp = {
    read: 5,
    already: 3,
    absent: 1,
    stepsThere: forgotten + 1,
    stepsNotShown: 0,
    stopped: null,
  };
  expect(plan).toMatchObject({ dossiers: 5, changed: 2, unchanged: 3, steps: 0, lookedUp });
  expect(plan.fields).toEqual([{ field: 'status', dossiers: 1 }]);
  expect(plan.examples).toEqual([
    { dossier: edited, changes: [{ field: 'status', from: '7', to: expect.not.stringMatching(/^7$/) }] },
  ]);
  const said = await world.dongbo([...words, '--dry-run']);
  expect(said.stdout).toContain('3 hồ sơ ở Cổng đã đúng như sẽ gửi: không gửi');
  expect(said.stdout).toContain('Cổng đang có');
  expect(lookUps()).toBe(calls + 10);
  expect(await deliveries()).toEqual(before);
  // By the ledger alone it would have been another figure.
  const blind = await world.json<TimedPlan>(['resync', '--dossier', marks, '--dry-run']);
  expect(blind).toMatchObject({ steps: forgotten, lookedUp: null });

  const report = await world.json<ResyncReport>([...words, '--yes']);
  expect(report).toMatchObject({ dossiers: 5, queued: 2, pending: 0, complete: true, lookedUp });
  expect(await openStates()).toEqual([{ state: 'queued' }]);
  await world.sync();
  expect(codes.map(stepsAt)).toEqual(stepsBefore);
  const { dossiers, doubledSteps, history } = world.portal.state();
  expect(doubledSteps).toBe(0);
  expect(dossiers.get(edited)?.payload.TrangThaiHoSo).not.toBe('7');
  expect(history.slice(writing).filter(({ service }) => service !== 'DongBoHoSoMC').length).toBe(
    Math.ceil(stepsAt(lost) / 10),
  );
  expect(await openStates()).toEqual([]);
  const [record] = await world.json<ResyncRecord[]>(['resync', 'list']);
  expect(record).toMatchObject({
    id: report.id,
    verify: true,
    already: 3,
    queued: 2,
    sent: 2,
    complete: true,
  });
});

test('what was held because nobody could tell is settled by what it shows', async () => {
  const [, , , , , one = '', other = ''] = codes;
  await holdStep(one);
  await holdStep(other);
  world.portal.control({ loseStep: [other] });
  const steps = [stepsAt(one), stepsAt(other)];
  const words = ['resync', '--held', 'DB-PRT-012', '--verify', '--yes'];
  const report = await world.json<ResyncReport>(words, { PORTAL_TIMEOUT_SECONDS: '2' });
  expect(report).toMatchObject({ queued: 1, lookedUp: { read: 2, already: 2, stepsThere: 1 } });
  expect(await world.json(['held', 'list'])).toEqual([]);
  // It is read back once more, after its time, as any step whose answer was lost.
  await world.sync({ PORTAL_TIMEOUT_SECONDS: '2' });
  expect([stepsAt(one), stepsAt(other)]).toEqual([steps[0], (steps[1] ?? 0) + 1]);
  expect(await openStates()).toEqual([]);
});

test.each([
  ['no steps at all', { lookupSteps: false, lookupStepsMost: 0 }],
  ['the newest step alone', { lookupSteps: true, lookupStepsMost: 1 }],
])('of a portal that shows %s it says what cannot be verified', async (_, shows) => {
  const [code = ''] = codes;
  await world.ledger(
    `UPDATE delivery SET state = 'queued', sent_version = NULL, sent_hash = NULL, accepted_version = NULL,
       accepted_hash = NULL, accepted_at = NULL WHERE kind = 'step' AND position = 1 AND ${OF}`,
    [code],
  );
  world.portal.control(shows);
  const words = ['resync', '--dossier', code, '--verify', '--dry-run'];
  expect(await world.json<TimedPlan>(words)).toMatchObject({ lookedUp: { read: 1, stepsNotShown: 1 } });
  expect((await world.dongbo(words)).stdout).toContain('1 hồ sơ Cổng không cho xem (đủ) các bước');
  world.portal.control({ lookupSteps: true, lookupStepsMost: 0 });
  expect(await world.json<ResyncReport>(['resync', '--dossier', code, '--verify', '--yes'])).toMatchObject({
    queued: 0,
    lookedUp: { stepsThere: 1, stepsNotShown: 0 },
  });
});

test('after a restore it warns that what would go may be older than what is there', async () => {
  const words = ['resync', '--dossier', codes[0] ?? '', '--dry-run'];
  await world.json(['doubt', '--until', 'now']);
  expect((await world.dongbo(words)).stderr).toContain('dongbo sync --once');
  expect(await world.json<TimedPlan>(words)).toMatchObject({ sourceUnread: true });
  await world.json(['doubt', '--end']);
  expect((await world.dongbo(words)).stderr).toBe('');
});

test('what it answers in words that nobody knows is not sent, and is named; again and again it stops', async () => {
  const [one = '', other = ''] = codes;
  world.portal.control({ faults: { 'unknownWords@lookup': 1 } });
  const two = ['resync', '--dossier', one, other, '--verify', '--yes'];
  const unread = { read: 0, unread: 2, unreadExamples: [one, other], stopped: null };
  expect(await world.json<ResyncReport>(two, {}, 75)).toMatchObject({ queued: 0, lookedUp: unread });
  expect((await world.dongbo([...two, '--dry-run'])).stdout).toContain(`${one}, ${other}`);
  const all = ['resync', '--from', '2000-01-01', '--verify', '--dry-run'];
  const plan = await world.json<TimedPlan>(all, {}, 69);
  expect(plan).toMatchObject({ selected: 70, lookedUp: { read: 0, unread: 19, stopped: 'refused' } });
  world.portal.control({ faults: {} });
  expect(await openStates()).toEqual([]);
});

test('an outage in the middle stops it, says how many were read, and it goes on with the rest', async () => {
  const all = ['resync', '--from', '2000-01-01', '--verify', '--yes'];
  const began = lookUps();
  const watch = setInterval(() => {
    if (lookUps() - began >= 30) world.portal.control({ down: true });
  }, 1);
  const cut = await world.json<ResyncReport>(all, {}, 69);
  clearInterval(watch);
  const { lookedUp, dossiers } = cut;
  expect(lookedUp).toMatchObject({ stopped: 'away', read: dossiers, already: dossiers });
  expect(dossiers).toBeGreaterThanOrEqual(20);
  expect(dossiers).toBeLessThan(70);
  expect(cut).toMatchObject({ complete: false, queued: 0 });
  // While it is away nothing moves, and nothing is lost of the place.
  const still = await world.json<ResyncReport>(['resync', 'continue', String(cut.id)], {}, 69);
  expect(still).toMatchObject({ dossiers: 0, complete: false });

  world.portal.control({ down: false });
  await world.json(['pause', 'backfill', '--why', 'bảo trì']);
  const paused = await world.dongbo(['resync', 'continue', String(cut.id)]);
  expect(paused).toMatchObject({ code: 75, stdout: expect.stringContaining('bảo trì') });
  await world.json(['resume', 'backfill']);

  const before = lookUps();
  const rest = await world.json<ResyncReport>(['resync', 'continue', String(cut.id)]);
  expect(rest).toMatchObject({ dossiers: 70 - dossiers, complete: true, lookedUp: { stopped: null } });
  expect(lookUps() - before).toBe(70 - dossiers);
  const [record] = await world.json<ResyncRecord[]>(['resync', 'list']);
  expect(record).toMatchObject({ id: cut.id, lookedAt: 70, already: 70, queued: 0, complete: true });
});
