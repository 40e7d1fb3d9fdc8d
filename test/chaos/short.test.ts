/** A few seconds of the rehearsal, with a fixed seed: everything goes wrong, nothing is lost or doubled. */
import { expect, it } from 'vitest';
import { redisBinary } from '../support/redis-server.ts';
import { runChaos } from './chaos.ts';

it('loses, doubles and distorts nothing through kills, faults, outages and changes', {
  timeout: 500_000,
}, async () => {
  const told: string[] = [];
  const { table, doubledSteps, settled, unaskedExits } = await runChaos({
    minutes: 0.25,
    seed: 3,
    daemons: 2,
    queue: redisBinary() === null ? 'postgres' : 'redis',
    dossiers: 60,
    calm: false,
    signal: new AbortController().signal,
    tell: (line) => told.push(line),
  });
  const { lost, doubled, wrong } = table;
  // 69: what it needs was away when it started; systemd starts it anew.
  const strange = unaskedExits.filter(({ code }) => code !== 69);
  expect({ lost, doubled, wrong, doubledSteps, settled, strange }, told.join('\n')).toEqual({
    lost: [],
    doubled: [],
    wrong: [],
    doubledSteps: 0,
    settled: true,
    strange: [],
  });
});
