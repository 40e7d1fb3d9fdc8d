/**
 * The command `dongbo`: parses the call, runs one verb, answers its exit code.
 * Guarantees: every error ends in `printError`; wrong use is exit 2.
 */
import { Command, CommanderError } from 'commander';
import { keepStringsQuick } from '../lifecycle/quick-strings.ts';
import { type AddVerb, languageOfEnvironment, type Say, sayIn } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { speakHelp } from './help-language.ts';
import { printError, printErrorDocument } from './print-error.ts';
import { verbsFor } from './verbs.ts';
import { wrongUse } from './wrong-use.ts';

/**
 * The program with `verbs`.
 * @param done is given the exit code of the verb that was run
 * @param say picks the text of the language in which help is told
 */
export function createProgram(
  verbs: readonly AddVerb[],
  done: (code: Promise<number>) => Promise<void>,
  say: Say = sayIn(languageOfEnvironment()),
): Command {
  const program = speakHelp(new Command('dongbo'), say)
    .description(
      say(
        'Đồng bộ hồ sơ của tỉnh lên Cổng Dịch vụ công quốc gia',
        'Synchronizes the dossiers of a province with the National Public Service Portal',
      ),
    )
    // A verb that has verbs below it may share the names of options with them: each takes its own.
    .enablePositionalOptions()
    .exitOverride()
    // Told by printError, as every other error.
    .configureOutput({ outputError: () => {} });
  for (const add of verbs) add(program, done, say);
  withExamples(program, say, [
    ['demo', 'thử cả con đường trên máy này, không cần gì khác', 'tries the whole road on this machine'],
    ['status', 'xem đang tồn gì, có gì cần người xử lý', 'what is pending, and what waits for a person'],
    ['sync --help', 'trợ giúp của một lệnh', 'the help of one command'],
  ]);
  return withExitCodes(program, say, [
    [0, 'xong', 'done'],
    [1, 'không làm được', 'failed'],
    [2, 'gọi lệnh không đúng', 'called wrongly'],
    [69, 'một dịch vụ không liên lạc được', 'a service is away'],
    [75, 'chưa xong, thử lại sau', 'not done yet, try later'],
    [78, 'thiết lập hoặc bảng ánh xạ có lỗi', 'settings or mapping tables are at fault'],
  ]);
}

export { tellUncaught } from './uncaught.ts';

/** Runs the command line. @param argv the words after `dongbo`. Answers the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  // Before the libraries are loaded, or after: as long as it is done.
  keepStringsQuick();
  let exitCode = 0;
  try {
    const program = createProgram(await verbsFor(argv), async (code) => {
      exitCode = await code;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    const json = argv.includes('--json');
    const language = languageOfEnvironment();
    if (!(error instanceof CommanderError)) return printError(error, language, json);
    if (error.exitCode === 0) return 0;
    const fault = wrongUse(error, sayIn(language));
    if (error.code !== 'commander.help') return printError(fault, language, json);
    // The help itself is on standard error already and says more; scripts get their document.
    if (json) printErrorDocument(fault, language);
    return 2;
  }
}
