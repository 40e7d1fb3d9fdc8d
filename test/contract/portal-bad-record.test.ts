/** One record that spoils its batch: what it costs the others, in each way of spoiling. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DossierOffer } from '../../src/domain/ports.ts';
import { createAdapterPortal } from '../../src/portal/adapter/create-adapter-portal.ts';
import type { AdapterSettings } from '../../src/portal/adapter/settings.ts';
import type { SimulatedPortalOptions } from '../../src/simulator/portal/portal-options.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { adapterAt, adapterSettings, NEVER, remembering } from '../support/adapter.ts';
import { shippedAnswerRules } from '../support/answer-rules.ts';
import { badDossier, dossierCode, someDossier, someStep } from '../support/portal-records.ts';
import { sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: SimulatedPortalOptions, changes: Partial<AdapterSettings> = {}) {
  const simulated = await startSimulatedPortal(options);
  const portal = adapterAt(simulated.url, changes);
  closers.push(
    () => portal.close(),
    () => simulated.close(),
  );
  const { observer, calls } = remembering();
  const sendings = () => calls.filter(({ call }) => call.service === 'DongBoHoSoMC').map(({ refs }) => refs);
  return { simulated, portal, observer, sendings };
}

const SIZE = 50;
const BOUND = 2 * Math.ceil(Math.log2(SIZE));
const ALL = Array.from({ length: SIZE }, (_, at) => at + 1);
const CULPRITS = [1, 25, 26, 37, 50];
const batchWith = (bad: number): DossierOffer[] =>
  ALL.map((ref) => ({ ref, dossier: ref === bad ? badDossier(ref) : someDossier(ref), known: false }));
const fine = batchWith(0);

describe.each(CULPRITS)('one bad record, the %ith of a batch of 50,', (bad) => {
  it('is found by at most 12 more calls where the portal refuses the batch as a whole', async () => {
    const { portal, observer, sendings } = await start({ mode: 'whole' });
    const outcomes = await portal.pushDossiers(batchWith(bad), observer, NEVER);
    for (const ref of ALL) expect(outcomes.get(ref)?.kind).toBe(ref === bad ? 'rejected' : 'accepted');
    expect(sendings().length - 1).toBeLessThanOrEqual(BOUND);
  });

  it('makes nobody go again more than once where the portal names it', async () => {
    const { portal, observer, sendings } = await start({ mode: 'names' });
    const outcomes = await portal.pushDossiers(batchWith(bad), observer, NEVER);
    for (const ref of ALL) expect(outcomes.get(ref)?.kind).toBe(ref === bad ? 'rejected' : 'accepted');
    expect(sendings()).toEqual([ALL, ALL.filter((ref) => ref !== bad)]);
  });

  it.each(['html200', 'http502'] as const)(
    'is found by at most 12 more calls where it makes the portal answer %s',
    async (answer) => {
      const poison = { codes: [dossierCode(bad)], answer };
      const { simulated, portal, observer, sendings } = await start({ poison });
      const outcomes = await portal.pushDossiers(fine, observer, NEVER);
      for (const ref of ALL) {
        const { kind, away } = outcomes.get(ref) ?? {};
        expect([kind, away]).toEqual([ref === bad ? 'retry-later' : 'accepted', undefined]);
      }
      expect(sendings().length - 1).toBeLessThanOrEqual(BOUND);
      expect(simulated.state().calls.TraCuuHoSo).toBe(1);
    },
  );
});

it.each(CULPRITS)(
  'one that makes an emptied portal fail, the %ith of 50 it once had, costs no more',
  async (bad) => {
    const stored = new Set<unknown>();
    const isUpdate: boolean[] = [];
    const server = await startScriptedPortal(({ body }, response) => {
      if (body.service !== 'DongBoHoSoMC') {
        sendJson(response, { error_code: 0, message: 'Thành công', result: [] });
        return;
      }
      const codes = (body.data as { MaHoSo: string }[]).map(({ MaHoSo }) => MaHoSo);
      isUpdate.push(body.isUpdating === 'True');
      // What it does not have, it does not even try to read.
      if (body.isUpdating === 'True' && codes.some((code) => !stored.has(code))) {
        sendJson(response, { error_code: '-4', message: 'Không tìm thấy hồ sơ' });
      } else if (codes.includes(dossierCode(bad))) response.writeHead(502).end();
      else {
        for (const code of codes) stored.add(code);
        sendJson(response, { error_code: 0, message: 'Thành công', result: [] });
      }
    });
    const portal = adapterAt(server.url);
    closers.push(
      () => portal.close(),
      () => server.close(),
    );
    const offers = fine.map((offer) => ({ ...offer, known: true }));
    const outcomes = await portal.pushDossiers(offers, remembering().observer, NEVER);
    for (const ref of ALL) {
      const { kind, away } = outcomes.get(ref) ?? {};
      expect([kind, away]).toEqual([ref === bad ? 'retry-later' : 'accepted', undefined]);
    }
    expect(stored.size).toBe(SIZE - 1);
    // One update is refused, one create fails; its parts are created, and not asked for once more.
    expect(isUpdate).toEqual([true, ...Array(isUpdate.length - 1).fill(false)]);
    expect(isUpdate.length - 2).toBeLessThanOrEqual(BOUND);
  },
);

it('a record that makes the portal hang is alone after log2 n rounds, and holds up a call each time', async () => {
  const poison = { codes: [dossierCode(31)], answer: 'hang' } as const;
  const { portal, observer, simulated } = await start({ poison }, { firstByteTimeoutSeconds: 0.2 });
  const open = new Map(ALL.map((ref) => [ref, 0]));
  let rounds = 0;
  for (; open.size > 1; rounds += 1) {
    const offers = fine
      .filter(({ ref }) => open.has(ref))
      .map((offer) => ({ ...offer, attempt: open.get(offer.ref) ?? 0 }));
    for (const [ref, { kind, away }] of await portal.pushDossiers(offers, observer, NEVER)) {
      if (kind === 'accepted') open.delete(ref);
      // The portal was there all the time: each try counts, so that the next call is smaller.
      else
        expect([kind, away, open.set(ref, (open.get(ref) ?? 0) + 1).has(ref)]).toEqual([
          'unknown',
          undefined,
          true,
        ]);
    }
    expect(simulated.state().poisoned).toBe(rounds + 1);
  }
  expect(rounds).toBeLessThanOrEqual(Math.ceil(Math.log2(SIZE)));
  expect([...open.keys()]).toEqual([31]);
});

it('several of them are found, though they make both halves fail', async () => {
  const codes = [2, 3, 27, 49].map(dossierCode);
  const { portal, observer } = await start({ poison: { codes, answer: 'html200' } });
  const outcomes = await portal.pushDossiers(fine, observer, NEVER);
  for (const { ref, dossier } of fine) {
    expect([ref, outcomes.get(ref)?.kind]).toEqual([
      ref,
      codes.includes(dossier.code) ? 'retry-later' : 'accepted',
    ]);
  }
});

it('a gateway that takes only small calls is no outage', async () => {
  const server = await startScriptedPortal((call, response) => {
    const data = Array.isArray(call.body.data) ? call.body.data : [];
    if (data.length > 10) response.writeHead(413).end('<html><title>Too Large</title></html>');
    else sendJson(response, { error_code: 0, message: 'Thành công', result: [] });
  });
  const portal = adapterAt(server.url);
  closers.push(
    () => portal.close(),
    () => server.close(),
  );
  const outcomes = await portal.pushDossiers(fine, remembering().observer, NEVER);
  expect(ALL.filter((ref) => outcomes.get(ref)?.kind === 'accepted')).toEqual(ALL);
});

it('a batch at which a gateway waits in vain is not taken apart in the same pass: each part may take as long', async () => {
  const server = await startScriptedPortal((call, response) => {
    if (call.body.service === 'DongBoHoSoMC') response.writeHead(504).end();
    else sendJson(response, { error_code: 0, message: 'Thành công', result: [] });
  });
  const portal = adapterAt(server.url);
  closers.push(
    () => portal.close(),
    () => server.close(),
  );
  const outcomes = await portal.pushDossiers(fine, remembering().observer, NEVER);
  expect(outcomes.get(1)).toEqual({ kind: 'retry-later', errorCode: 'HTTP 504', message: '' });
  expect(server.calls.map(({ body }) => body.service)).toEqual(['DongBoHoSoMC', 'TraCuuHoSo']);
});

describe('an outage', () => {
  it.each([
    ['http503', 'retry-later'],
    ['html200', 'retry-later'],
    ['http429', 'retry-later'],
    ['lost', 'unknown'],
    ['hang', 'unknown'],
  ] as const)('(%s) is no bad record: one call with the batch, nothing that counts', async (fault, kind) => {
    const { portal, observer, sendings } = await start(
      { faults: { [fault]: 1 } },
      { firstByteTimeoutSeconds: 0.2 },
    );
    const outcomes = await portal.pushDossiers(fine, observer, NEVER);
    for (const ref of ALL) expect(outcomes.get(ref)).toMatchObject({ kind, away: true });
    expect(sendings()).toEqual([ALL]);
  });

  it('keeps the further batches of the same errand at home', async () => {
    const changes = { batchSize: 10, concurrency: 1 };
    const { simulated, portal, observer, sendings } = await start({ faults: { http429: 1 } }, changes);
    const outcomes = await portal.pushDossiers(fine, observer, NEVER);
    for (const ref of ALL) {
      expect(outcomes.get(ref)).toMatchObject({ kind: 'retry-later', away: true, retryAfterSeconds: 1 });
    }
    expect(sendings()).toHaveLength(1);
    simulated.control({ faults: {} });
    // The next errand asks anew.
    expect((await portal.pushDossiers(fine, observer, NEVER)).get(50)?.kind).toBe('accepted');
  });

  it('of the writing service alone costs three more calls, and one record an attempt', async () => {
    const { portal, observer, sendings } = await start({ faults: { 'http503@dossiers': 1 } });
    const outcomes = await portal.pushDossiers(fine, observer, NEVER);
    expect(ALL.filter((ref) => outcomes.get(ref)?.kind === 'retry-later')).toEqual(ALL);
    expect(ALL.filter((ref) => outcomes.get(ref)?.away !== true)).toEqual([1]);
    expect(sendings().map((refs) => refs.length)).toEqual([50, 25, 25, 1]);
  });

  it('in a look-up is told as such, a stop of our own is not', async () => {
    const { simulated, portal, observer } = await start({ faults: { lost: 1 } });
    const failed = { kind: 'failed', outcome: { kind: 'unknown', away: true } };
    expect(await portal.lookup(dossierCode(1), observer, NEVER)).toMatchObject(failed);
    const stopped = await portal.lookup(dossierCode(1), observer, AbortSignal.abort());
    expect(stopped).toMatchObject({
      kind: 'failed',
      outcome: { kind: 'retry-later', errorCode: 'NOT-SENT' },
    });
    expect(stopped).not.toMatchObject({ outcome: { away: true } });
    await simulated.close();
    expect(await portal.lookup(dossierCode(1), observer, NEVER)).toMatchObject({ outcome: { away: true } });
  });
});

it('steps that were tried in vain go in smaller calls behind the others, each dossier’s in order', async () => {
  const { portal, observer, simulated } = await start({});
  await portal.pushDossiers(fine.slice(0, 4), observer, NEVER);
  const { observer: seen, calls } = remembering();
  const steps = [1, 1, 2, 2, 3, 4, 4].map((dossier, at) => ({
    ref: at,
    step: someStep(dossier, at),
    // The first of dossier 1 was tried twice: its other step waits for it and travels with it.
    attempt: at === 0 ? 2 : dossier === 3 ? 4 : 0,
  }));
  const outcomes = await portal.pushSteps(steps, seen, NEVER);
  expect(calls.map(({ refs }) => refs)).toEqual([[2, 3, 5, 6], [0, 1], [4]]);
  expect(new Set([...outcomes.values()].map(({ kind }) => kind))).toEqual(new Set(['accepted']));
  expect(simulated.state()).toMatchObject({ steps: 7, doubledSteps: 0 });
});

it('a clock that is set back or forward delays no call', async () => {
  const simulated = await startSimulatedPortal();
  const waits: number[] = [];
  let today = Date.parse('2026-11-24T10:00:00Z');
  let ticks = 5;
  const portal = createAdapterPortal(
    adapterSettings(simulated.url, { ratePerSecond: 4 }),
    shippedAnswerRules(),
    {
      clock: { now: () => new Date(today) },
      ticks: () => ticks,
      sleep: async (ms) => {
        waits.push(ms);
        ticks += ms;
      },
    },
  );
  closers.push(
    () => portal.close(),
    () => simulated.close(),
  );
  const { observer, calls } = remembering();
  for (const hours of [0, -1, 25, -48]) {
    today += hours * 3_600_000;
    await portal.lookup(dossierCode(1), observer, NEVER);
  }
  // The login had no wait before it.
  expect(waits).toEqual([250, 250, 250, 250]);
  // What is told of a call is the time of day.
  expect(calls.at(-1)?.call.startedAt).toEqual(new Date(today));
  expect(calls.map(({ call }) => call.durationMs)).toEqual([0, 0, 0, 0]);
});

it('look-ups, logins and the catalogue keep to the rate of calls, too', async () => {
  const simulated = await startSimulatedPortal();
  const waits: number[] = [];
  const portal = createAdapterPortal(
    adapterSettings(simulated.url, { ratePerSecond: 4 }),
    shippedAnswerRules(),
    { clock: { now: () => new Date(0) }, ticks: () => 0, sleep: async (ms) => void waits.push(ms) },
  );
  closers.push(
    () => portal.close(),
    () => simulated.close(),
  );
  const { observer } = remembering();
  await portal.lookup(dossierCode(1), observer, NEVER);
  await portal.pushDossiers(fine.slice(0, 1), observer, NEVER);
  await portal.list('sector', NEVER);
  // The clock stands still: each start waits for one more turn than the one before; the login had none before it.
  expect(waits).toEqual([250, 500, 750]);
});
