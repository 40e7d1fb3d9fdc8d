/**
 * The end of a process by an error that nobody caught.
 * Guarantees: told as every other error (print-error.ts), with where it came from; Node.js' own way of telling it
 * would write out all that a driver has put into it, rows of the ledger among it (invariant 10).
 */
import { languageOfEnvironment } from './command-context.ts';
import { framesOf, printError } from './print-error.ts';

/** Sees to it, for as long as the process lives; a rejection that nobody handles is such an error, too. */
export function tellUncaught(): void {
  process.on('uncaughtException', (error: unknown) => {
    const code = printError(error, languageOfEnvironment(), process.argv.includes('--json'));
    if (error instanceof Error) process.stderr.write(`${framesOf(error)}\n`);
    process.exit(code);
  });
}
