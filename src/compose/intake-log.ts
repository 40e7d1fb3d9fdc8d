/**
 * What the log says of requests to the intake.
 * Guarantees: counts and codes alone, nothing that a request carried; what is not taken is told once a minute at the
 * most for each source, result and code, with how many came since: whoever knocks without a token fills no disk.
 */
import type { RequestReport } from '../source/intake/intake-settings.ts';
import type { Logger } from '../telemetry/logger.ts';

const REST_MS = 60_000;

interface Told {
  readonly at: number;
  /** That came since and were not told. */
  untold: number;
}

/** See the file's head. */
export class IntakeLog {
  readonly #log: Pick<Logger, 'debug' | 'info' | 'warn'>;
  readonly #now: () => number;
  readonly #told = new Map<string, Told>();

  /** @param now clock that never steps back, milliseconds */
  constructor(log: Pick<Logger, 'debug' | 'info' | 'warn'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** A request is over. */
  request({ source, result, status, code, counts, durationMs }: RequestReport): void {
    const fields = {
      service: 'intake',
      outcome: result,
      where: source,
      httpStatus: status,
      read: Object.values(counts).reduce((sum, count) => sum + count, 0),
      changed: counts.stored,
      durationMs,
      ...(code === '' ? {} : { code }),
    };
    if (result === 'taken') {
      this.#log[counts.stored > 0 ? 'info' : 'debug']('intake', fields);
      return;
    }
    const calls = this.#due(`${source} ${result} ${code}`);
    if (calls > 0) this.#log.warn('intake', { ...fields, calls });
  }

  /** How many of this kind are to be told now, this one among them; 0 = none yet. */
  #due(kind: string): number {
    const [now, before] = [this.#now(), this.#told.get(kind)];
    if (before !== undefined && now - before.at < REST_MS) {
      before.untold += 1;
      return 0;
    }
    this.#told.set(kind, { at: now, untold: 0 });
    return 1 + (before?.untold ?? 0);
  }
}
