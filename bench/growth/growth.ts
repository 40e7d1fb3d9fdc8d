/**
 * The section "growth": what ticks, questions and the daemon's memory cost while the ledger grows.
 * Guarantees: nothing changed is checked, not assumed; each timed figure has as many runs as asked; the plans of what runs at
 * every tick are kept with the figures, at the largest size. The only place that knows what is measured at which size.
 */
import type { BenchOptions, Figure, Section, SectionResult } from '../frame/section.ts';
import { spread } from '../frame/spread.ts';
import { CHANGED, Changes, chosen } from './changes.ts';
import { Copies } from './copies.ts';
import { idleDaemon, memoryOfDaemon } from './daemon.ts';
import { grow, sow } from './grow.ts';
import { ledgerFigures } from './of-ledger.ts';
import { makeTemplates, TEMPLATES } from './templates.ts';
import { type GrowthWorld, inGrowthWorld } from './world.ts';

const SIZES = [10_000, 100_000, 1_000_000];
const DAY_MS = 86_400_000;
const SECONDS_EACH = 20;

/** Sizes up to the largest, which may be any. */
export function sizesUpTo(largest: number): readonly number[] {
  return [...SIZES.filter((size) => size < largest), largest];
}

const once = (value: number) => ({ spread: spread([value]), runs: 1 });

async function measureSize(
  world: GrowthWorld,
  copies: Copies,
  size: number,
  at: { readonly options: BenchOptions; readonly procedure: string; readonly isLargest: boolean },
): Promise<SectionResult> {
  // One before the runs, one for the plans, one for the daemon.
  const changes = new Changes(world, copies, size, at.options.runs + 3);
  await changes.open();
  try {
    const found = await ledgerFigures(world, copies, changes, { ...at, size });
    const memory = await memoryOfDaemon(world, changes);
    const goal = { atMost: 300 };
    const of = `${size} dossiers`;
    await changes.putBack();
    return {
      ...found,
      figures: [
        ...found.figures,
        { name: `daemon's memory after its first ticks, ${of}`, unit: 'MB', ...once(memory.begun), goal },
        { name: `daemon's memory after 100 changes, ${of}`, unit: 'MB', ...once(memory.changed), goal },
        { name: `daemon's most memory, ${of}`, unit: 'MB', ...once(memory.peak), goal },
      ],
    };
  } finally {
    await changes.close();
  }
}

/** A figure that not every kernel tells. */
const rare = (name: string, unit: Figure['unit'], value: number | null): readonly Figure[] =>
  value === null ? [] : [{ name, unit, ...once(value) }];

async function idleFigures(world: GrowthWorld): Promise<readonly Figure[]> {
  const { daemon, servers, wakes, waking, rssMb } = await idleDaemon(world);
  return [
    { name: 'daemon with nothing to do', unit: '% of a core', ...once(daemon), goal: { atMost: 1 } },
    { name: "daemon's memory with nothing to do", unit: 'MB', ...once(rssMb), goal: { atMost: 120 } },
    ...rare('wakes of the daemon with nothing to do', 'wakes/s', wakes),
    ...rare('a process that does nothing but wake as often', '% of a core', waking),
    ...rare('both PostgreSQL servers meanwhile', '% of a core', servers),
  ];
}

async function measure(options: BenchOptions): Promise<SectionResult> {
  const sizes = sizesUpTo(options.size ?? 1_000_000);
  const largest = Math.max(...sizes);
  const midnight = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS);
  const { dossiers, procedure } = makeTemplates(options.seed, midnight);
  const copies = new Copies(dossiers, midnight.getTime() - DAY_MS - largest * SECONDS_EACH * 1000);
  const times = options.runs + 3;
  const least = 2 * Math.max(TEMPLATES, CHANGED * times);
  const smallest = Math.min(...sizes);
  if (smallest < least)
    throw new Error(`growth: ${smallest} dossiers are too few for those that change: ${least} at least`);
  const known = new Set(
    sizes.flatMap((size) =>
      Array.from({ length: times }, (_, time) => chosen(copies, size, time, times)).flat(),
    ),
  );
  const notes = [
    'Each dossier has two components, one result, three steps and ten attempts, all accepted; one of 200 has a held component.',
    'Times are those of the work in a house that is open, as the daemon has it; of a whole process where it says so.',
    'Memory and idling are of `dongbo run` as a process of its own, in one run each: built where dist/ is as new as the sources, else from the sources, which takes some 80 MB more.',
    'The dossiers that change each get another text and one more step; ten steps go in a call.',
  ];
  const codes = [...known].map((n) => copies.code(n));
  return inGrowthWorld(codes, async (world) => {
    const results: SectionResult[] = [{ figures: [], notes: [`Servers: ${world.what}.`, ...notes] }];
    await sow(world, copies);
    let from = TEMPLATES + 1;
    for (const size of sizes) {
      const began = performance.now();
      await grow(world, copies, { from, to: size, largest });
      options.say(`growth: ${size} dossiers filled in ${Math.round((performance.now() - began) / 1000)} s`);
      from = size + 1;
      if (size === sizes[0]) results.push({ figures: await idleFigures(world), notes: [] });
      const at = { options, procedure, isLargest: size === largest };
      results.push(await measureSize(world, copies, size, at));
    }
    return {
      figures: results.flatMap(({ figures }) => figures),
      notes: results.flatMap(({ notes }) => notes),
      details: Object.assign({}, ...results.map(({ details }) => details ?? {})),
    };
  });
}

/** See the file's head. */
export const growth: Section = {
  name: 'growth',
  title: 'A ledger that grows: ticks, questions, memory',
  measure,
};
