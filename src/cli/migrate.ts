/**
 * `dongbo migrate`: brings the ledger to this version; with `--to` back to an older one.
 * Guarantees: up asks nothing and loses nothing; down says first what is lost.
 */
import { migrateAudited } from '../compose/migrating.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { migrateBackVerb, versionOf } from './migrate-back.ts';

interface Options extends CommonOptions {
  readonly to?: string;
  readonly yes?: boolean;
}

const verb: Verb = async ({ house, print, say }) => {
  const opened = await house.openedLedger();
  const done = await migrateAudited(house, opened);
  print({ ...done, ledger: opened.database.where }, () =>
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
    .option(
      '--to <version>',
      say(
        'lùi sổ về phiên bản cũ này, trước khi quay lại chương trình cũ',
        'takes the ledger back to this older version, before going back to an older program',
      ),
    )
    .option('--yes', say('không hỏi về những gì sẽ mất', 'asks nothing about what is lost'))
    .option(...jsonOption(say))
    .action((options: Options) => {
      const { to } = options;
      return done(
        runVerb(options, to === undefined ? verb : migrateBackVerb(versionOf(to), options.yes === true)),
      );
    });
  withExamples(command, say, [
    ['migrate', 'chạy mỗi lần cài phiên bản mới', 'after each installation of a new version'],
    ['migrate --to 0004', 'xem sẽ mất gì khi lùi, rồi mới lùi', 'what is lost by going back, then back'],
  ]);
  withExitCodes(command, say, [
    [0, 'xong', 'done'],
    [1, 'không xác nhận', 'not confirmed'],
    [2, 'gọi sai, hoặc cần --yes vì có thứ sẽ mất', 'wrong use, or --yes is needed, as something is lost'],
    [75, 'một dịch vụ đang làm việc trên sổ', 'a service is at work on the ledger'],
    [78, 'sổ của chương trình mới hơn', 'the ledger is that of a newer program'],
  ]);
};
