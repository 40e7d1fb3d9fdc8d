/**
 * Each fault that the simulated portal can play, alone and at every call: while it lasts nothing is
 * doubled, and once it is over source, ledger and portal agree.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  FAULT_MEANINGS,
  FAULT_NAMES,
  type FaultKey,
  type FaultName,
} from '../../src/simulator/portal/fault-plan.ts';
import { Life } from '../support/e2e/mortal-life.ts';
import { MortalWorld } from '../support/e2e/mortal-world.ts';
import { ChangingSource } from '../support/e2e/source-change.ts';
import { waitFor } from '../support/services.ts';

/** What never answers is given up soon; the test itself waits for nothing. */
const SHORT = {
  PORTAL_TIMEOUT_SECONDS: '1',
  PORTAL_CONNECT_TIMEOUT_SECONDS: '1',
  PORTAL_FIRST_BYTE_TIMEOUT_SECONDS: '1',
  PORTAL_IDLE_TIMEOUT_SECONDS: '1',
};
/** Without faults all must have come to its end after so many. */
const LAST_ROUNDS = 8;

/** What is waited for here are pauses of the breaker, so several worlds go side by side. */
const WORLDS = 5;
const free: MortalWorld[] = [];
beforeAll(async () => {
  free.push(...(await Promise.all(Array.from({ length: WORLDS }, () => MortalWorld.open(SHORT)))));
});
afterAll(() => Promise.all(free.map((world) => world.close())));

/** The fault comes so often in a row: as an outage would, where the call is made again. */
const TIMES = 2;

/** One round of work that meets the fault `TIMES` times, or as often as there are calls for it. */
async function roundUnder(world: MortalWorld, fault: FaultName, scoped: FaultKey): Promise<void> {
  const met = () => world.portal.state().faults[fault] ?? 0;
  const before = met();
  let over = false;
  world.setFaults({ [scoped]: 1 });
  const round = world.live({ life: new Life(null), jobComesBack: true, rounds: 1 });
  const working = round.finally(() => {
    over = true;
  });
  await waitFor(() => over || met() - before >= TIMES, { timeoutMs: 20_000, what: fault });
  world.setFaults({});
  await working;
}

/** Where the fault hits: at every call, and at the steps alone, which must never go twice. */
const scopesOf = (fault: FaultName): FaultKey[] =>
  FAULT_MEANINGS[fault].stored === 'nothing' ? [fault] : [fault, `${fault}@steps`];

async function story(world: MortalWorld, fault: FaultName): Promise<void> {
  await world.reset(FAULT_NAMES.indexOf(fault) + 1);
  const source = new ChangingSource(world.home.database, world.home.dossiers, [], world.corrected);
  for (const scoped of scopesOf(fault)) {
    for (let of = 0; of < 4; of += 1) await source.make({ kind: 'step', of }, new Date());
    await roundUnder(world, fault, scoped);
    expect(await world.violations()).toEqual([]);
    await world.timePasses();
  }
  expect(world.portal.state().faults[fault]).toBeGreaterThan(0);
  // An answer that nobody understands waits for a person, who lets it go again.
  await world.release('DB-PRT-011');
  expect(await world.liveOn(LAST_ROUNDS)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
  const { lost, doubled, wrong } = await world.closing();
  expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
}

test.concurrent.each(FAULT_NAMES)('%s', { timeout: 120_000 }, async (fault) => {
  const world = free.pop();
  if (!world) throw new Error('more tests at a time than worlds');
  try {
    await story(world, fault);
  } finally {
    free.push(world);
  }
});
