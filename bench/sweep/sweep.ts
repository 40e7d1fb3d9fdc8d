/**
 * `npm run bench:sweep`: seconds and memory of sweeping a province, the first time (everything is read whole) and
 * when its digests are known, a thousandth has changed without its time and 100 dossiers have vanished.
 * Guarantees: two PostgreSQL servers of its own, removed afterwards, as durable as in production; each sweep is a
 * process of its own; throws where it found anything else. `--size <count>` for another size than 1,000,000.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import type { SweepReport } from '../../src/pipeline/sweep-report.ts';
import { processorOf } from '../frame/processor.ts';
import { changeProvince, fillLedger, fillProvince } from './data.ts';

const sizeAt = process.argv.indexOf('--size');
const size = sizeAt < 0 ? 1_000_000 : Number(process.argv[sizeAt + 1]);
const GONE = 100;
const run = promisify(execFile);

type Measured = SweepReport & {
  readonly seconds: number;
  readonly processor: number;
  readonly rssMb: number;
};

async function sweepOnce(
  what: string,
  province: string,
  ours: string,
  expected: Partial<SweepReport>,
): Promise<void> {
  const program = join(import.meta.dirname, 'run.ts');
  const servers = () => Promise.all([processorOf(province), processorOf(ours)]);
  const before = await servers();
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program, province, ours]);
  const told = JSON.parse(stdout) as Measured;
  const used = (await servers()).map((after, at) => (after ?? Number.NaN) - (before[at] ?? Number.NaN));
  process.stdout.write(
    `${what}: ${told.seconds.toFixed(1)} s (processor: ${told.processor.toFixed(1)} s here, ${used[0]?.toFixed(1)} s the source, ${used[1]?.toFixed(1)} s the ledger), memory at most ${Math.round(told.rssMb)} MB; ` +
      `${told.swept} swept, ${told.reread} read whole, ${told.takenIn} taken in, ${told.vanished} vanished\n`,
  );
  for (const [name, value] of Object.entries(expected)) {
    const found = told[name as keyof SweepReport];
    if (found !== value) throw new Error(`${what}: ${name} is ${String(found)}, not ${String(value)}`);
  }
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  process.stdout.write(`${what} in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  return result;
}

const folder = await mkdtemp(join(tmpdir(), 'dongbo-bench-sweep-'));
const source = await startEmbeddedPostgres({ dataDir: join(folder, 'province') });
const ours = await startEmbeddedPostgres({ dataDir: join(folder, 'ledger') });
try {
  await source.createDatabase('province');
  await ours.createDatabase('ledger');
  const [province, url] = [source.url('province'), ours.url('ledger')];
  await timed('province filled', () => fillProvince(province, size));
  const ledger = openDatabase({ url, max: 1, name: 'bench', onIdleError: () => undefined });
  await migrate(ledger, url);
  await ledger.close();
  await timed('ledger filled', () => fillLedger(url, size));
  await sweepOnce('first sweep', province, url, { swept: size, reread: size, takenIn: 0, vanished: 0 });
  await sweepOnce('nothing changed', province, url, { swept: size, reread: 0, vanished: 0 });
  const changed = await changeProvince(province, size, GONE);
  await sweepOnce('changed and vanished', province, url, {
    swept: size - GONE,
    reread: changed,
    takenIn: changed,
    untimed: changed,
    vanished: GONE,
  });
} finally {
  await ours.stop();
  await source.stop();
  await rm(folder, { recursive: true, force: true });
}
