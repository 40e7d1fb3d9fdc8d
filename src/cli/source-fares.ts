/**
 * How each source fares, for `status` and `source list`.
 * Guarantees: tells from the ledger, whichever machine reads the sources; where settings or tables are faulty it
 * tells of those whose names are known.
 */
import { longestPauseMs } from '../../jobs/period.ts';
import { jobsOf, nextRunOf } from '../../jobs/schedule.ts';
import { type SourceState, sourceState } from '../compose/source-state.ts';
import { knownSources, namedSource, type ScheduledSource } from '../compose/sources.ts';
import type { SourceKind } from '../domain/source-definition.ts';
import { jobsAtWork } from '../ledger/sessions-at-work.ts';
import { sourceFigures } from '../ledger/source-figures.ts';
import type { CommandContext, Say } from './command-context.ts';
import { duration, table, vietnamTime } from './table.ts';

/** One source. */
export interface SourceFare {
  readonly name: string;
  readonly kind: SourceKind;
  readonly main: boolean;
  readonly state: SourceState;
  readonly schedule: string | null;
  readonly lastRead: Date | null;
  readonly ageSeconds: number | null;
  /** Code of the error with which its last reading ended; '' = none. */
  readonly error: string;
  readonly oldestPendingSeconds: number;
  readonly nextRun: Date | null;
}

/** Of every source, in their order. */
export async function sourceFares({ house, config }: CommandContext): Promise<readonly SourceFare[]> {
  const sources = await knownSources(house);
  const ledger = await house.ledger();
  const figures = await sourceFigures(ledger, sources.map(namedSource));
  const jobs = jobsOf(sources);
  const atWork = await jobsAtWork(
    ledger,
    jobs.map(({ name }) => name),
  );
  return sources.flatMap((source: ScheduledSource): SourceFare[] => {
    const { name, isMain, definition } = source;
    const of = figures.get(name);
    if (of === undefined) return [];
    const job = jobs.find((one) => one.name === namedSource(source).job);
    const pauseMs = job ? longestPauseMs(job.expression(config), new Date()) : null;
    return [
      {
        name,
        kind: definition.kind,
        main: isMain,
        state: sourceState(of, pauseMs === null ? null : pauseMs / 1000, atWork.has(job?.name ?? '')),
        schedule: job?.expression(config) ?? null,
        lastRead: of.lastRead,
        ageSeconds: of.lastReadAgeSeconds === null ? null : Math.round(of.lastReadAgeSeconds),
        error: of.lastError,
        oldestPendingSeconds: Math.round(of.oldestPendingSeconds),
        nextRun: job ? nextRunOf(job, config) : null,
      },
    ];
  });
}

/** A state in words. */
export function sourceStateName(state: SourceState, error: string, say: Say): string {
  const names: Readonly<Record<SourceState, string>> = {
    well: say('tốt', 'well'),
    loading: say('đang đọc lần đầu', 'first reading goes on'),
    failing: say(`lỗi ${error}`, `failing, ${error}`),
    silent: say('im lặng', 'silent'),
    never: say('chưa đọc', 'not read yet'),
  };
  return names[state];
}

/** For people. */
export function sourceFaresTable(fares: readonly SourceFare[], say: Say): string {
  return table(
    [
      say('Nguồn', 'Source'),
      say('Tình trạng', 'State'),
      say('Lần cuối đọc hết', 'Last read'),
      say('Chờ lâu nhất', 'Oldest pending'),
    ],
    fares.map(({ name, state, error, lastRead, ageSeconds, oldestPendingSeconds }) => [
      name,
      sourceStateName(state, error, say),
      lastRead === null ? '–' : `${vietnamTime(lastRead)} (${duration(ageSeconds, say)})`,
      duration(oldestPendingSeconds, say),
    ]),
  );
}
