/** `dongbo run`: the daemon. */
import { type Command, Option } from 'commander';
import { startScheduler } from '../../jobs/scheduler.ts';
import { DRAIN_MS } from '../compose.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { catalogueAge } from '../ledger/catalogue-snapshot.ts';
import { pause } from '../lifecycle.ts';
import { type CommonOptions, runVerb, type Verb } from './command-context.ts';

const ROLES = ['scheduler', 'worker'] as const;
type Role = (typeof ROLES)[number];

function rolesOf(text: string): readonly Role[] {
  const asked = text.split(',').map((role) => role.trim());
  const bad = asked.find((role) => !ROLES.some((known) => known === role));
  if (bad !== undefined || asked.length === 0) {
    throw new DongboError('DB-CFG-003', { option: '--role', value: text, expected: ROLES.join(', ') });
  }
  return asked as Role[];
}

function daemon(roles: readonly Role[]): Verb {
  return async ({ house, signal }) => {
    const role = roles.join(',');
    // Everything that can be wrong with settings and mappings is told before the first job.
    await house.codebook();
    const ledger = await house.ledger();
    const queue = await house.queue();
    const handler = roles.includes('worker') ? await house.jobHandler() : null;
    if (roles.includes('scheduler')) await house.source();
    house.log.info('started', { role });
    const { procedures } = await catalogueAge(ledger);
    const atOnce = procedures === 0 ? ['recover', 'catalogue'] : ['recover', 'extract'];
    const scheduler = roles.includes('scheduler') ? startScheduler(house, signal, atOnce) : null;
    if (handler) await queue.work(handler);
    while (!signal.aborted) await pause(60_000, signal);
    house.log.info('stopping: no new work, running calls end', { role });
    // The scheduler enqueues and the workers settle: both end before anything they use is closed.
    const ended = await Promise.allSettled([scheduler?.stop(), queue.drain(DRAIN_MS)]);
    for (const end of ended) {
      if (end.status === 'rejected') house.log.error('stopping', { role, reason: reasonOf(end.reason) });
    }
    house.log.info('stopped', { role });
    return 0;
  };
}

/** Adds the verb. */
export function addRun(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  program
    .command('run')
    .description('chạy thường trực · the daemon')
    .addOption(
      new Option('--role <roles>', 'scheduler, worker or both, comma separated').default('scheduler,worker'),
    )
    .option('--json', 'accepted for uniformity: the log on standard output is JSON anyway')
    .action((options: CommonOptions & { role: string }) => {
      const roles = rolesOf(options.role);
      return done(runVerb(options, daemon(roles), { logTo: 'stdout' }));
    });
}
