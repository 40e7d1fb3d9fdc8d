/** Steps append: whatever a portal stores and then answers, none of them is there twice. */
import { afterEach, describe, expect, it } from 'vitest';
import type { StepOffer } from '../../src/domain/ports.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { adapterAt, NEVER, remembering } from '../support/adapter.ts';
import { someDossier, someStep } from '../support/portal-records.ts';
import { type Script, startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function scripted(script: Script) {
  const server = await startScriptedPortal(script);
  const portal = adapterAt(server.url);
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
    [500, PAGE, 'unknown'],
    [500, '', 'unknown'],
    [502, '{"error_code":1,"message":"Bad gateway"}', 'unknown'],
    [500, '{"error_code":1,"message":"Unexpected token"}', 'unknown'],
    [500, '{"error_code":1,"message":"Không tìm thấy"}', 'unknown'],
    [504, '', 'unknown'],
    [503, PAGE, 'retry-later'],
    [503, '', 'retry-later'],
    [500, '{"error_code":1,"message":"Quá nhiều yêu cầu"}', 'retry-later'],
    [500, '{"error_code":-5,"message":"Dữ liệu không hợp lệ"}', 'rejected'],
  ])('HTTP %i %j to a step is %s, and nothing is sent again', async (status, body, kind) => {
    const { server, portal, observer } = await scripted((_, response) =>
      response.writeHead(status).end(body),
    );
    const outcomes = await portal.pushSteps(stepOffers(1), observer, NEVER);
    expect(outcomes.get(0)?.kind).toBe(kind);
    expect(server.calls).toHaveLength(1);
  });
});
