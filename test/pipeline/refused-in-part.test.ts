/**
 * The real driver on a real ledger, against a portal that stores a part of what it refuses: each step is
 * there once in the end, or a person is told.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { deliver } from '../../src/pipeline/deliver.ts';
import type { StepsWhenUnknown } from '../../src/pipeline/deliver-deps.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';
import { adapterAt, NEVER } from '../support/adapter.ts';
import { dossierCode, someDossier, someStep } from '../support/portal-records.ts';
import { type SeenCall, sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(4);
});
afterAll(() => ledger.close());

interface Row {
  readonly MaHoSo: string;
  readonly ThoiDiemXuLy?: string;
}
const OK = { error_code: 0, message: 'Thành công' };
const INVALID = { error_code: '-5', message: 'Dữ liệu không hợp lệ' };
const EXISTS = { error_code: '-3', message: 'Hồ sơ đã tồn tại' };
const NOT_FOUND = { error_code: '-4', message: 'Không tìm thấy hồ sơ' };

/** The portal; all in it is a test's to change. */
const there = {
  dossiers: new Set<string>(),
  steps: [] as Row[],
  /** Dossiers whose steps are refused. */
  bad: new Set<string>(),
  shows: true,
  /** Of a call of steps that is refused, what comes before the culprit is stored. */
  storesBefore: true,
  /** A create of a dossier that is there: overwritten in silence, or "exists" after what came before it is stored. */
  overwrites: false,
  onCall: (_call: SeenCall): void => {},
};

let server: Awaited<ReturnType<typeof startScriptedPortal>>;
let portal: ReturnType<typeof adapterAt>;
beforeEach(async () => {
  Object.assign(there, { dossiers: new Set(), steps: [], bad: new Set() });
  Object.assign(there, { shows: true, storesBefore: true, overwrites: false, onCall: () => {} });
  server = await startScriptedPortal((call, response) => {
    there.onCall(call);
    if (response.destroyed) return;
    sendJson(response, answerTo(call));
  });
  portal = adapterAt(server.url, { stepsPerCall: 8 });
});
afterEach(async () => {
  await portal.close();
  await server.close();
});

function answerTo({ body }: SeenCall): Record<string, unknown> {
  const rows = (body.data ?? []) as Row[];
  if (body.service === 'TraCuuHoSo') {
    const code = String(body.mahoso);
    if (!there.dossiers.has(code)) return NOT_FOUND;
    const TienDoXuLy = there.steps.filter(({ MaHoSo }) => MaHoSo === code);
    return { ...OK, result: [{ MaHoSo: code, ...(there.shows ? { TienDoXuLy } : {}) }] };
  }
  if (body.service === 'CapNhatTienDoHoSoMC') {
    const culprit = rows.findIndex(({ MaHoSo }) => there.bad.has(MaHoSo));
    there.steps.push(...(culprit < 0 ? rows : rows.slice(0, there.storesBefore ? culprit : 0)));
    return culprit < 0 ? OK : INVALID;
  }
  if (body.isUpdating === 'True')
    return rows.every(({ MaHoSo }) => there.dossiers.has(MaHoSo)) ? OK : NOT_FOUND;
  for (const { MaHoSo } of rows) {
    if (there.dossiers.has(MaHoSo) && !there.overwrites) return EXISTS;
    there.dossiers.add(MaHoSo);
  }
  return OK;
}

/** Dossier `n` with these steps; `says` tells versions apart. */
function stored(n: number, steps: readonly number[], says = 'Đăng ký khai sinh') {
  const parts = steps.map((at) => someStep(n, at));
  const base = dossier(dossierCode(n), { says });
  return {
    ...base,
    sourceHash: JSON.stringify([says, steps]),
    normalized: { ...base.normalized, dossier: someDossier(n, { subject: says }), steps: parts },
    steps: parts.map((step) => ({ step, hash: `hash of ${step.id}` })),
  };
}

async function round(
  numbers: readonly number[],
  signal = NEVER,
  stepsWhenUnknown: StepsWhenUnknown = 'hold',
) {
  const deps = {
    ...{ ledger: ledger.db, portal, retry: DEFAULT_RETRY_POLICY, leaseMs: 60_000, monotonicMs: () => 0 },
    ...{ random: () => 0, newToken: randomUUID, stepsWhenUnknown, quietMs: 0, every: () => () => {} },
    ...{ reached: GO_ON, onCall: () => {}, onSettled: () => {} },
  };
  await ledger.fallDue();
  await deliver(deps, { dossiers: await Promise.all(numbers.map((n) => ledger.id(dossierCode(n)))) }, signal);
}

