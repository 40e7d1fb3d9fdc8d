/**
 * `npm run bench:lag`: milliseconds from a commit in the province to its acceptance by the portal, at 50 commits a
 * second: new dossiers with all their parts, and dossiers that go a step on.
 * Guarantees: Dongbo is the real daemon, a process of its own; the portal answers in 20 ms.
 * `--capture listen,logical,poll` `--queue postgres,redis` `--seconds 60` `--rate 50` `--dossiers 2000` `--runs 1` `--json`
 */
import type { ChangeCapture } from '../../src/domain/source-definition.ts';
import { measureChanges } from './changes.ts';
import { histogram, type LagFigures, lagFigures } from './figures.ts';
import { inLagWorld, type LagCase } from './world.ts';

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

const json = process.argv.includes('--json');
const rate = Number(option('rate', '50'));
const count = Math.round(Number(option('seconds', '60')) * rate);
const warmUp = 4 * rate;
const before = Number(option('dossiers', '2000'));
const runs = Number(option('runs', '1'));
const cases = option('queue', 'postgres')
  .split(',')
  .flatMap((queue) =>
    option('capture', 'listen,logical,poll')
      .split(',')
      .map((capture) => ({ capture: capture as ChangeCapture, queue: queue as LagCase['queue'] })),
  );

/** One run. */
interface Measured extends LagCase, LagFigures {
  /** Changes that were not there a minute after the last. */
  readonly missing: number;
  /** Share of one processor that Dongbo used. */
  readonly cpu: number;
  /** Milliseconds that a commit came too late at the most, because this machine was busy. */
  readonly late: number;
}

const measured: Measured[] = [];
// The end of a Redis is waited for by nobody but us, and that alone keeps no process running.
const awake = setInterval(() => {}, 1_000);
for (const one of cases) {
  for (let run = 0; run < runs; run += 1) {
    await inLagWorld(one, { before, more: warmUp + count }, async (world) => {
      // What the first load leaves behind (a poll after it, caches) is not what is measured.
      await measureChanges(world, { first: 0, count: warmUp, perSecond: rate });
      const cpuBefore = await world.cpuSeconds();
      const began = performance.now();
      const { lags, missing, late } = await measureChanges(world, { first: warmUp, count, perSecond: rate });
      const cpu = (await world.cpuSeconds()) - cpuBefore;
      const seconds = (performance.now() - began) / 1000;
      const figures = {
        ...one,
        ...lagFigures(lags),
        missing,
        late,
        cpu: Math.round((100 * cpu) / seconds) / 100,
      };
      measured.push(figures);
      if (json) return;
      const { p50, p90, p99, max } = figures;
      const tell = (line: string): void => void process.stdout.write(`${line}\n`);
      tell(
        `${one.capture}, queue in ${one.queue}: p50 ${p50} ms, p90 ${p90} ms, p99 ${p99} ms, max ${max} ms of ${lags.length} changes` +
          ` (${missing} missing; ${figures.cpu} of a processor; commits up to ${late} ms late)`,
      );
      for (const line of histogram(lags)) tell(line);
    });
  }
}
clearInterval(awake);
if (json) process.stdout.write(`${JSON.stringify({ rate, count, before, runs: measured }, null, 2)}\n`);
if (measured.some(({ missing }) => missing > 0)) process.exitCode = 1;
