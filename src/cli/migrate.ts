/** `dongbo migrate`: brings the ledger to this version. */
import { migrate } from '../ledger/migrate.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';

const verb: Verb = async ({ house, print, say }) => {
  const { database, url } = await house.openedLedger();
  const done = await migrate(database, url);
  print({ ...done, ledger: database.where }, () =>
    done.applied.length === 0
      ? say(`Sổ đã ở phiên bản ${done.version}.`, `The ledger is at version ${done.version}.`)
      : say(
          `Sổ đã lên phiên bản ${done.version} (chạy: ${done.applied.join(', ')}).`,
          `The ledger is now at version ${done.version} (ran: ${done.applied.join(', ')}).`,
        ),
  );
  return 0;
};

/** Adds the verb. */
export const addMigrate: AddVerb = (program, done, say) => {
  const command = program
    .command('migrate')
    .description(
      say('đưa sổ lên phiên bản của chương trình', 'brings the ledger to this version of the program'),
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions) => done(runVerb(options, verb)));
  withExamples(command, say, [
    ['migrate', 'chạy mỗi lần cài phiên bản mới', 'after each installation of a new version'],
  ]);
};
