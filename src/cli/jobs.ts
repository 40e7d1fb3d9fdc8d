/**
 * `dongbo jobs`: what runs by the clock, how it went, and who does it; `jobs run`: one of them now.
 * Guarantees: tells from the ledger alone, whichever machine the daemon runs on.
 */
import { newRun } from '../../jobs/run-job.ts';
import { runNow } from '../../jobs/run-now.ts';
import { jobsOf, nextRunOf } from '../../jobs/schedule.ts';
import { audited } from '../compose/auditing.ts';
import { knownSources, mainAsSet } from '../compose/sources.ts';
import { sourceNeeds } from '../config/source-settings.ts';
import type { Config, SettingName } from '../config.ts';
import { DongboError, explainError, isErrorCode } from '../domain/errors.ts';
import { jobRuns } from '../ledger/job-runs.ts';
import { jobsAtWork, leaderOf, type SessionAtWork } from '../ledger/sessions-at-work.ts';
import { pullNeeds } from './catalogue.ts';
import {
  type AddVerb,
  type CommonOptions,
  PORTAL_SETTINGS,
  runVerb,
  type Say,
  type Verb,
} from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { jobFigure } from './job-words.ts';
import { table, vietnamTime } from './table.ts';

const nameOf = ({ program, address }: SessionAtWork): string => `${program || '?'} (${address || '?'})`;

/** What a job cannot do without, beside the ledger; one that is not named here may need everything. */
const NEEDS: Readonly<Record<string, (config: Partial<Config>) => readonly SettingName[]>> = {
  // Where the ledger has no catalogue yet, it is pulled first.
  extract: (config) => [...sourceNeeds(config), ...pullNeeds(config)],
  irregular: sourceNeeds,
  recover: () => [],
  score: () => [],
  catalogue: pullNeeds,
  prune: () => [],
  reconcile: () => PORTAL_SETTINGS,
  sweep: sourceNeeds,
};
const EVERYTHING = (config: Partial<Config>): readonly SettingName[] => [
  ...sourceNeeds(config),
  ...PORTAL_SETTINGS,
];

/** Names of jobs as the help and wrong words tell them: those of a further source are `extract:<name>`. */
const NAMES = jobsOf([mainAsSet({ SOURCE_KIND: 'sql' })]).map(({ name }) => name);
/** What a job does, of whatever source. */
const whatOf = (name: string): string => name.split(':')[0] ?? name;

function leaderLine(leader: SessionAtWork | null, say: Say): string {
  return leader === null
    ? say(
        'Không có dongbo run nào đang lập lịch: các việc này không tự chạy.',
        'No dongbo run leads the scheduler: none of these jobs runs by itself.',
      )
    : say(`Đang lập lịch: ${nameOf(leader)}`, `The scheduler is led by: ${nameOf(leader)}`);
}

/** As the log names it; a run of an older version has no name. */
const named = (run: string, word: string): string => (run === '' ? '' : ` (${word} ${run})`);

const list: Verb = async ({ house, config, print, say, language }) => {
  const ledger = await house.ledger();
  const [runs, leader] = [await jobRuns(ledger), await leaderOf(ledger)];
  const scheduled = jobsOf(await knownSources(house));
  const atWork = await jobsAtWork(
    ledger,
    scheduled.map(({ name }) => name),
  );
  const jobs = scheduled.map((one) => {
    const { name, expression } = one;
    const run = runs.find(({ job }) => job === name);
    const lastError = run?.lastError ?? '';
    return {
      job: name,
      schedule: expression(config),
      running: atWork.get(name) ?? null,
      lastRun: run?.lastRun ?? null,
      lastSuccess: run?.lastSuccess ?? null,
      lastError,
      run: run?.run ?? '',
      remedy: isErrorCode(lastError) ? explainError(lastError, language).remedy : '',
      nextRun: leader === null ? null : nextRunOf(one, config),
    };
  });
  print({ leader, jobs }, () =>
    [
      leaderLine(leader, say),
      table(
        [
          say('Việc', 'Job'),
          say('Lịch', 'Schedule'),
          say('Đang chạy ở', 'Running at'),
          say('Lần chạy gần nhất', 'Last run'),
          say('Lần tốt gần nhất', 'Last success'),
          say('Lần tới', 'Next run'),
        ],
        jobs.map((job) => [
          job.job,
          job.schedule,
          job.running === null ? '–' : nameOf(job.running),
          vietnamTime(job.lastRun),
          vietnamTime(job.lastSuccess),
          vietnamTime(job.nextRun),
        ]),
      ),
      ...jobs.flatMap(({ job, lastError, run, remedy }) =>
        lastError === ''
          ? []
          : [
              say(
                `${job}: lần gần nhất không thành, ${lastError}${named(run, 'lần chạy')}`,
                `${job}: the last run failed, ${lastError}${named(run, 'run')}`,
              ),
              ...(remedy === '' ? [] : [`  → ${remedy}`]),
            ],
      ),
    ].join('\n'),
  );
  return 0;
};

