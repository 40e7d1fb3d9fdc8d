/** Steps append: whatever a portal stores and then answers, none of them is there twice. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { StepOffer } from '../../src/domain/ports.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { adapterAt, NEVER, remembering } from '../support/adapter.ts';
import { dossierCode, someDossier, someStep } from '../support/portal-records.ts';
import { type Script, type SeenCall, sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function scripted(script: Script, stepsPerCall = 10) {
  const server = await startScriptedPortal(script);
  const portal = adapterAt(server.url, { stepsPerCall });
  closers.push(
    () => portal.close(),
    () => server.close(),
  );
  return { server, portal, ...remembering() };
}

const stepOffers = (...dossiers: number[]): StepOffer[] =>
  dossiers.map((dossier, at) => ({ ref: at, step: someStep(dossier, at) }));

describe('a server error', () => {
  it('from a gateway, after the portal stored them, leaves steps unknown until read back', async () => {
    const simulated = await startSimulatedPortal();
    const portal = adapterAt(simulated.url);
    closers.push(
      () => portal.close(),
      () => simulated.close(),
    );
    const { observer } = remembering();
    const dossiers = [1, 2].map((n) => ({ ref: n, dossier: someDossier(n), known: false }));
    await portal.pushDossiers(dossiers, observer, NEVER);
    simulated.control({ faults: { stored502: 1 } });
    const offers = stepOffers(1, 2);
    const outcomes = await portal.pushSteps(offers, observer, NEVER);
    expect(offers.map(({ ref }) => outcomes.get(ref)?.kind)).toEqual(['unknown', 'unknown']);
    // Dossiers may go twice: the same answer to them is no doubt.
    expect((await portal.pushDossiers(dossiers, observer, NEVER)).get(1)?.kind).toBe('retry-later');
    simulated.control({ faults: {} });
    for (const { step } of offers) {
      const shown = await portal.lookup(step.dossierCode, observer, NEVER);
      if (shown.kind !== 'present') throw new Error(shown.kind);
      expect(shown.steps?.map((one) => portal.sameStep(step, one))).toEqual([true]);
    }
    expect(simulated.state()).toMatchObject({ steps: 2, doubledSteps: 0 });
  });

  const PAGE = '<html><head><title>Error</title></head><body>Error</body></html>';
  it.each([
    [500, PAGE, 'unknown', true],
    [500, '', 'unknown', true],
    [502, '{"error_code":1,"message":"Bad gateway"}', 'unknown', true],
    [500, '{"error_code":1,"message":"Unexpected token"}', 'unknown', true],
    [500, '{"error_code":1,"message":"Không tìm thấy"}', 'unknown', false],
    [504, '', 'unknown', true],
    [503, PAGE, 'unknown', true],
    [503, 'upstream connect error or disconnect/reset before headers', 'unknown', true],
    [503, '{"error_code":1,"message":"Quá nhiều yêu cầu"}', 'retry-later', true],
    [500, '{"error_code":1,"message":"Quá nhiều yêu cầu"}', 'retry-later', true],
    [500, '{"error_code":-5,"message":"Dữ liệu không hợp lệ"}', 'rejected', false],
  ])('HTTP %i %j to a step is %s, and nothing is sent again', async (status, body, kind, away) => {
    const { server, portal, observer } = await scripted((_, response) =>
      response.writeHead(status).end(body),
    );
    const outcomes = await portal.pushSteps(stepOffers(1), observer, NEVER);
    expect(outcomes.get(0)?.kind).toBe(kind);
    // A look-up that fails in the same way says that it was not the step.
    expect(outcomes.get(0)?.away ?? false).toBe(away);
    expect(server.calls.filter(({ body: { service } }) => service === 'CapNhatTienDoHoSoMC')).toHaveLength(1);
  });

  it('that says when to come back has turned them away: they go again then, and none is in doubt', async () => {
    const { server, portal, observer } = await scripted((_, response) =>
      response.writeHead(503, { 'Retry-After': '120' }).end(PAGE),
    );
    const outcomes = await portal.pushSteps(stepOffers(1, 2), observer, NEVER);
    for (const ref of [0, 1]) {
      expect(outcomes.get(ref)).toMatchObject({ kind: 'retry-later', away: true, retryAfterSeconds: 120 });
    }
    expect(server.calls.map(({ body }) => body.service)).toEqual(['CapNhatTienDoHoSoMC', 'TraCuuHoSo']);
  });

  it.each([200, 503])('with %i after a 503 whose call was stored doubles nothing', async (lookup) => {
    const stored: unknown[] = [];
    const { portal, observer } = await scripted(({ body }, response) => {
      if (body.service === 'CapNhatTienDoHoSoMC') {
        stored.push(...(body.data as unknown[]));
        response.writeHead(503).end('upstream connect error');
      } else if (lookup === 503) response.writeHead(503).end();
      else sendJson(response, { error_code: 0, message: 'OK', result: [{ MaHoSo: body.mahoso }] });
    });
    const outcomes = await portal.pushSteps(stepOffers(1, 2), observer, NEVER);
    expect([0, 1].map((ref) => outcomes.get(ref)?.kind)).toEqual(['unknown', 'unknown']);
    expect(stored).toHaveLength(2);
  });

  it('that the portal is there to look up all the same uses up an attempt, and the later calls go on', async () => {
    const { server, portal, observer } = await scripted((call, response) => {
      if (call.body.service === 'TraCuuHoSo')
        sendJson(response, { error_code: 0, message: 'OK', result: [] });
      else response.writeHead(502).end();
    }, 1);
    const outcomes = await portal.pushSteps(stepOffers(1, 1, 2), observer, NEVER);
    const waits = { kind: 'retry-later', errorCode: 'NOT-SENT', message: expect.any(String) };
    expect([0, 1, 2].map((ref) => outcomes.get(ref))).toEqual([
      { kind: 'unknown', errorCode: 'HTTP 502', message: '' },
      waits,
      { kind: 'unknown', errorCode: 'HTTP 502', message: '' },
    ]);
    expect(server.calls).toHaveLength(4);
  });

  it('with the portal gone stops the later calls, too, and none of them counts', async () => {
    const { server, portal, observer } = await scripted((_, response) => response.writeHead(502).end(), 1);
    const outcomes = await portal.pushSteps(stepOffers(1, 1, 2), observer, NEVER);
    expect([0, 1, 2].map((ref) => [outcomes.get(ref)?.kind, outcomes.get(ref)?.away])).toEqual([
      ['unknown', true],
      ['retry-later', true],
      ['retry-later', true],
    ]);
    expect(server.calls.map(({ body }) => body.service)).toEqual(['CapNhatTienDoHoSoMC', 'TraCuuHoSo']);
  });
});

describe('a batch that is refused without a name', () => {
  interface Row {
    readonly MaHoSo: string;
    readonly ThoiDiemXuLy: string;
    readonly TrangThai: string;
  }
  const rowsOf = (call: SeenCall) => call.body.data as Row[];
  const OK = { error_code: 0, message: 'Thành công' };

  /** What a portal stores of a call in which some records are at fault. */
  const habits = {
    nothing: () => [],
    'up to the culprit': (rows: readonly Row[], isBad: (row: Row) => boolean) =>
      rows.slice(0, rows.findIndex(isBad)),
    'all others': (rows: readonly Row[], isBad: (row: Row) => boolean) => rows.filter((row) => !isBad(row)),
  };

  /** @param shows whether a look-up shows steps */
  function portalThat(habit: keyof typeof habits, bad: ReadonlySet<string>, shows = true) {
    const stored: Row[] = [];
    const isBad = ({ MaHoSo }: Row) => bad.has(MaHoSo);
    const script: Script = (call, response) => {
      if (call.body.service === 'TraCuuHoSo') {
        const { mahoso } = call.body;
        const TienDoXuLy = stored.filter(({ MaHoSo }) => MaHoSo === mahoso);
        sendJson(response, { ...OK, result: [{ MaHoSo: mahoso, ...(shows ? { TienDoXuLy } : {}) }] });
        return;
      }
      const rows = rowsOf(call);
      const refused = rows.some(isBad);
      stored.push(...(refused ? habits[habit](rows, isBad) : rows));
      sendJson(response, refused ? { error_code: '-5', message: 'Dữ liệu không hợp lệ' } : OK);
    };
    return { stored, script };
  }

  const ALL = [1, 2, 3, 4, 5, 6, 7, 8];
  const badOf = (culprits: readonly number[]) =>
    new Set(culprits.map((dossier) => String(dossierCode(dossier))));
  const timesIn = (stored: readonly Row[], { step }: StepOffer) =>
    stored.filter((row) => row.MaHoSo === step.dossierCode && row.ThoiDiemXuLy.startsWith(wireMinute(step)))
      .length;
  const wireMinute = ({ at }: StepOffer['step']) => at.replace(/\D/g, '').slice(0, 12);

  it('is at no portal twice, whoever is at fault and whatever is stored and shown', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(habits) as (keyof typeof habits)[])),
        fc.boolean(),
        fc.subarray(ALL, { minLength: 1 }),
        fc.array(fc.constantFrom(...ALL), { minLength: 2, maxLength: 12 }),
        async (habit, shows, culprits, dossiers) => {
          const bad = badOf(culprits);
          const { stored, script } = portalThat(habit, bad, shows);
          const { portal, observer } = await scripted(script);
          const offers = stepOffers(...dossiers);
          const outcomes = await portal.pushSteps(offers, observer, NEVER);
          for (const offer of offers) {
            const kind = outcomes.get(offer.ref)?.kind ?? 'none';
            const times = timesIn(stored, offer);
            expect(times).toBeLessThanOrEqual(1);
            // What is said of it is true; what cannot be told is not.
            if (kind === 'accepted') expect(times).toBe(1);
            if (['rejected', 'retry-later'].includes(kind)) expect(times).toBe(0);
            if (kind === 'rejected') expect(bad.has(offer.step.dossierCode)).toBe(true);
            expect(['accepted', 'rejected', 'retry-later', 'unknown']).toContain(kind);
            // Nothing stored and steps shown: all is settled at once, nobody waits for another's fault.
            if (habit === 'nothing' && shows)
              expect(kind).toBe(bad.has(offer.step.dossierCode) ? 'rejected' : 'accepted');
          }
          for (const close of closers.splice(0)) await close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each(Object.keys(habits) as (keyof typeof habits)[])(
    'stores %s and shows steps: the culprit is refused alone, the others go on',
    async (habit) => {
      for (const culprit of ALL) {
        const { stored, script } = portalThat(habit, badOf([culprit]));
        const { server, portal, observer } = await scripted(script);
        const offers = stepOffers(...ALL);
        const outcomes = await portal.pushSteps(offers, observer, NEVER);
        for (const offer of offers) {
          const isBad = badOf([culprit]).has(offer.step.dossierCode);
          expect([offer.ref, timesIn(stored, offer)]).toEqual([offer.ref, isBad ? 0 : 1]);
          const kinds = isBad ? ['rejected'] : ['accepted', 'unknown'];
          expect(kinds).toContain(outcomes.get(offer.ref)?.kind);
        }
        const pushes = server.calls.filter(({ body }) => body.service !== 'TraCuuHoSo').length;
        expect(pushes - 1).toBeLessThanOrEqual(6);
      }
    },
  );

  it('is in doubt where no steps are shown, and where the dossier itself is not', async () => {
    const NOT_FOUND = { error_code: '-4', message: 'Không tìm thấy hồ sơ' };
    for (const isThere of [true, false]) {
      const { server, portal, observer } = await scripted(({ body }, response) => {
        if (body.service !== 'TraCuuHoSo')
          sendJson(response, { error_code: '-5', message: 'Dữ liệu không hợp lệ' });
        else sendJson(response, isThere ? { ...OK, result: [{ MaHoSo: body.mahoso }] } : NOT_FOUND);
      });
      const outcomes = await portal.pushSteps(stepOffers(1, 2), observer, NEVER);
      const inDoubt = { kind: 'unknown', errorCode: '-5', message: 'Dữ liệu không hợp lệ' };
      expect([0, 1].map((ref) => outcomes.get(ref))).toEqual([inDoubt, inDoubt]);
      expect(server.calls.filter(({ body }) => body.service !== 'TraCuuHoSo')).toHaveLength(1);
    }
  });

  it('is not taken for stored because a step like it was accepted before', async () => {
    const { stored, script } = portalThat('nothing', badOf([2]));
    const { portal, observer } = await scripted(script);
    const before = someStep(1, 0);
    await portal.pushSteps([{ ref: 9, step: before }], observer, NEVER);
    const like = { ref: 0, step: { ...before, id: 'another' } };
    const outcomes = await portal.pushSteps([like, { ref: 1, step: someStep(2, 1) }], observer, NEVER);
    expect([0, 1].map((ref) => outcomes.get(ref)?.kind)).toEqual(['unknown', 'rejected']);
    expect(stored).toHaveLength(1);
  });

  it.each([
    ['during the look-up', 'TraCuuHoSo', 1, 'up to the culprit', 2],
    ['between its halves', 'CapNhatTienDoHoSoMC', 2, 'nothing', 0],
  ] as const)('is in doubt when told to stop %s', async (_when, service, nth, habit, there) => {
    const stop = new AbortController();
    const { stored, script } = portalThat(habit, badOf([3]));
    let seen = 0;
    const { portal, observer } = await scripted((call, response) => {
      if (call.body.service === service) seen += 1;
      if (call.body.service === service && seen === nth) {
        stop.abort();
        return;
      }
      script(call, response);
    });
    const outcomes = await portal.pushSteps(stepOffers(1, 2, 3), observer, stop.signal);
    expect(stored).toHaveLength(there);
    expect([0, 1, 2].map((ref) => outcomes.get(ref)?.kind)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('is not sent again where the read-back fails', async () => {
    const { server, portal, observer } = await scripted((call, response) => {
      if (call.body.service === 'TraCuuHoSo') response.writeHead(503).end();
      else sendJson(response, { error_code: '-5', message: 'Dữ liệu không hợp lệ' });
    });
    const outcomes = await portal.pushSteps(stepOffers(1, 2, 3), observer, NEVER);
    expect([0, 1, 2].map((ref) => outcomes.get(ref)?.kind)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(server.calls.map(({ body }) => body.service)).toEqual(['CapNhatTienDoHoSoMC', 'TraCuuHoSo']);
  });
});
