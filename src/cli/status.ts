/** `dongbo status`: backlog, lag, held by reason, last success of each job. */
import { jobsOf, nextRunOf } from '../../jobs/schedule.ts';
import { dueSoonHoursOf, refreshForGlance } from '../compose/facts.ts';
import { knownSources } from '../compose/sources.ts';
import { DELIVERY_STATES, LANES, type Lane } from '../domain/delivery.ts';
import { explainError } from '../domain/errors.ts';
import { tlsFaultOf } from '../domain/tls-fault.ts';
import { breakers, type LaneBreaker, type PersonsPause } from '../ledger/breaker.ts';
import { type StepsOtherwise, stepsOtherwise } from '../ledger/following.ts';
import { heldReasons } from '../ledger/held-list.ts';
import { jobRuns } from '../ledger/job-runs.ts';
import { overview } from '../ledger/overview.ts';
import { faultyFacts } from '../ledger/score-later.ts';
import { urgentCounts, urgentStandings } from '../ledger/urgent.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { heldTable } from './held.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { sourceFares, sourceFaresTable } from './source-fares.ts';
import { type UrgentFare, urgentLines } from './status-urgent.ts';
import { duration, table, vietnamTime } from './table.ts';

const STATE_NAMES = {
  queued: ['chờ gửi', 'queued'],
  sending: ['đang gửi', 'sending'],
  retrying: ['gửi lại', 'retrying'],
  unknown: ['chưa rõ', 'unknown'],
  accepted: ['Cổng đã nhận', 'accepted'],
  held: ['giữ lại', 'held'],
} as const;

/** The name of a state for people. */
export function stateName(state: keyof typeof STATE_NAMES, say: CommandContext['say']): string {
  const [vi, en] = STATE_NAMES[state];
  return say(vi, en);
}

/** A login that was answered, and not by a server at fault or with a page of something between. */
function isRefusedLogin(reason: string): boolean {
  return /^LOGIN: HTTP (?!5|429)/.test(reason) && !/ body\b|no session in the answer/.test(reason);
}

/** Of a lane that is paused: what to do; why, since when, and when it is tried again. */
function pauseLines(
  {
    lane,
    state,
    since,
    reason,
    nextProbe,
  }: Pick<LaneBreaker, 'state' | 'since' | 'reason' | 'nextProbe'> & {
    readonly lane: Lane;
  },
  { say, language }: Pick<CommandContext, 'say' | 'language'>,
): string[] {
  const next =
    state === 'half-open'
      ? say('đang thử lại', 'being tried now')
      : say(`thử lại lúc ${vietnamTime(nextProbe)}`, `next try ${vietnamTime(nextProbe)}`);
  const away = tlsFaultOf(reason) ?? 'DB-PRT-001';
  const { remedy } = explainError(isRefusedLogin(reason) ? 'DB-PRT-002' : away, language);
  return [
    say(
      `Làn ${lane} tạm dừng từ ${vietnamTime(since)}, không mất gì: ${reason}; ${next}`,
      `Lane ${lane} is paused since ${vietnamTime(since)}, nothing is lost: ${reason}; ${next}`,
    ),
    `  → ${remedy}`,
  ];
}

/** The portal changes no step: who wants it otherwise there must ask its operators. */
function otherwiseLine({ count, examples }: StepsOtherwise, say: CommandContext['say']): string {
  const dossiers = examples.join(', ');
  return say(
    `Bước Cổng đã nhận mà nguồn nay ghi khác: ${count} (dongbo explain: ${dossiers})`,
    `Steps that the portal has otherwise than the source by now: ${count} (dongbo explain: ${dossiers})`,
  );
}

/** Of a lane that a person has paused: who, since when, why, and how it goes on. */
export function personsPauseLines(
  { lane, at, by, why }: PersonsPause & { readonly lane: Lane },
  say: CommandContext['say'],
): string[] {
  return [
    say(
      `Làn ${lane} do ${by} cho tạm dừng từ ${vietnamTime(at)}, không mất gì: ${why}`,
      `Lane ${lane} was paused by ${by} at ${vietnamTime(at)}, nothing is lost: ${why}`,
    ),
    say(`  → cho chạy tiếp: dongbo resume ${lane}`, `  → to go on: dongbo resume ${lane}`),
  ];
}

