/**
 * The section "first load": a whole province from its views to the portal, by Dongbo and by what one would use instead.
 * Guarantees: contenders go in turn, so that what else the machine does meets all of them; ratios are of neighbours in
 * one round; whoever is too slow for a whole province loads the beginning of it, which is said.
 */

import type { BenchOptions, Figure, Section, SectionResult } from '../frame/section.ts';
import { spread } from '../frame/spread.ts';
import { type ArenaOnServers, inArena } from './arena.ts';
import { BATCH } from './load-case.ts';
import { type Arena, type ContenderName, type Loaded, load } from './measure.ts';

const SIZES = [10_000, 100_000] as const;
/** Its pace is the same for few and for many. */
const MOST_OF_NAIVE = 1_000;
/** Side measures go no further. */
const MOST_BESIDE = 10_000;

/** One round: each contender once. */
type Round = Readonly<Partial<Record<ContenderName, Loaded>>>;

async function rounds(
  arena: Arena,
  size: number,
  names: readonly ContenderName[],
  { runs, say }: BenchOptions,
): Promise<readonly Round[]> {
  const all: Round[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const round: Partial<Record<ContenderName, Loaded>> = {};
    for (const name of names) {
      const loaded = await load(name, name === 'naive' ? Math.min(size, MOST_OF_NAIVE) : size, arena);
      round[name] = loaded;
      say(
        `  ${size} dossiers, portal ${arena.latencyMs} ms, run ${run}: ${name} ${Math.round(loaded.perSecond)}/s`,
      );
    }
    all.push(round);
  }
  return all;
}

function figure(
  name: string,
  unit: Figure['unit'],
  values: readonly number[],
  goal?: Figure['goal'],
): Figure {
  return { name, unit, spread: spread(values), runs: values.length, ...(goal ? { goal } : {}) };
}

const SHOWN: Readonly<Record<ContenderName, string>> = {
  floor: 'floor',
  naive: 'naive',
  ours: 'Dongbo',
  'pg-boss': 'pg-boss in place of BullMQ and of our claims',
};

/** @param isJudged its goals are asked of this case */
function figuresOf(
  of: string,
  all: readonly Round[],
  names: readonly ContenderName[],
  isJudged: boolean,
): Figure[] {
  const each = (name: ContenderName, what: (loaded: Loaded) => number): number[] =>
    all.flatMap((round) => (round[name] ? [what(round[name])] : []));
  const ratio = (by: ContenderName): number[] =>
    all.flatMap(({ ours, [by]: other }) => (ours && other ? [ours.perSecond / other.perSecond] : []));
  const naiveCalls = Math.min(...each('naive', ({ callsPerDossier }) => callsPerDossier));
  const atLeast = (value: number) => (isJudged ? { atLeast: value } : undefined);
  return [
    ...names.map((name) =>
      figure(
        `${SHOWN[name]}, ${of}`,
        'dossiers/s',
        each(name, ({ perSecond }) => perSecond),
      ),
    ),
    figure(`Dongbo to floor, ${of}`, '×', ratio('floor'), atLeast(0.4)),
    ...(names.includes('naive')
      ? [
          figure(`Dongbo to naive, ${of}`, '×', ratio('naive'), atLeast(5)),
          figure(
            `calls of naive, ${of}`,
            'calls/dossier',
            each('naive', ({ callsPerDossier }) => callsPerDossier),
          ),
          figure(
            `calls of Dongbo, ${of}`,
            'calls/dossier',
            each('ours', ({ callsPerDossier }) => callsPerDossier),
            {
              atMost: naiveCalls / 20,
            },
          ),
        ]
      : []),
    figure(
      `Dongbo's most memory, ${of}`,
      'MB',
      each('ours', ({ rssMb }) => rssMb),
      { atMost: 300 },
    ),
  ];
}

async function measureIn(arena: ArenaOnServers, options: BenchOptions): Promise<SectionResult> {
  const sizes = options.size === null ? SIZES : [options.size];
  const largest = Math.max(...sizes);
  const figures: Figure[] = [];
  for (const size of sizes) {
    const names: ContenderName[] = ['floor', 'ours', 'naive'];
    if (options.size === null && size <= MOST_BESIDE) names.push('pg-boss');
    const all = await rounds(arena, size, names, options);
    figures.push(...figuresOf(`${size} dossiers`, all, names, size === largest));
  }
  if (options.size === null && options.latencyMs > 0) {
    const names: ContenderName[] = ['floor', 'ours', 'naive'];
    const all = await rounds({ ...arena, latencyMs: 0 }, MOST_BESIDE, names, options);
    figures.push(...figuresOf(`${MOST_BESIDE} dossiers, a portal that answers at once`, all, names, false));
  }
  const details = { size: largest };
  return {
    figures,
    notes: [
      `${arena.postgresIs} (views, ledger and queues on one server), queues in ${arena.redisIs ?? 'the ledger’s PostgreSQL'}; contenders, servers and the portal's stand-in, which takes ${options.latencyMs} ms an answer, share this machine.`,
      `${BATCH.dossiersACall} dossiers and ${BATCH.stepsACall} steps a call, ${BATCH.callsAtATime} calls at a time for everybody; Dongbo keeps one of them free for what changes today. It ships with 10 steps a call, since nobody has seen how many the real portal takes.`,
      'Floor reads the same rows by the same cursor, makes the same payloads and posts them by the same HTTP client, without ledger and queue: killed, it does not know what the portal has.',
      `Naive has a BullMQ job a dossier with a look-up, a create or update and one call with its steps; it loads the first ${Math.min(largest, MOST_OF_NAIVE)} dossiers.`,
      'pg-boss has a job a batch and a table of dossiers with their state; its workers are woken as soon as there is something to do, since polling alone would hold it at 400 dossiers a second.',
      'Dongbo is timed from the line “started” of `dongbo run` until its ledger says that all is accepted, the others until the portal has it all.',
    ],
    details,
  };
}

/** See the head of this file. */
export const firstLoad: Section = {
  name: 'first-load',
  title: 'First load',
  measure: (options) => inArena(options, (arena) => measureIn(arena, options)),
};

/** The document of `--only first-load --json`: medians at the largest size. */
export function firstLoadJson({ figures, details }: SectionResult): object {
  const size = Number(details?.size);
  const median = (name: string): number =>
    figures.find((one) => one.name === `${name}, ${size} dossiers`)?.spread.median ?? Number.NaN;
  return {
    size,
    floor: { perSecond: median('floor') },
    naive: { perSecond: median('naive'), callsPerDossier: median('calls of naive') },
    ours: {
      perSecond: median('Dongbo'),
      callsPerDossier: median('calls of Dongbo'),
      rssMb: median("Dongbo's most memory"),
    },
    oursToFloor: median('Dongbo to floor'),
    oursToNaive: median('Dongbo to naive'),
  };
}
