/**
 * The section "workers": one first load by one, two and four processes that share a ledger and a queue.
 * Guarantees: the counts of processes go in turn, so that what else the machine does meets all of them; ratios are of
 * neighbours in one round; what kept the cores busy is told with every count, so that a reader sees what the limit is.
 */
import { availableParallelism } from 'node:os';
import { type ArenaOnServers, inArena } from '../first-load/arena.ts';
import { BATCH } from '../first-load/load-case.ts';
import { load } from '../first-load/measure.ts';
import type { Cores } from '../frame/cores.ts';
import type { BenchOptions, Figure, Section, SectionResult } from '../frame/section.ts';
import { spread } from '../frame/spread.ts';

const DOSSIERS = 20_000;

/** Processes, in words of the table. */
const COUNTS = [
  { processes: 1, words: 'one process' },
  { processes: 2, words: 'two processes' },
  { processes: 4, words: 'four processes' },
] as const;

/** One load. */
interface Run {
  readonly processes: number;
  readonly perSecond: number;
  readonly callsPerDossier: number;
  /** Most memory of one process, MiB. */
  readonly rssMb: number;
  readonly cores: Cores | null;
}

/** One round: each count once, in their order. */
type Round = readonly Run[];

async function rounds(
  arena: ArenaOnServers,
  size: number,
  { runs, say }: BenchOptions,
): Promise<readonly Round[]> {
  const all: Round[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const round: Run[] = [];
    for (const { processes, words } of COUNTS) {
      const loaded = await load('ours', size, arena, processes);
      round.push({ processes, ...loaded });
      say(`  ${size} dossiers, ${words}, run ${run}: ${Math.round(loaded.perSecond)}/s`);
    }
    all.push(round);
  }
  return all;
}

const paceOf = (round: Round, at: number): number => round[at]?.perSecond ?? Number.NaN;

function figuresOf(all: readonly Round[], size: number): readonly Figure[] {
  const runs = all.length;
  const of = `first load of ${size} dossiers`;
  return COUNTS.flatMap(({ words, processes }, at): readonly Figure[] => {
    const paces = all.map((round) => paceOf(round, at));
    const ratios = all.map((round) => paceOf(round, at) / paceOf(round, 0));
    return [
      { name: `${words}, ${of}`, unit: 'dossiers/s', spread: spread(paces), runs },
      ...(processes === 1
        ? []
        : [{ name: `${words} to one, ${of}`, unit: '×', spread: spread(ratios), runs } as const]),
    ];
  });
}

const SHOWN: Readonly<Record<keyof Cores, string>> = {
  dongbo: 'Dongbo',
  postgres: 'PostgreSQL',
  redis: 'Redis',
  portal: "the portal's stand-in",
  machine: 'everybody together',
};
const PARTIES = Object.keys(SHOWN) as readonly (keyof Cores)[];

/** Medians; `null` for those whom nobody counted. */
function medianCores(all: readonly Round[], at: number): Cores {
  const of = (who: keyof Cores): number | null => {
    const told = all.flatMap((round) => round[at]?.cores?.[who] ?? []);
    return told.length === 0 ? null : spread(told).median;
  };
  return {
    dongbo: of('dongbo'),
    postgres: of('postgres'),
    redis: of('redis'),
    portal: of('portal'),
    machine: of('machine'),
  };
}

/** What a reader must know of the limits. */
function limits(all: readonly Round[], latencyMs: number): readonly string[] {
  const shares = COUNTS.map(({ words }, at) => {
    const cores = medianCores(all, at);
    const told = PARTIES.flatMap((who) => {
      const share = cores[who];
      return share === null ? [] : [`${SHOWN[who]} ${share.toFixed(2)}`];
    });
    return `Cores kept busy by ${words} and the servers, of ${availableParallelism()}: ${told.join(', ')}.`;
  });
  const calls = spread(all.flat().map(({ callsPerDossier }) => callsPerDossier)).median;
  // Of the places at the portal one is never taken by what is not of today.
  const atATime = BATCH.callsAtATime - 1;
  const most = (atATime * 1000) / latencyMs / calls;
  const answered = `With ${atATime} calls at a time (one more is kept free for what changes today), ${latencyMs} ms an answer and ${calls.toFixed(2)} calls a dossier, no process can be answered for more than ${Math.round(most)} dossiers a second.`;
  return latencyMs > 0 ? [...shares, answered] : shares;
}

function resultOf(all: readonly Round[], size: number, arena: ArenaOnServers): SectionResult {
  const where = arena.redisIs ?? 'the ledger’s PostgreSQL';
  return {
    figures: figuresOf(all, size),
    notes: [
      `${arena.postgresIs}, queue in ${where}; all processes, the servers and the portal's stand-in, which is one process and takes ${arena.latencyMs} ms an answer, share this machine.`,
      `One is \`dongbo run\`, the others are \`dongbo run --role worker\`, started before it; each makes ${BATCH.callsAtATime} calls at a time, as it ships, and takes ${BATCH.stepsACall} steps a call. Timed from its line “started” until the ledger says that all is accepted.`,
      ...limits(all, arena.latencyMs),
    ],
    details: { dossiers: size, cores: availableParallelism(), runs: all.flat() },
  };
}

/** See the head of this file. */
export const workers: Section = {
  name: 'workers',
  title: 'Workers: one, two and four processes on one ledger and one queue',
  measure: (options) =>
    inArena(options, async (arena) => {
      const size = options.size ?? DOSSIERS;
      return resultOf(await rounds(arena, size, options), size, arena);
    }),
};
