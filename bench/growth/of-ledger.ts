/**
 * What is measured of a ledger of one size, in a house that is composed as the daemon's.
 * Guarantees: everything is done once before it is timed; figures of one kind are taken in turns with nothing in between.
 */
import type { House } from '../../src/compose.ts';
import type { BenchOptions, Figure, Goal, SectionResult } from '../frame/section.ts';
import { spread } from '../frame/spread.ts';
import type { Changes } from './changes.ts';
import type { Copies } from './copies.ts';
import { plansOf, recorded } from './plans.ts';
import { asProcess, dryRun, explainOnce, gaugesOnce, statusOnce } from './questions.ts';
import { EVERY_TICK, Ticks, timed } from './ticks.ts';
import { type GrowthWorld, inHouse } from './world.ts';

/** How it is measured. */
export interface LedgerCase {
  readonly options: BenchOptions;
  readonly size: number;
  readonly procedure: string;
  /** Then plans are kept, too. */
  readonly isLargest: boolean;
}

/** Commands as processes take long to start: their figures are for comparison. */
const PROCESS_RUNS = 3;

async function times(runs: number, one: (run: number) => Promise<number>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await one(run));
  return all;
}

function figure(name: string, all: readonly number[], goal?: Goal): Figure {
  return { name, unit: 'ms', spread: spread(all), runs: all.length, ...(goal ? { goal } : {}) };
}

/** Measures it. */
export function ledgerFigures(
  world: GrowthWorld,
  copies: Copies,
  changes: Changes,
  at: LedgerCase,
): Promise<SectionResult> {
  return inHouse(world, async (house) => {
    await (await house.queue()).work(await house.jobHandler());
    const ticks = await Ticks.of(house);
    const idle = await idleTicks(ticks, at);
    const plans = at.isLargest ? await idlePlans(ticks, world, house, copies, at) : {};
    const asked = await questions(house, world, copies, at);
    const changed = await changedTicks(ticks, changes, world, at);
    await house.drain();
    return { figures: [...idle, ...changed, ...asked.figures], notes: asked.notes, details: plans };
  });
}

async function idleTicks(ticks: Ticks, { options: { runs }, size }: LedgerCase): Promise<readonly Figure[]> {
  await ticks.idle();
  const all: Awaited<ReturnType<Ticks['idle']>>[] = [];
  for (let run = 0; run < runs; run += 1) all.push(await ticks.idle());
  const sums = all.map((one) => EVERY_TICK.reduce((sum, name) => sum + one[name], 0));
  return [
    figure(`tick with nothing changed, ${size} dossiers`, sums, { atMost: 100 }),
    ...EVERY_TICK.map((name) =>
      figure(
        `of it the job ${name}, ${size} dossiers`,
        all.map((one) => one[name]),
      ),
    ),
    figure(
      `a look at the queue between ticks, ${size} dossiers`,
      all.map(({ watch }) => watch),
    ),
  ];
}

async function changedTicks(
  ticks: Ticks,
  changes: Changes,
  { portal }: GrowthWorld,
  { options: { runs }, size }: LedgerCase,
): Promise<readonly Figure[]> {
  const all: Awaited<ReturnType<Ticks['changed']>>[] = [];
  for (let run = 0; run <= runs; run += 1) all.push(await ticks.changed(changes, portal));
  const measured = all.slice(1);
  return [
    figure(
      `tick with 100 changed, to accepted in the ledger, ${size} dossiers`,
      measured.map((one) => one.accepted),
      { atMost: 500 },
    ),
    figure(
      `of it until the portal has the last of them, ${size} dossiers`,
      measured.map((one) => one.stored),
    ),
  ];
}

async function questions(
  house: House,
  world: GrowthWorld,
  copies: Copies,
  { options: { runs }, size, procedure }: LedgerCase,
): Promise<Pick<SectionResult, 'figures' | 'notes'>> {
  const code = (run: number): string => copies.code(1 + Math.floor(((run + 1) * size) / (runs + 2)));
  await explainOnce(house, code(runs));
  const explain = await times(runs, (run) => timed(() => explainOnce(house, code(run))));
  await statusOnce(house);
  const status = await times(runs, () => timed(() => statusOnce(house)));
  const gauges = await times(runs, () => timed(() => gaugesOnce(house)));
  const count = await dryRun(house, procedure);
  const resync = await times(runs, () => timed(() => dryRun(house, procedure)));
  const { settings } = world;
  const processes = [['explain', code(0)], ['status'], ['resync', '--procedure', procedure, '--dry-run']];
  const of = `${size} dossiers`;
  const figures = [
    figure(`explain, ${of}`, explain, { atMost: 100 }),
    figure(`status, ${of}`, status, { atMost: 300 }),
    figure(`the ledger's figures for /metrics, ${of}`, gauges),
    figure(`resync --dry-run of a procedure with ${count} of ${of}`, resync),
  ];
  for (const argv of processes) {
    const all = await times(PROCESS_RUNS, () => timed(() => asProcess(argv, settings)));
    figures.push(figure(`dongbo ${argv[0]} as a whole process, ${of}`, all));
  }
  return { figures, notes: [] };
}

async function idlePlans(
  ticks: Ticks,
  world: GrowthWorld,
  house: House,
  copies: Copies,
  { size }: LedgerCase,
): Promise<Readonly<Record<string, unknown>>> {
  const tick = await recorded(() => ticks.idle());
  const explain = await recorded(() => explainOnce(house, copies.code(size)));
  const status = await recorded(() => statusOnce(house));
  return {
    'plans of a tick, ledger': await plansOf(tick, world.ledger),
    'plans of a tick, source': await plansOf(tick, world.source),
    'plans of explain': await plansOf(explain, world.ledger),
    'plans of status': await plansOf(status, world.ledger),
  };
}
