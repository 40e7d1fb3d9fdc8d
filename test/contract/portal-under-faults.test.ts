/** Whatever goes wrong, an outcome says no more than what the portal holds. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BATCH_MODES } from '../../src/simulator/portal/settle-batch.ts';
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';
import { adapterAt, NEVER, remembering } from '../support/adapter.ts';
import { badDossier, dossierCode, someDossier, someStep } from '../support/portal-records.ts';

const rate = fc.constantFrom(0, 0, 0.05, 0.15);
const scene = fc.record({
  mode: fc.constantFrom(...BATCH_MODES),
  seed: fc.nat(100_000),
  faults: fc.record({
    lost: rate,
    cut: rate,
    reset: rate,
    stored502: rate,
    http503: rate,
    html200: rate,
    expire: rate,
    garbage: rate,
    http500: rate,
    stored500: rate,
    http429: rate,
  }),
  poison: fc.record({
    codes: fc.array(fc.nat(24).map(dossierCode), { maxLength: 3 }),
    answer: fc.constantFrom('html200', 'http502'),
  }),
  attempts: fc.array(fc.nat(4), { minLength: 25, maxLength: 25 }),
  lookupSteps: fc.boolean(),
  dossiers: fc.array(fc.record({ bad: fc.boolean(), known: fc.boolean() }), { minLength: 1, maxLength: 25 }),
  steps: fc.array(fc.record({ dossier: fc.nat(30), bad: fc.boolean() }), { maxLength: 40 }),
});

it('every ref has one outcome, and it is true', async () => {
  await fc.assert(
    fc.asyncProperty(
      scene,
      async ({ mode, seed, faults, poison, attempts, lookupSteps, dossiers, steps }) => {
        const simulated = await startSimulatedPortal({ mode, seed, lookupSteps });
        const portal = adapterAt(simulated.url, { batchSize: 8 });
        try {
          const { observer, calls, begun } = remembering();
          await portal.open(NEVER);
          simulated.control({ faults, poison });

          const offers = dossiers.map(({ bad, known }, at) => ({
            ref: at,
            dossier: bad ? badDossier(at) : someDossier(at),
            known,
            attempt: attempts[at] ?? 0,
          }));
          const pushed = await portal.pushDossiers(offers, observer, NEVER);
          expect([...pushed.keys()].sort((a, b) => a - b)).toEqual(offers.map(({ ref }) => ref));
          const held = simulated.state().dossiers;
          for (const [at, { bad, known }] of dossiers.entries()) {
            const { kind = 'none', away = false, recreated = false } = pushed.get(at) ?? {};
            if (away) expect(['retry-later', 'unknown']).toContain(kind);
            if (recreated) expect([kind, known]).toEqual(['accepted', true]);
            if (poison.codes.includes(dossierCode(at))) expect(['accepted', 'rejected']).not.toContain(kind);
            const there = held.has(dossierCode(at));
            if (kind === 'accepted') expect(there && !bad).toBe(true);
            else if (kind === 'rejected') expect(bad).toBe(true);
            else expect(['retry-later', 'unknown']).toContain(kind);
            if (kind === 'rejected' || bad) expect(there).toBe(false);
          }

          const offered = steps.map(({ dossier, bad }, at) => ({
            ref: at,
            step: someStep(dossier, at, bad ? { processor: '' } : {}),
            attempt: attempts[at % 25] ?? 0,
          }));
          const stepped = await portal.pushSteps(offered, observer, NEVER);
          expect([...stepped.keys()].sort((a, b) => a - b)).toEqual(offered.map(({ ref }) => ref));
          for (const { ref, step } of offered) {
            const { kind = 'none' } = stepped.get(ref) ?? {};
            const shown = held.get(step.dossierCode)?.steps ?? [];
            const there = shown.some(({ NoiDungXuLy }) => NoiDungXuLy === step.content);
            if (kind === 'accepted') expect(there).toBe(true);
            else if (kind !== 'unknown') expect([kind, there]).toEqual([kind, false]);
          }
          expect(simulated.state().doubledSteps).toBe(0);
          expect(begun).toHaveLength(calls.length);
        } finally {
          await portal.close();
          await simulated.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});
