/** Steps append: whatever a portal stores and then answers, none of them is there twice. */
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
    [503, PAGE, 'retry-later', true],
    [503, '', 'retry-later', true],
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

  function portalThat(habit: keyof typeof habits, bad: ReadonlySet<string>) {
    const stored: Row[] = [];
    const isBad = ({ MaHoSo }: Row) => bad.has(MaHoSo);
    const script: Script = (call, response) => {
      if (call.body.service === 'TraCuuHoSo') {
        const { mahoso } = call.body;
        const TienDoXuLy = stored.filter(({ MaHoSo }) => MaHoSo === mahoso);
        const result = [{ MaHoSo: mahoso, TienDoXuLy }];
        sendJson(response, { ...OK, result });
        return;
      }
      const rows = rowsOf(call);
      const refused = rows.some(isBad);
      stored.push(...(refused ? habits[habit](rows, isBad) : rows));
      sendJson(response, refused ? { error_code: '-5', message: 'Dữ liệu không hợp lệ' } : OK);
    };
    return { stored, script };
  }

  const everywhere = [1, 2, 3, 4, 5, 6, 7, 8].map((dossier) => [dossier]);
  it.each(Object.keys(habits) as (keyof typeof habits)[])('stores %s: none goes twice', async (habit) => {
    for (const culprits of [...everywhere, [1, 5], [3, 6], [2, 3, 7]]) {
      const bad = new Set(culprits.map((dossier) => String(dossierCode(dossier))));
      const { stored, script } = portalThat(habit, bad);
      const { server, portal, observer } = await scripted(script);
      const offers = stepOffers(1, 2, 3, 4, 5, 6, 7, 8);
      const outcomes = await portal.pushSteps(offers, observer, NEVER);
      for (const { ref, step } of offers) {
        const isBad = bad.has(step.dossierCode);
        expect([ref, outcomes.get(ref)?.kind]).toEqual([ref, isBad ? 'rejected' : 'accepted']);
        const times = stored.filter(({ MaHoSo }) => MaHoSo === step.dossierCode).length;
        expect([ref, times]).toEqual([ref, isBad ? 0 : 1]);
      }
      const pushes = server.calls.filter(({ body }) => body.service !== 'TraCuuHoSo').length;
      if (culprits.length === 1) expect(pushes - 1).toBeLessThanOrEqual(6);
    }
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
