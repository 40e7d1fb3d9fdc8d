/** `dongbo migrate`: brings the ledger to this version. */
import type { Command } from 'commander';
import { migrate } from '../ledger/migrate.ts';
import { type CommonOptions, runVerb, type Verb } from './command-context.ts';

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
export function addMigrate(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  program
    .command('migrate')
    .description('đưa sổ lên phiên bản này · bring the ledger to this version')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions) => done(runVerb(options, verb)));
}
