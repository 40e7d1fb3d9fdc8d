/** What a scheduled job is. */

import type { House } from '../src/compose.ts';
import type { Config } from '../src/config.ts';
import type { LogFields } from '../src/telemetry/logger.ts';

/** A job of the scheduler: one at a time over all machines. */
export interface Job {
  /** Of a further source `<what>:<source>`: each source has jobs of its own, and none waits for another's. */
  readonly name: string;
  /** What it does, of whatever source: the name without the source's. */
  readonly what: string;
  /** Its cron expression, with seconds, Asia/Ho_Chi_Minh. */
  readonly expression: (config: Config) => string;
  /** Where that stands: a setting, or a file with a word. */
  readonly says: string;
  /** Does it; answers what is worth a log line, `null` when nothing is. Throws when it failed. */
  readonly run: (house: House, signal: AbortSignal) => Promise<LogFields | null>;
}