const times = (n: number) => there.steps.filter(({ MaHoSo }) => MaHoSo === dossierCode(n)).length;
const states = (...numbers: readonly number[]) =>
  Promise.all(numbers.map((n) => ledger.state(dossierCode(n), `${n}/1`)));
const stepCalls = () => server.calls.filter(({ body }) => body.service === 'CapNhatTienDoHoSoMC').length;

test('a stop while a refused call is looked into doubles nothing, and the culprit is found later', async () => {
  const all = [1, 2, 3];
  there.bad.add(dossierCode(3));
  await ledger.store(...all.map((n) => stored(n, [1])));
  const stop = new AbortController();
  there.onCall = ({ body }) => {
    if (body.service === 'TraCuuHoSo') stop.abort();
  };
  await round(all, stop.signal);
  expect(await states(...all)).toEqual(['unknown', 'unknown', 'unknown']);
  there.onCall = () => {};
  await round(all);
  expect([await states(...all), all.map(times)]).toEqual([
    ['accepted', 'accepted', 'held'],
    [1, 1, 0],
  ]);
  expect(await ledger.held(dossierCode(3))).toEqual(['portal step 3/1 DB-PRT-010']);
});

test('a step like one that was accepted before is neither lost nor doubled by a refused call', async () => {
  there.storesBefore = false;
  await ledger.store(stored(11, [1]));
  await round([11]);
  // Another row of the source with the same words at the same time.
  const again = stored(11, [1]);
  const like = { step: { ...someStep(11, 1), id: '11/2' }, hash: 'hash of 11/2' };
  there.bad.add(dossierCode(12));
  await ledger.store(
    {
      ...again,
      sourceHash: 'another',
      normalized: { ...again.normalized, steps: [...again.normalized.steps, like.step] },
      steps: [...again.steps, like],
    },
    stored(12, [1]),
  );
  await round([11, 12]);
  await round([11, 12]);
  expect([times(11), await ledger.state(dossierCode(11), '11/2')]).toEqual([2, 'accepted']);
  expect(await states(12)).toEqual(['held']);
});

const EIGHT = [1, 2, 3, 4, 5, 6, 7, 8];

test('no steps shown: a refused call goes no further under STEPS_WHEN_UNKNOWN=hold', async () => {
  const all = EIGHT.map((n) => n + 20);
  there.shows = false;
  there.bad.add(dossierCode(23));
  await ledger.store(...all.map((n) => stored(n, [1])));
  await round(all);
  await round(all);
  expect(await states(...all)).toEqual(all.map(() => 'held'));
  expect([stepCalls(), await ledger.held(dossierCode(21))]).toEqual([1, ['portal step 21/1 DB-PRT-012']]);
});

test('no steps shown: under STEPS_WHEN_UNKNOWN=resend its calls shrink until the culprit is alone', async () => {
  const all = EIGHT.map((n) => n + 30);
  Object.assign(there, { shows: false, storesBefore: false });
  there.bad.add(dossierCode(33));
  await ledger.store(...all.map((n) => stored(n, [1])));
  for (let rounds = 1; rounds <= 4; rounds += 1) await round(all, NEVER, 'resend');
  expect(await ledger.held(dossierCode(33))).toEqual(['portal step 33/1 DB-PRT-010']);
  const innocent = all.filter((n) => n !== 33);
  expect(await states(...innocent)).toEqual(innocent.map(() => 'accepted'));
  expect(innocent.map(times)).toEqual(innocent.map(() => 1));
  // All eight, then both halves of what still holds the culprit.
  expect(stepCalls()).toBeLessThanOrEqual(7);
});

test.each([
  ['overwrites what is there', true],
  ['refuses it, but stores what came before', false],
])(
  'one lost dossier among others, and a create that %s: only its steps go again',
  async (what, overwrites) => {
    const [lost, kept] = overwrites ? [41, 42] : [51, 52];
    there.overwrites = overwrites;
    await ledger.store(stored(lost, [1]), stored(kept, [1]));
    await round([lost, kept]);
    expect([times(lost), times(kept)]).toEqual([1, 1]);
    there.dossiers.delete(dossierCode(lost));
    there.steps = there.steps.filter(({ MaHoSo }) => MaHoSo !== dossierCode(lost));
    await ledger.store(stored(lost, [1], what), stored(kept, [1], what));
    await round([lost, kept]);
    await round([lost, kept]);
    expect([times(lost), times(kept)]).toEqual([1, 1]);
    expect(await states(lost, kept)).toEqual(['accepted', 'accepted']);
  },
);
