/**
 * The command `dongbo`: parses the call, runs one verb, answers its exit code.
 * Guarantees: every error ends in `printError`; wrong use is exit 2.
 */
import { Command, CommanderError } from 'commander';
import { addCatalogue } from './catalogue.ts';
import { languageOfEnvironment } from './command-context.ts';
import { addDemo } from './demo.ts';
import { addExplain } from './explain.ts';
import { addHeld } from './held.ts';
import { addMapping } from './mapping.ts';
import { addMigrate } from './migrate.ts';
import { printError } from './print-error.ts';
import { addRun } from './run.ts';
import { addSimulate } from './simulate.ts';
import { addStatus } from './status.ts';
import { addSync } from './sync.ts';

/** Runs the command line. @param argv the words after `dongbo`. Answers the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const done = async (code: Promise<number>): Promise<void> => {
    exitCode = await code;
  };
  const program = new Command('dongbo')
    .description(
      'Đồng bộ hồ sơ của tỉnh lên Cổng Dịch vụ công quốc gia · synchronizes a province with the National Public Service Portal',
    )
    .showHelpAfterError()
    .exitOverride();
  for (const add of [
    addDemo,
    addMigrate,
    addCatalogue,
    addSync,
    addRun,
    addStatus,
    addExplain,
    addHeld,
    addMapping,
    addSimulate,
  ]) {
    add(program, done);
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return printError(error, languageOfEnvironment(), argv.includes('--json'));
  }
}
