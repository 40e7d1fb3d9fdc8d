/**
 * The command `dongbo`: parses the call, runs one verb, answers its exit code.
 * Guarantees: every error ends in `printError`; wrong use is exit 2.
 */
import { Command, CommanderError } from 'commander';
import { DongboError } from '../domain/errors.ts';
import { addCatalogue } from './catalogue.ts';
import { type AddVerb, languageOfEnvironment, type Say, sayIn } from './command-context.ts';
import { addDemo } from './demo.ts';
import { addErrors } from './errors.ts';
import { addExplain } from './explain.ts';
import { addHeld } from './held.ts';
import { addMapping } from './mapping.ts';
import { addMigrate } from './migrate.ts';
import { printError, printErrorDocument } from './print-error.ts';
import { addRun } from './run.ts';
import { addSimulate } from './simulate.ts';
import { addStatus } from './status.ts';
import { addSync } from './sync.ts';

const VERBS: readonly AddVerb[] = [
  addDemo,
  addMigrate,
  addCatalogue,
  addSync,
  addRun,
  addStatus,
  addExplain,
  addHeld,
  addMapping,
  addErrors,
  addSimulate,
];

/**
 * The program with all its verbs.
 * @param done is given the exit code of the verb that was run
 * @param say picks the text of the language in which help is told
 */
export function createProgram(
  done: (code: Promise<number>) => Promise<void>,
  say: Say = sayIn(languageOfEnvironment()),
): Command {
  const program = new Command('dongbo')
    .description(
      'Đồng bộ hồ sơ của tỉnh lên Cổng Dịch vụ công quốc gia · synchronizes a province with the National Public Service Portal',
    )
    .showHelpAfterError()
    .exitOverride();
  for (const add of VERBS) add(program, done, say);
  return program;
}

/** Runs the command line. @param argv the words after `dongbo`. Answers the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = createProgram(async (code) => {
    exitCode = await code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    const json = argv.includes('--json');
    if (!(error instanceof CommanderError)) return printError(error, languageOfEnvironment(), json);
    if (error.exitCode === 0) return 0;
    // Commander has told people on standard error, with the help; scripts get their document.
    if (json) printErrorDocument(wrongUse(error), languageOfEnvironment());
    return 2;
  }
}

/** Where a command is missing, commander shows the help and has no words for it. */
function wrongUse({ code, message }: CommanderError): DongboError {
  const reason = code === 'commander.help' ? 'no command given' : message.replace(/^error: /, '');
  return new DongboError('DB-CFG-005', { reason });
}
