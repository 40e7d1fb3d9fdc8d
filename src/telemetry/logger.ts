/**
 * The log: one JSON line an event.
 * Guarantees: fields are the ones listed here, ids and counts, and no other; error texts come from the error
 * catalogue; no personal data, no secret, no dossier content (invariant 10).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, destination, pino } from 'pino';

/** What a line may carry, and of what form. Adding a field here is a decision about personal data. */
const FIELDS = {
  job: 'text',
  /** Name of one run of a job. */
  run: 'text',
  lane: 'text',
  /** Name of one round of delivery; `explain` shows it with each attempt. */
  batch: 'text',
  role: 'text',
  service: 'text',
  outcome: 'text',
  errorCode: 'text',
  code: 'text',
  reason: 'text',
  where: 'text',
  version: 'text',
  /** Newest hash of the audit. */
  hash: 'text',
  records: 'number',
  dossiers: 'number',
  checked: 'number',
  drift: 'number',
  healed: 'number',
  swept: 'number',
  reread: 'number',
  untimed: 'number',
  missed: 'number',
  vanished: 'number',
  back: 'number',
  failed: 'number',
  steps: 'number',
  read: 'number',
  changed: 'number',
  unchanged: 'number',
  accepted: 'number',
  held: 'number',
  retrying: 'number',
  unknown: 'number',
  calls: 'number',
  enqueued: 'number',
  fetched: 'number',
  listed: 'number',
  expiredLeases: 'number',
  lostAnswers: 'number',
  miscounted: 'number',
  durationMs: 'number',
  seconds: 'number',
  httpStatus: 'number or null',
  since: 'time or null',
  nextProbe: 'time or null',
} as const satisfies Readonly<Record<string, Form>>;

interface Forms {
  readonly text: string;
  readonly number: number;
  readonly 'number or null': number | null;
  readonly 'time or null': Date | null;
}
type Form = keyof Forms;

/** See {@link FIELDS}. */
export type LogFields = { readonly [Name in keyof typeof FIELDS]?: Forms[(typeof FIELDS)[Name]] };

const FITS: Readonly<Record<Form, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  'number or null': (value) => value === null || typeof value === 'number',
  'time or null': (value) => value === null || value instanceof Date,
};

/** What types forbid is dropped, should it come all the same. */
function allowed(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => {
      const form: Form | undefined = Object.hasOwn(FIELDS, name)
        ? FIELDS[name as keyof LogFields]
        : undefined;
      return form !== undefined && FITS[form](value);
    }),
  );
}

/** Levels of the log. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Writes the log. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Does `work`; each line that is written for it before it has ended carries the run's name. */
  inRun<Result>(run: string, work: () => Promise<Result>): Promise<Result>;
}

/** A run that lines are written for. What it has left behind (a connection that breaks later) is no part of it. */
interface Run {
  readonly run: string;
  isUnderWay: boolean;
}

/** A logger to standard output (`dongbo run`) or standard error (commands, whose output is for people or `--json`). */
export function createLogger(level: LogLevel, to: 'stdout' | 'stderr' | DestinationStream): Logger {
  const stream = typeof to === 'string' ? destination({ dest: to === 'stdout' ? 1 : 2, sync: true }) : to;
  const log = pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  const current = new AsyncLocalStorage<Run>();
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) => {
      const of = current.getStore();
      const run: LogFields = of?.isUnderWay ? { run: of.run } : {};
      log[name](allowed({ ...run, ...fields }), message);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    async inRun(run, work) {
      const begun: Run = { run, isUnderWay: true };
      try {
        return await current.run(begun, work);
      } finally {
        begun.isUnderWay = false;
      }
    },
  };
}
