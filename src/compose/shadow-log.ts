/**
 * Says that several sources give the same dossiers.
 * Guarantees: once an hour for each source at the most, with how many by then; no code of a dossier is in it.
 */
import { DongboError } from '../domain/errors.ts';
import type { Logger } from '../telemetry/logger.ts';

const REST_MS = 3_600_000;

/** See the file's head. */
export class ShadowLog {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #now: () => number;
  readonly #told = new Map<string, number>();

  /** @param now clock that never steps back, milliseconds */
  constructor(log: Pick<Logger, 'warn'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** So many dossiers of one reading of `source` are another's. */
  seen(source: string, dossiers: number): void {
    const now = this.#now();
    if (dossiers === 0 || now - (this.#told.get(source) ?? Number.NEGATIVE_INFINITY) < REST_MS) return;
    this.#told.set(source, now);
    const { code, message } = new DongboError('DB-OPS-009', { value: source });
    this.#log.warn('another source owns what this one gives', {
      where: source,
      code,
      dossiers,
      reason: message,
    });
  }
}