async function urgentFare({ house, signal }: CommandContext): Promise<UrgentFare> {
  const notCountedYet = await refreshForGlance(house, signal);
  const ledger = await house.ledger();
  const hours = await dueSoonHoursOf(house);
  const { lateBecauseOfSync, dueSoonNotSynchronized } = await urgentCounts(ledger, hours);
  const counts = { lateBecauseOfSync, dueSoonNotSynchronized };
  const standings = await urgentStandings(ledger, hours);
  return { counts, standings, notCountedYet, faulty: await faultyFacts(ledger) };
}

/** Tells how things are. */
export const status: Verb = async (context) => {
  const { house, config, print, say, language } = context;
  const ledger = await house.ledger();
  const urgent = await urgentFare(context);
  const { steps, ...seen } = await overview(ledger);
  const runs = await jobRuns(ledger);
  const reasons = await heldReasons(ledger);
  const scheduled = jobsOf(await knownSources(house));
  const jobs = scheduled.map((one) => {
    const { name } = one;
    const run = runs.find(({ job }) => job === name);
    return {
      job: name,
      lastRun: run?.lastRun ?? null,
      lastSuccess: run?.lastSuccess ?? null,
      lastError: run?.lastError ?? '',
      nextRun: nextRunOf(one, config),
    };
  });
  const sources = await sourceFares(context);
  const otherwise = await stepsOtherwise(ledger);
  const lanes = await breakers(ledger);
  const breaker = { live: lanes.live.state, backfill: lanes.backfill.state };
  const paused = LANES.flatMap((lane) => {
    const { state, since, reason, nextProbe, pausedBy: byPerson } = lanes[lane];
    return state === 'closed' && byPerson === null
      ? []
      : [{ lane, state, since, reason, nextProbe, byPerson }];
  });
  const document = {
    ...seen,
    ...urgent.counts,
    urgent: urgent.standings,
    notCountedYet: urgent.notCountedYet,
    notCountable: urgent.faulty,
    steps,
    stepsOtherwise: otherwise,
    sources,
    jobs,
    breaker,
    paused,
  };
  print(document, () =>
    [
      table(
        [say('Trạng thái', 'State'), say('Hồ sơ', 'Dossiers'), say('Bước', 'Steps')],
        DELIVERY_STATES.map((state) => [stateName(state, say), seen.states[state], steps[state]]),
      ),
      ...paused.flatMap((pause) => [
        ...(pause.byPerson === null ? [] : personsPauseLines({ lane: pause.lane, ...pause.byPerson }, say)),
        ...(pause.state === 'closed' ? [] : pauseLines(pause, { say, language })),
      ]),
      `${say('Gửi chưa đầy đủ', 'Incomplete')}: ${seen.incomplete}`,
      ...(otherwise.count > 0 ? [otherwiseLine(otherwise, say)] : []),
      `${say('Việc chờ lâu nhất', 'Oldest pending')}: ${duration(seen.oldestPendingSeconds, say)}`,
      `${say('Độ trễ 24 giờ', 'Lag over 24 h')}: p50 ${duration(seen.lagSeconds.p50, say)}, p99 ${duration(seen.lagSeconds.p99, say)}`,
      ...urgentLines(urgent, say),
      sourceFaresTable(sources, say),
      table(
        [say('Việc định kỳ', 'Job'), say('Lần tốt gần nhất', 'Last success'), say('Lần tới', 'Next run')],
        jobs.map((job) => [job.job, vietnamTime(job.lastSuccess), vietnamTime(job.nextRun)]),
      ),
      ...(reasons.length > 0 ? [heldTable(reasons, language, say)] : []),
    ].join('\n'),
  );
  return 0;
};

/** Adds the verb. */
export const addStatus: AddVerb = (program, done, say) => {
  const command = program
    .command('status')
    .description(
      say(
        'tồn đọng, độ trễ, lý do giữ lại, việc định kỳ',
        'backlog, lag, what is held and why, the last runs of jobs',
      ),
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions) => done(runVerb(options, status)));
  withExamples(command, say, [
    ['status', 'xem tình hình lúc này', 'how things are now'],
    ['status --json', 'cho chương trình khác đọc', 'the same for other programs'],
  ]);
};
