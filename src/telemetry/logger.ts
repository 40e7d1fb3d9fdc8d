/**
 * The log: one JSON line an event.
 * Guarantees: fields are the ones listed here, ids and counts; error texts come from the error
 * catalogue; no personal data, no secret, no dossier content (invariant 10).
 */
import { type DestinationStream, destination, pino } from 'pino';

/** What a line may carry. Adding a field here is a decision about personal data. */
export interface LogFields {
  readonly job?: string;
  readonly lane?: string;
  readonly role?: string;
  readonly service?: string;
  readonly outcome?: string;
  readonly errorCode?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly where?: string;
  readonly version?: string;
  readonly records?: number;
  readonly dossiers?: number;
  readonly checked?: number;
  readonly drift?: number;
  readonly healed?: number;
  readonly failed?: number;
  readonly steps?: number;
  readonly read?: number;
  readonly changed?: number;
  readonly unchanged?: number;
  readonly accepted?: number;
  readonly held?: number;
  readonly enqueued?: number;
  readonly fetched?: number;
  readonly listed?: number;
  readonly expiredLeases?: number;
  readonly lostAnswers?: number;
  readonly durationMs?: number;
  readonly seconds?: number;
  readonly httpStatus?: number | null;
  readonly nextProbe?: Date | null;
}

/** Levels of the log. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Writes the log. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A logger to standard output (`dongbo run`) or standard error (commands, whose output is for people or `--json`). */
export function createLogger(level: LogLevel, to: 'stdout' | 'stderr' | DestinationStream): Logger {
  const stream = typeof to === 'string' ? destination({ dest: to === 'stdout' ? 1 : 2, sync: true }) : to;
  const log = pino({ level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      log[name](fields, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
