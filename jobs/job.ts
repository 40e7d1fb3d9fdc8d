/** What a scheduled job is. */
import type { House } from '../src/compose.ts';
import type { Config } from '../src/config.ts';
import type { LogFields } from '../src/telemetry/logger.ts';

/** A job of the scheduler: one at a time over all machines. */
export interface Job {
  readonly name: string;
  /** Its cron expression, with seconds, Asia/Ho_Chi_Minh. */
  readonly expression: (config: Config) => string;
  /** Does it; answers what is worth a log line, `null` when nothing is. Throws when it failed. */
  readonly run: (house: House, signal: AbortSignal) => Promise<LogFields | null>;
}
