/**
 * `dongbo run`: the daemon.
 * Guarantees: can be watched from before its first connection to after its last; ends non-zero by itself when
 * its worker has stopped working, so that systemd starts it anew, and when the ledger has come to another version:
 * then (78) systemd leaves it down.
 */
import { Option } from 'commander';
import { scheduleFaults } from '../../jobs/schedule.ts';
import { startScheduler } from '../../jobs/scheduler.ts';
import { auditDaemon } from '../compose/daemon-audit.ts';
import { openIntake } from '../compose/intake.ts';
import { openAll } from '../compose/reading.ts';
import { ServiceBeat } from '../compose/service-beat.ts';
import { knownSources } from '../compose/sources.ts';
import type { House } from '../compose.ts';
import { sourceNeeds } from '../config/source-settings.ts';
import type { Config } from '../config.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { pause } from '../lifecycle.ts';
import { type AddVerb, type CommonOptions, PORTAL_SETTINGS, runVerb, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';

const ROLES = ['scheduler', 'worker'] as const;
type Role = (typeof ROLES)[number];

/** How often the worker's progress is looked at. */
const LOOK_EVERY_MS = 5_000;
/** What ends it may hang in closing, too: after this long the process ends without. */
const FAULT_EXIT_MS = 10_000;

function rolesOf(text: string): readonly Role[] {
  const asked = text.split(',').map((role) => role.trim());
  const bad = asked.find((role) => !ROLES.some((known) => known === role));
  if (bad !== undefined || asked.length === 0) {
    throw new DongboError('DB-CFG-003', { option: '--role', value: text, expected: ROLES.join(', ') });
  }
  return asked as Role[];
}

/**
 * Resolves when the process is told to stop (`null`), its worker has stalled (DB-SVC-006), or the ledger is no
 * longer of its version (DB-SVC-005): a program must not go on with a ledger that it does not know.
 */
async function untilTheEnd(
  house: House,
  signal: AbortSignal,
  misfit: AbortSignal,
): Promise<DongboError | null> {
  const admin = await house.admin();
  const either = AbortSignal.any([signal, misfit]);
  for (;;) {
    await pause(LOOK_EVERY_MS, either);
    if (signal.aborted) return null;
    if (misfit.aborted) return misfit.reason as DongboError;
    const seconds = await admin.look();
    if (seconds !== null) return new DongboError('DB-SVC-006', { seconds });
  }
}

function logFault(house: House, role: string, { code, message, params }: DongboError): void {
  if (code === 'DB-SVC-006') house.log.error('stalled', { role, code, seconds: Number(params.seconds) });
  else house.log.error('the ledger is of another version', { role, code, reason: message });
}

function daemon(roles: readonly Role[]): Verb {
  return async ({ house, signal }) => {
    const role = roles.join(',');
    const admin = await house.admin();
    // Everything that can be wrong with settings and mappings is told before the first job.
    const codebook = await house.codebook();
    const ledger = await house.ledger();
    const misfit = await house.attend(`dongbo-run ${role}`);
    const queue = await house.queue();
    const handler = roles.includes('worker') ? await house.jobHandler() : null;
    // Asked of the portal hours later, a scheduler would load it from a program that was replaced on the disk meanwhile.
    await import('../compose/portal.ts');
    if (roles.includes('scheduler')) await openAll(await house.sources());
    const intake = roles.includes('scheduler') ? await openIntake(house, admin.intakeMetrics) : null;
    admin.attach({
      ledger,
      queue,
      sources: await knownSources(house),
      dueSoonHours: () => codebook.tables().scoreFormulas.dueSoonHours,
      intake,
      portal: handler ? await house.portal() : null,
    });
    house.log.info('started', { role });
    const giveUp = new AbortController();
    const until = AbortSignal.any([signal, giveUp.signal]);
    const inAudit = await auditDaemon(house, ledger, role, until);
    const scheduler = roles.includes('scheduler')
      ? await startScheduler(house, until, (leads) => admin.leads(leads))
      : null;
    if (handler) await queue.work(handler);
    const beat = new ServiceBeat({
      environment: process.env,
      language: house.config.LANGUAGE_CODE,
      log: house.log,
      isWell: () => admin.isWell(),
      queue,
      ledgerFault: () => house.ledgerContact.fault,
    });
    beat.started();
    const fault = await untilTheEnd(house, signal, misfit);
    if (fault) {
      logFault(house, role, fault);
      setTimeout(() => process.exit(fault.exitCode), FAULT_EXIT_MS).unref();
      giveUp.abort();
    }
    beat.stopping();
    house.log.info('stopping: no new work, running calls end', { role });
    // The scheduler enqueues and the workers settle: both end before anything they use is closed.
    const ended = await Promise.allSettled([scheduler?.stop(), intake?.close(), house.drain()]);
    for (const end of ended) {
      if (end.status === 'rejected') house.log.error('stopping', { role, reason: reasonOf(end.reason) });
    }
    await inAudit.stopped(fault?.code ?? '');
    if (fault) throw fault;
    house.log.info('stopped', { role });
    return 0;
  };
}

/** Adds the verb. */
export const addRun: AddVerb = (program, done, say) => {
  const role = new Option(
    '--role <roles>',
    say(
      'scheduler (lập lịch), worker (gửi) hoặc cả hai, cách nhau bằng dấu phẩy',
      'scheduler, worker or both, comma separated',
    ),
  ).default('scheduler,worker');
  const verb = program
    .command('run')
    .description(
      say(
        'chạy thường trực: đọc, chuẩn hóa, gửi theo lịch',
        'the daemon: reads, normalizes and delivers by its schedule',
      ),
    )
    .addOption(role)
    .option(
      '--json',
      say(
        'ghi nhật ký dạng JSON cả khi chạy trên cửa sổ dòng lệnh',
        'logs JSON on a terminal, too, as it does elsewhere',
      ),
    )
    .action((options: CommonOptions & { role: string }) => {
      const roles = rolesOf(options.role);
      const scheduling = roles.includes('scheduler');
      const needs = {
        // The scheduler pulls the catalogue, the worker delivers: both speak to the portal.
        names: (config: Partial<Config>) => [...(scheduling ? sourceNeeds(config) : []), ...PORTAL_SETTINGS],
        ...(scheduling ? { check: (config: Config) => scheduleFaults(config) } : {}),
      };
      return done(runVerb(options, daemon(roles), { logTo: 'stdout', needs }));
    });
  withExamples(verb, say, [
    ['run', 'mọi việc trên một máy', 'everything on one machine'],
    ['run --role worker', 'thêm một máy chỉ để gửi', 'one more machine that delivers only'],
  ]);
  withExitCodes(verb, say, [
    [0, 'dừng theo lệnh', 'told to stop'],
    [
      69,
      'dịch vụ cần để khởi động không liên lạc được, hoặc bộ phận gửi đã đứng',
      'a service it needs to start is away, or its worker has stalled',
    ],
    [75, 'sổ đang được lùi về phiên bản cũ hơn', 'the ledger is being taken back to an older version'],
    [
      78,
      'thiết lập hoặc bảng ánh xạ có lỗi, hoặc sổ đã sang phiên bản khác',
      'settings or mapping tables are at fault, or the ledger has come to another version',
    ],
  ]);
};
