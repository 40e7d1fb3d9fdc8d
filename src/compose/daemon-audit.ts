/**
 * The daemon in the audit: when it started and stopped, the newest hash in its log, and what has gone from it.
 * Guarantees: whatever any command of any machine adds stands in the log of a running daemon within a
 * minute or two, where who can change the database cannot change it; where the newest entry that it has seen is
 * gone, or is another one, log and audit say so (DB-AUD-004); the daemon starts and ends in time also where
 * the audit cannot be written: it must deliver.
 */
import type { House } from '../compose.ts';
import { reasonOf } from '../domain/errors.ts';
import { AUDIT_GONE, type AuditEntry, hasAudit, newestAudit } from '../ledger/audit.ts';
import type { Database } from '../ledger/database.ts';
import { pause } from '../lifecycle.ts';
import { within } from '../telemetry/within.ts';
import { beginAudited, noteAudit } from './auditing.ts';

const LOOK_EVERY_MS = 60_000;
/** SIGTERM must end within 10 s, and running calls need most of it. */
const END_MS = 1_500;

/** A daemon whose start is written down. */
export interface AuditedDaemon {
  /** Writes down that it stops, if that can be done at once. @param error code why it had to, '' = it was told to */
  stopped(error: string): Promise<void>;
}

/** Writes down that a daemon of these roles has started; logs the newest hash until `signal` fires. */
export async function auditDaemon(
  house: Pick<House, 'log'>,
  ledger: Database,
  role: string,
  signal: AbortSignal,
): Promise<AuditedDaemon> {
  const unwritten = (error: unknown): void =>
    house.log.warn('start or stop of the daemon could not be written to the audit', {
      reason: reasonOf(error),
    });
  const begun = await beginAudited(house, ledger, 'run', { role }).catch((error) => {
    unwritten(error);
    return null;
  });
  const witness = new AuditWitness(house, ledger);
  await witness.look();
  void witness.lookUntil(signal);
  return {
    async stopped(error) {
      const end = begun?.end(error === '' ? 'done' : 'failed', error === '' ? {} : { error });
      if (end) await within(end, END_MS).catch(unwritten);
    },
  };
}

/** Remembers the newest entry, for as long as its process runs. */
export class AuditWitness {
  readonly #house: Pick<House, 'log'>;
  readonly #ledger: Database;
  #seen: Pick<AuditEntry, 'seq' | 'hash'> | null = null;

  constructor(house: Pick<House, 'log'>, ledger: Database) {
    this.#house = house;
    this.#ledger = ledger;
  }

  /** Looks whether what was seen is still there; logs the newest hash where it is another one than before. */
  async look(): Promise<void> {
    try {
      if (this.#seen !== null && !(await hasAudit(this.#ledger, this.#seen)))
        await this.#tellGone(this.#seen);
      const newest = await newestAudit(this.#ledger);
      if (newest === null || newest.hash === this.#seen?.hash) return;
      this.#seen = newest;
      this.#house.log.info('audit', { records: newest.seq, hash: newest.hash });
    } catch {
      // A ledger that is away is told by others.
    }
  }

  async #tellGone({ seq, hash }: Pick<AuditEntry, 'seq' | 'hash'>): Promise<void> {
    const code = 'DB-AUD-004';
    this.#house.log.error('entries of the audit are gone', { code, records: seq, hash });
    const detail = { error: code, gone: seq, hash };
    await noteAudit(this.#house, this.#ledger, { action: AUDIT_GONE, phase: 'failed', detail });
    // Told once. Where that could not be written, the next look tells it again.
    this.#seen = null;
  }

  async lookUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(LOOK_EVERY_MS, signal);
      if (!signal.aborted) await this.look();
    }
  }
}
