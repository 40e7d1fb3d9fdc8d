/**
 * `dongbo doctor`: looks at every part and its surroundings, and says what is wrong and how to mend it.
 * Guarantees: faulty settings are its first finding and do not stop it; changes nothing; every check is told,
 * also one that could not be made.
 */
import { statfs } from 'node:fs/promises';
import { longestPauseMs } from '../../jobs/period.ts';
import { jobsOf, scheduleFaults } from '../../jobs/schedule.ts';
import { CHECKS, examine, exitOf } from '../compose/doctor/examine.ts';
import { knownSources } from '../compose/sources.ts';
import { type ExaminedSettings, examineSettings, furtherFaults, readDotEnv } from '../config.ts';
import { DongboError } from '../domain/errors.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { doctorDocument, doctorText } from './doctor-text.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';

interface DoctorOptions extends CommonOptions {
  readonly offline?: boolean;
  readonly links: string;
}

const LINKS = 5;
const MOST_LINKS = 200;

/** The settings as far as they are right, and all that is wrong with them. */
function examined(): ExaminedSettings {
  let dotEnv = {};
  const unreadable: string[] = [];
  try {
    dotEnv = readDotEnv(process.cwd());
  } catch (error) {
    if (!(error instanceof DongboError)) throw error;
    unreadable.push(...error.details);
  }
  const seen = examineSettings(process.env, dotEnv);
  const faults = [
    ...unreadable,
    ...seen.faults,
    ...furtherFaults(seen, dotEnv),
    ...scheduleFaults(seen.config),
  ];
  return { ...seen, faults };
}

function verb({ offline, links }: DoctorOptions, { faults, faulty }: ExaminedSettings): Verb {
  return async ({ config, house, language, print, say, signal }) => {
    const seen = await examine(
      {
        house,
        language,
        faults,
        faulty,
        jobs: jobsOf(await knownSources(house)).map(({ name, expression }) => ({
          name,
          periodMs: longestPauseMs(expression(config), new Date()),
        })),
        links: wholeNumberOf('--links', links, 0, MOST_LINKS),
        now: Date.now,
        statFs: statfs,
        signal,
      },
      offline ? CHECKS.filter((check) => check.offline) : CHECKS,
    );
    print(doctorDocument(seen, language), () =>
      doctorText(seen, language, say, process.stdout.isTTY === true),
    );
    return signal.aborted ? 75 : exitOf(seen);
  };
}

/** Adds the verb. */
export const addDoctor: AddVerb = (program, done, say) => {
  const command = program
    .command('doctor')
    .description(
      say('khám từng phần: có gì sai, sửa thế nào', 'looks at every part: what is wrong, and how to mend it'),
    )
    .option(
      '--offline',
      say(
        'chỉ xem máy này (thiết lập, tệp, chứng thư, đĩa), không hỏi máy nào khác',
        'this machine only (settings, files, certificates, disk); asks no other',
      ),
    )
    .option(
      '--links <count>',
      say('thử chừng này liên kết tệp', 'so many file links are tried'),
      String(LINKS),
    )
    .option(...jsonOption(say))
    .action((options: DoctorOptions) => {
      const settings = examined();
      return done(runVerb(options, verb(options, settings), { config: settings.config }));
    });
  withExamples(command, say, [
    ['doctor', 'sau khi cài đặt, và khi có gì không ổn', 'after installing, and when something is amiss'],
    ['doctor --offline', 'trước khi nối mạng', 'before there is a network'],
    ['doctor --links 50', 'thử nhiều liên kết tệp hơn', 'more file links are tried'],
  ]);
  withExitCodes(command, say, [
    [0, 'không có gì hỏng (có thể có cảnh báo)', 'nothing has failed (there may be warnings)'],
    [1, 'có chỗ hỏng', 'something has failed'],
    [69, 'một dịch vụ không liên lạc được', 'a service is away'],
    [78, 'thiết lập, phiên bản hoặc chứng thư sai', 'settings, versions or certificates are wrong'],
  ]);
};
