/** Who goes first at the portal: seen from the server, through every layer between a job and its call. */
import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Lane } from '../../src/domain/delivery.ts';
import { CallLog } from '../../src/pipeline/call-log.ts';
import { roundPortal } from '../../src/pipeline/round-portal.ts';
import { watchedPortal } from '../../src/telemetry/watched-portal.ts';
import { adapterAt, NEVER } from '../support/adapter.ts';
import { dossierCode, someDossier } from '../support/portal-records.ts';
import { type SeenCall, sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A portal that answers a call when it is told to, and a way to wait for the call with a dossier. */
async function hesitant() {
  const open = new Map<string, ServerResponse>();
  const awaited = new Map<string, () => void>();
  const order: string[] = [];
  const server = await startScriptedPortal((call: SeenCall, response) => {
    const [{ MaHoSo: code = '' } = {}] = call.body.data as { MaHoSo?: string }[];
    open.set(code, response);
    order.push(code);
    awaited.get(code)?.();
  });
  const came = (code: string): Promise<void> =>
    open.has(code) ? Promise.resolve() : new Promise((resolve) => awaited.set(code, resolve));
  return {
    server,
    order,
    came,
    async answer(code: string) {
      await came(code);
      const response = open.get(code);
      if (response) sendJson(response, { error_code: 0, message: 'Thành công', result: [] });
    },
  };
}

it('a dossier of today goes while the backfill waits in line, and before all of it', async () => {
  const { server, order, came, answer } = await hesitant();
  const portal = adapterAt(server.url, { batchSize: 1, concurrency: 2 });
  closers.push(
    () => portal.close(),
    () => server.close(),
  );
  const push = (lane: Lane, ...refs: number[]) => {
    const deps = { lane, reached: GO_ON, onCall: () => {} };
    const log = new CallLog(
      async () => 'go',
      (ref) => ref,
      deps,
    );
    const layered = roundPortal(
      watchedPortal(portal, () => {}),
      { mayCall: () => true, goesOn: async () => {} },
    ).portal;
    return layered.pushDossiers(
      refs.map((ref) => ({ ref, dossier: someDossier(ref), known: false })),
      log,
      NEVER,
    );
  };
  const [b1, b2, b3] = [dossierCode(1), dossierCode(2), dossierCode(3)] as const;
  const [live1, live2, live3] = [dossierCode(11), dossierCode(12), dossierCode(13)] as const;

  const backfill = push('backfill', 1, 2, 3);
  await came(b1);
  const today = push('live', 11, 12, 13);
  // A place was kept, so nothing of the backfill had to end for this one.
  await came(live1);
  await answer(b1);
  await came(live2);
  await answer(live1);
  await came(live3);
  await answer(live2);
  await answer(live3);
  await answer(b2);
  await answer(b3);
  const outcomes = [...(await backfill).values(), ...(await today).values()];
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(6).fill('accepted'));
  expect(order).toEqual([b1, live1, live2, live3, b2, b3]);
});