function run(name: string): Verb {
  // Wrong words come before wrong settings; which sources there are, only the settings say.
  if (!NAMES.includes(whatOf(name)))
    throw new DongboError('DB-OPS-002', { value: name, expected: NAMES.join(', ') });
  return async ({ house, print, say, signal, language }) => {
    const scheduled = jobsOf(await knownSources(house));
    const job = scheduled.find((known) => known.name === name);
    if (job === undefined) {
      const expected = scheduled.map((known) => known.name).join(', ');
      throw new DongboError('DB-OPS-002', { value: name, expected });
    }
    const [run, started] = [newRun(), performance.now()];
    const done = await audited(house, {
      action: 'jobs run',
      detail: { job: name, run },
      work: () => runNow(house, job, run, signal),
      outcome: () => ({ complete: !signal.aborted }),
    });
    const seconds = Math.round((performance.now() - started) / 10) / 100;
    const told = Object.entries(done ?? {}).map(([figure, value]) =>
      jobFigure(job.what, figure, value, language),
    );
    print({ job: name, run, complete: !signal.aborted, seconds, ...done }, () =>
      [
        signal.aborted
          ? say(
              `${name}: dừng giữa chừng sau ${seconds} giây.`,
              `${name}: stopped before its end, after ${seconds} s.`,
            )
          : say(`${name}: xong sau ${seconds} giây.`, `${name}: done in ${seconds} s.`),
        ...(told.length > 0 ? [`  ${told.join(', ')}`] : []),
      ].join('\n'),
    );
    return signal.aborted ? 75 : 0;
  };
}

/** Adds the verbs. */
export const addJobs: AddVerb = (program, done, say) => {
  const verb = program
    .command('jobs')
    .description(
      say(
        'các việc định kỳ: lịch, kết quả lần gần nhất, ai đang chạy',
        'the scheduled jobs: when they run, how it went, who does them',
      ),
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions) => done(runVerb(options, list)));
  withExamples(verb, say, [
    ['jobs', 'tất cả các việc định kỳ', 'all scheduled jobs'],
    ['jobs run catalogue', 'tải danh mục ngay, không chờ đến giờ', 'pulls the catalogue now'],
  ]);
  const now = verb
    .command('run')
    .argument('<job>', `${NAMES.join(', ')}; extract:dat-dai…`)
    .description(say('chạy một việc ngay bây giờ', 'runs one of them now'))
    .option(...jsonOption(say))
    .action((name: string, _: unknown, command: { optsWithGlobals(): CommonOptions }) => {
      const needs = { names: NEEDS[whatOf(name)] ?? EVERYTHING };
      return done(runVerb(command.optsWithGlobals(), run(name), { needs }));
    });
  withExamples(now, say, [['jobs run recover', 'tìm ngay việc bị bỏ sót', 'looks for lost work now']]);
  withExitCodes(now, say, [
    [0, 'xong', 'done'],
    [1, 'không làm được', 'failed'],
    [75, 'đang chạy ở nơi khác, hoặc dừng giữa chừng', 'runs elsewhere, or was stopped'],
  ]);
};
