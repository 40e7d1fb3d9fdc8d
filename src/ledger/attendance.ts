/**
 * Whoever works with the ledger for long stands on it: daemons of every role, idle or not.
 * Guarantees: who would take the ledger back (step-back.ts) sees each of them, one that stands still too; while
 * it is taken back nobody begins; one under whose feet the ledger comes to another version is told within
 * seconds, and so is one that was cut off meanwhile, as soon as it is back.
 * Must not: end anybody's work itself; say that the ledger is away: that is told by who works with it.
 */
import { DongboError } from '../domain/errors.ts';
import type { Database, Queryable } from './database.ts';
import { assertMigrated } from './migrate.ts';

/** The advisory lock's key, beside those of leadership and jobs: shared by all who work, alone for who takes back. */
export const ATTENDANCE = 7_660_004;
/** How often it is looked whether the ledger is still of our version. */
const LOOK_EVERY_MS = 5_000;
/** A ledger that has not answered by then is asked anew. */
const ANSWER_MS = 15_000;

/** The session ends with its process, but never for being idle: who stands still is at work all the same. */
const STAND = `
  SELECT pg_try_advisory_lock_shared(${ATTENDANCE}, 0) AS stands,
    set_config('application_name', $1, false), set_config('idle_session_timeout', '0', false)`;

/** Who stands on the ledger. */
export interface Attendant {
  readonly ledger: Database;
  /** As `pg_stat_activity` shows it, and a step back that is refused. */
  readonly name: string;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly lookEveryMs?: number;
}

/** Standing on the ledger. */
export interface Attendance {
  /** Fires once the ledger is at another version; its reason is the DB-SVC-005. */
  readonly misfit: AbortSignal;
  /** Ends it; answers at once. */
  leave(): void;
}

/** Begins to stand on the ledger. Throws DB-OPS-007 while it is taken back, DB-SVC-005 at another version. */
export async function attend(attendant: Attendant): Promise<Attendance> {
  const standing = new Standing(attendant);
  await standing.enter();
  void standing.watch();
  return standing;
}

/** No version at all (a schema that cannot be seen just now, a restore under way) is a ledger that is away. */
const isOtherVersion = (error: unknown): boolean =>
  error instanceof DongboError && error.code === 'DB-SVC-005' && error.params.found !== '-';

type Session = Queryable & { release(destroy?: boolean): void };

class Standing implements Attendance {
  readonly #attendant: Attendant;
  readonly #misfit = new AbortController();
  readonly #left = new AbortController();
  #session: Session | null = null;
  /** The last look found another version. */
  #otherSeen = false;

  constructor(attendant: Attendant) {
    this.#attendant = attendant;
  }

  get misfit(): AbortSignal {
    return this.#misfit.signal;
  }

  async enter(): Promise<void> {
    const { ledger, name } = this.#attendant;
    const session = await ledger.connect(ANSWER_MS);
    if (this.#left.signal.aborted) return session.release(true);
    this.#session = session;
    try {
      const { rows } = await session.query<{ stands: boolean }>(STAND, [name]);
      if (!rows[0]?.stands) throw new DongboError('DB-OPS-007', { where: ledger.where });
      // Only now: whoever takes it back has either ended, or waits for us to go.
      await assertMigrated(session);
    } catch (error) {
      this.#step();
      throw error;
    }
  }

  async watch(): Promise<void> {
    const { pause, lookEveryMs = LOOK_EVERY_MS } = this.#attendant;
    const { signal } = this.#left;
    while (!signal.aborted && !this.misfit.aborted) {
      await pause(lookEveryMs, signal);
      if (!signal.aborted) await this.#look();
    }
  }

  async #look(): Promise<void> {
    try {
      if (this.#session === null) await this.enter();
      else await assertMigrated(this.#session);
      this.#otherSeen = false;
    } catch (error) {
      if (!isOtherVersion(error)) return this.#step();
      // It ends for good, so one look is not enough. Until its work has ended it stands there for all to see.
      if (this.#otherSeen) this.#misfit.abort(error);
      this.#otherSeen = true;
    }
  }

  /** Off the ledger, until the next look. The session has settings of its own and knows no other life. */
  #step(): void {
    this.#session?.release(true);
    this.#session = null;
  }

  leave(): void {
    this.#left.abort();
    this.#step();
  }
}
