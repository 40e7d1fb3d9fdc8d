/**
 * `npm run chaos -- --minutes 10 --seed 1 [--daemons 2] [--queue redis|postgres] [--dossiers 300] [--calm] [--json]`:
 * rehearses everything that can go wrong, and holds source, ledger and portal against each other.
 * Guarantees: exit 0 only when nothing is lost, doubled or wrong; the same seed chooses the same.
 */
import { parseArgs } from 'node:util';
import { redisBinary } from '../support/redis-server.ts';
import { type ChaosReport, isClean, isOnceEach, runChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    daemons: { type: 'string', default: '2' },
    queue: { type: 'string', default: redisBinary() === null ? 'postgres' : 'redis' },
    dossiers: { type: 'string', default: '300' },
    calm: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function numberOf(name: 'minutes' | 'seed' | 'daemons' | 'dossiers', least: number, most: number): number {
  const value = Number(values[name]);
  if (!(value >= least && value <= most)) throw new RangeError(`--${name} is ${least} to ${most}`);
  return value;
}

const counts = (all: Readonly<Record<string, number>>): string =>
  Object.entries(all)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

function lines(report: ChaosReport): string[] {
  const { table } = report;
  const offenders = [...table.doubled, ...table.lost, ...table.wrong].slice(0, 20);
  return [
    `lost ${table.lost.length}, doubled ${table.doubled.length}, wrong ${table.wrong.length}; steps that came again ${report.doubledSteps}`,
    `${table.dossiers} dossiers, ${table.steps} steps; settled ${report.settled ? 'after' : 'NOT within'} ${report.settleSeconds} s`,
    `written at the portal: ${report.writes.portal.dossiers} dossiers, ${report.writes.portal.steps} steps; accepted by the ledger: ${report.writes.ledger.dossiers}, ${report.writes.ledger.steps}`,
    `calls: ${counts(report.calls)}`,
    `faults: ${counts(report.faults)}`,
    `events: ${counts(report.events)}`,
    `restarts ${report.restarts}, ends that nobody asked for: ${report.unaskedExits.length}`,
    ...report.unaskedExits.map(({ what, lastWords }) => `${what}: ${lastWords}`),
    ...offenders,
    ...report.explained,
    ...(report.folder === null ? [] : [`logs: ${report.folder}`]),
  ];
}

// The servers are to be stopped, too: the rehearsal ends as it would by itself, only sooner.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

const { queue } = values;
if (queue !== 'redis' && queue !== 'postgres') throw new RangeError('--queue is redis or postgres');
const report = await runChaos({
  minutes: numberOf('minutes', 0.05, 1_440),
  seed: numberOf('seed', 0, 2 ** 32 - 1),
  daemons: numberOf('daemons', 1, 3),
  dossiers: numberOf('dossiers', 10, 20_000),
  calm: values.calm,
  queue,
  signal: stop.signal,
  tell: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : `${lines(report).join('\n')}\n`);
const once = !values.calm || isOnceEach(report.writes);
process.exitCode = report.settled && isClean(report) && once ? 0 : 1;
