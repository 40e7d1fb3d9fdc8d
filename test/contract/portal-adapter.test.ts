/** The adapter driver against the simulated portal: what `Portal` promises, in each way of failing. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../src/domain/portal-outcome.ts';
import type { DossierOffer, StepOffer } from '../../src/domain/ports.ts';
import type { AdapterSettings } from '../../src/portal/adapter/settings.ts';
import type { SimulatedPortalOptions } from '../../src/simulator/portal/portal-options.ts';
import { BATCH_MODES } from '../../src/simulator/portal/settle-batch.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { adapterAt, NEVER, remembering } from '../support/adapter.ts';
import { badDossier, dossierCode, localTime, someDossier, someStep } from '../support/portal-records.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: SimulatedPortalOptions = {}, changes: Partial<AdapterSettings> = {}) {
  const simulated = await startSimulatedPortal(options);
  const portal = adapterAt(simulated.url, changes);
  closers.push(
    () => portal.close(),
    () => simulated.close(),
  );
  const { observer, calls } = remembering();
  return {
    simulated,
    portal,
    calls,
    push: (offers: readonly DossierOffer[]) => portal.pushDossiers(offers, observer, NEVER),
    step: (offers: readonly StepOffer[]) => portal.pushSteps(offers, observer, NEVER),
    lookup: (number: number) => portal.lookup(dossierCode(number), observer, NEVER),
  };
}

const offer = (number: number, known = false, bad = false): DossierOffer => ({
  ref: number,
  dossier: bad ? badDossier(number) : someDossier(number),
  known,
});
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const kinds = (outcomes: ReadonlyMap<number, RecordOutcome>, refs: readonly number[]) =>
  refs.map((ref) => outcomes.get(ref)?.kind);

describe.each(BATCH_MODES)('where the portal fails batches by %s', (mode) => {
  it('one bad dossier does not hold up the others', async () => {
    const { simulated, push, calls } = await start({ mode });
    const outcomes = await push(upTo(20).map((number) => offer(number, false, number === 7)));
    expect(kinds(outcomes, upTo(20))).toEqual(upTo(20).map((n) => (n === 7 ? 'rejected' : 'accepted')));
    expect(outcomes.get(7)?.message).toContain('KenhThucHien');
    expect(simulated.state().dossiers.size).toBe(19);
    expect(calls.length).toBeLessThanOrEqual(mode === 'whole' ? 11 : 2);
    // A refusal is recorded with every call, for the attempts of the ledger.
    expect(calls[0]).toMatchObject({ refs: upTo(20), call: { service: 'DongBoHoSoMC', records: 20 } });
  });

  it('dossiers that are there are updated, those that are missing created', async () => {
    const { simulated, push } = await start({ mode });
    await push(upTo(6).map((number) => offer(number)));
    const mixed = [1, 2, 3, 7, 8, 9].map((number) => offer(number, number % 2 === 1));
    const outcomes = await push(mixed);
    expect(kinds(outcomes, [1, 2, 3, 7, 8, 9])).toEqual(Array(6).fill('accepted'));
    // Known to the ledger, gone at the portal, there anew: their steps are not.
    expect([...outcomes].flatMap(([ref, { recreated }]) => (recreated ? [ref] : [])).sort()).toEqual([7, 9]);
    const { dossiers } = simulated.state();
    expect(upTo(9).map((number) => dossiers.get(dossierCode(number))?.updated)).toEqual([
      1, 1, 1, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('a ledger begun anew finds all dossiers there, in two calls', async () => {
    const { push, calls, simulated } = await start({ mode });
    await push(upTo(30).map((number) => offer(number)));
    const before = calls.length;
    const outcomes = await push(upTo(30).map((number) => offer(number)));
    expect(new Set(kinds(outcomes, upTo(30)))).toEqual(new Set(['accepted']));
    expect(calls.length - before).toBe(2);
    expect(simulated.state().dossiers.size).toBe(30);
  });

  it('a portal that has lost everything takes all of it anew, and each dossier is told as such', async () => {
    const { push, calls, simulated } = await start({ mode });
    const outcomes = await push(upTo(20).map((number) => offer(number, true, number === 7)));
    for (const ref of upTo(20)) {
      expect(outcomes.get(ref)).toMatchObject(
        ref === 7 ? { kind: 'rejected' } : { kind: 'accepted', recreated: true },
      );
    }
    expect(simulated.state().dossiers.size).toBe(19);
    expect(calls.length).toBeLessThanOrEqual(mode === 'whole' ? 40 : 4);
    // What is there already is none of these.
    const again = await push(upTo(6).map((number) => offer(number, true)));
    expect([...again.values()].some(({ recreated }) => recreated)).toBe(false);
  });

  it('a batch that turns over as a whole tells of none that it was missing, in two calls', async () => {
    const { push, calls, simulated } = await start({ mode });
    const outcomes = await push(upTo(20).map((number) => offer(number, true)));
    expect(kinds(outcomes, upTo(20))).toEqual(Array(20).fill('accepted'));
    expect(simulated.state().dossiers.size).toBe(20);
    expect(calls).toHaveLength(2);
    const told = [...outcomes.values()].filter(({ recreated }) => recreated);
    // Rows speak of each; a refusal of the whole may be about one, and the rest overwritten.
    expect(told).toHaveLength(mode === 'whole' ? 0 : 20);
  });

  it('a bad step stops neither the others nor the later ones of its dossier, and none goes twice', async () => {
    const { simulated, push, step } = await start({ mode });
    await push(upTo(4).map((number) => offer(number)));
    const steps = [1, 2, 3, 4].flatMap((dossier) => [someStep(dossier, 1), someStep(dossier, 2)]);
    const offers = steps.map((one, at) => ({
      ref: at,
      step: at === 2 ? { ...one, processor: '' } : one,
    }));
    const outcomes = await step(offers);
    expect(kinds(outcomes, [0, 1, 2, 3, 4, 5, 6, 7])).toEqual(
      offers.map(({ ref }) => (ref === 2 ? 'rejected' : 'accepted')),
    );
    expect(simulated.state()).toMatchObject({ steps: 7, doubledSteps: 0 });
  });

  it('steps of a dossier that the portal lacks are missing or in doubt, the others accepted', async () => {
    const { simulated, push, step } = await start({ mode });
    await push([offer(1), offer(3)]);
    const order = [1, 2, 3, 2].map((dossier, at) => ({ ref: at, step: someStep(dossier, at) }));
    const outcomes = await step(order);
    // A look-up that does not find it proves nothing, so it is not sent again at once.
    const lacking = mode === 'whole' ? 'unknown' : 'missing';
    expect(kinds(outcomes, [0, 1, 2])).toEqual(['accepted', lacking, 'accepted']);
    expect([lacking, 'retry-later']).toContain(outcomes.get(3)?.kind);
    expect(simulated.state()).toMatchObject({ steps: 2, doubledSteps: 0 });
  });
});

describe('what no answer comes to', () => {
  it.each([
    ['lost', 'unknown', 1],
    ['cut', 'unknown', 1],
    ['reset', 'unknown', 0],
    ['garbage', 'unknown', 0],
    ['http503', 'retry-later', 0],
    ['http429', 'retry-later', 0],
    ['html200', 'retry-later', 0],
    ['html201', 'retry-later', 0],
    ['expire', 'retry-later', 0],
  ] as const)('%s: %s', async (fault, kind, stored) => {
    const { simulated, push, step } = await start({ faults: { [fault]: 1 } });
    const outcomes = await push([offer(1)]);
    expect(kinds(outcomes, [1])).toEqual([kind]);
    expect(simulated.state().dossiers.size).toBe(stored);
    const order = [1, 2].map((at) => ({ ref: at, step: someStep(1, at) }));
    const after = await step([...order, { ref: 3, step: someStep(2, 1) }]);
    // A 503 that does not say when to come back may come from a gateway that passed the steps on.
    const ofSteps = fault === 'http503' ? 'unknown' : kind;
    expect(kinds(after, [1, 2, 3])).toEqual([ofSteps, ofSteps, ofSteps]);
    if (fault === 'http429') expect(outcomes.get(1)?.retryAfterSeconds).toBe(1);
  });

  it('a step without answer stops the later calls of its dossier only', async () => {
    const { simulated, push, step, calls } = await start({}, { stepsPerCall: 2 });
    await push([offer(1), offer(2)]);
    simulated.control({ faults: { 'lost@steps': 1 } });
    const order = [1, 1, 1, 1, 2].map((dossier, at) => ({ ref: at, step: someStep(dossier, at) }));
    const before = calls.length;
    const outcomes = await step(order);
    expect(kinds(outcomes, [0, 1, 2, 3, 4])).toEqual([
      'unknown',
      'unknown',
      'retry-later',
      'retry-later',
      'unknown',
    ]);
    // After each a look at whether the portal is there.
    expect(calls.slice(before).map(({ refs }) => refs)).toEqual([[0, 1], [], [4], []]);
  });

  it('a portal that is away is retry-later, before anything was sent', async () => {
    const { simulated, portal, push } = await start();
    await simulated.close();
    expect(kinds(await push([offer(1)]), [1])).toEqual(['retry-later']);
    await expect(portal.open(NEVER)).rejects.toMatchObject({ code: 'DB-PRT-001', exitCode: 69 });
  });
});

it('renews a session that ends in the middle, once for all calls, and loses nothing', async () => {
  const { simulated, push } = await start({}, { batchSize: 5 });
  await push([offer(1)]);
  simulated.control({ expireSessions: true });
  const outcomes = await push(upTo(40).map((number) => offer(number)));
  expect(new Set(kinds(outcomes, upTo(40)))).toEqual(new Set(['accepted']));
  expect(simulated.state().logins).toBe(2);
});

it('never has more calls on the way than allowed, and uses them', async () => {
  const { simulated, push } = await start({ latencyMs: 5 }, { batchSize: 2, concurrency: 3 });
  await push(upTo(24).map((number) => offer(number)));
  expect(simulated.state().maxInFlight).toBe(3);
});

describe('reading back', () => {
  it('shows what is there, steps included, and knows ours again', async () => {
    const { portal, push, step, lookup } = await start();
    await push([offer(1)]);
    const ours = someStep(1, 1, { department: 'Một cửa', position: 'Công chức' });
    await step([{ ref: 1, step: ours }]);
    const answer = await lookup(1);
    if (answer.kind !== 'present') throw new Error(answer.kind);
    expect(answer.fields).toMatchObject({ MaHoSo: dossierCode(1) });
    const [shown] = answer.steps ?? [];
    if (shown === undefined) throw new Error('no step');
    expect(portal.sameStep(ours, shown)).toBe(true);
    expect(portal.sameStep({ ...ours, at: localTime('2026-11-02T09:59:00') }, shown)).toBe(false);
    expect(portal.sameStep({ ...ours, department: 'Tư pháp' }, shown)).toBe(false);
    expect(portal.sameStep({ ...ours, position: '' }, shown)).toBe(false);
    expect(await lookup(2)).toEqual({ kind: 'absent' });
  });

  it('tells "no steps shown" from "no steps there"', async () => {
    const { simulated, push, lookup } = await start();
    await push([offer(1)]);
    expect(await lookup(1)).toMatchObject({ kind: 'present', steps: [] });
    simulated.control({ lookupSteps: false });
    expect(await lookup(1)).toMatchObject({ kind: 'present', steps: null });
    simulated.control({ faults: { http503: 1 } });
    expect(await lookup(1)).toMatchObject({ kind: 'failed', outcome: { kind: 'retry-later' } });
  });
});

describe('the catalogue', () => {
  it('gives procedures, one procedure and the lists', async () => {
    const { portal } = await start();
    const all = await portal.listProcedures(NEVER);
    expect(all).toContainEqual({ code: '1.001193', name: 'Thủ tục đăng ký khai sinh' });
    const birth = await portal.procedure('1.001193', NEVER);
    expect(birth).toMatchObject({ published: true, sectorCode: 'G15-TP07', sectorName: 'Hộ tịch' });
    expect(birth?.components.length).toBeGreaterThan(0);
    expect(birth?.results.length).toBeGreaterThan(0);
    expect(birth?.terms.length).toBeGreaterThan(0);
    expect(await portal.procedure('9.999999', NEVER)).toBeNull();
    expect(await portal.list('sector', NEVER)).toContainEqual({ code: 'G15-TP07', name: 'Hộ tịch' });
    expect(await portal.list('province', NEVER)).toEqual([{ code: '99', name: 'Tỉnh Mẫu' }]);
    expect(await portal.list('district', NEVER)).toEqual([]);
  });

  it('tries again what passes and says what does not', async () => {
    const { simulated, portal } = await start({ faults: { http503: 1 } });
    await expect(portal.listProcedures(NEVER)).rejects.toMatchObject({ code: 'DB-PRT-001', exitCode: 69 });
    expect(simulated.state().calls.LayDanhSachTTHC).toBe(3);
  });
});

it('a refused login is a matter of settings', async () => {
  const { portal, simulated, push } = await start({}, { password: 'sai' });
  await expect(portal.open(NEVER)).rejects.toMatchObject({ code: 'DB-PRT-002', exitCode: 78 });
  expect(kinds(await push([offer(1)]), [1])).toEqual(['retry-later']);
  // Not tried again at once: the account must not be locked.
  expect(simulated.state().calls.login).toBe(1);
});
