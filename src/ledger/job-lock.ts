/**
 * One machine at a time does a scheduled job.
 * Guarantees: the lock belongs to a database session and dies with it; the session ends within
 * seconds when its machine has vanished, stands still or is cut off (grip.ts), and whoever did the job
 * there is told to stop before that. It goes back as it was: a session of its own for every job of every tick would be most
 * of what a tick with nothing changed costs.
 */
import type { Database, Session } from './database.ts';
import { endWithOwner, GRIP_TIMES, type GripTimes, holdOn, OUTLIVES_OWNER } from './grip.ts';
import { isCut } from './ledger-fault.ts';

/** First half of the advisory lock's key; the second is the hash of the job's name. */
export const JOB_LOCKS = 7_660_002;

/** A session that tried to take the lock, the time right before, and whether it has it. */
async function taken(
  db: Database,
  job: string,
  times: GripTimes,
  isLast = false,
): Promise<readonly [session: Session, since: number, locked: boolean]> {
  // Whoever does not answer for so long has ended the session that asked.
  const session = await db.connect(times.serverMs);
  try {
    const since = performance.now();
    const { rows } = await session.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked, ${endWithOwner(times)}`,
      [JOB_LOCKS, job],
    );
    return [session, since, rows[0]?.locked === true];
  } catch (error) {
    session.release(true);
    // It idled, and was cut off meanwhile without a word: another one tells whether the ledger is away.
    if (isLast || !isCut(error)) throw error;
    return taken(db, job, times, true);
  }
}

/**
 * Does `work` if no other session is at this job. Answers `null` when one is. Throws DB-SVC-001
 * or -014 when the lock was lost meanwhile, after `work`, whose signal fires then, has ended.
 */
export async function withJobLock<Result>(
  db: Database,
  job: string,
  work: (lost: AbortSignal) => Promise<Result>,
  times: GripTimes = GRIP_TIMES,
): Promise<Result | null> {
  const [session, since, locked] = await taken(db, job, times);
  // One that failed, or may have ended, may still hold the lock, and has its settings.
  let sound = false;
  try {
    if (!locked) {
      await session.query(`SELECT ${OUTLIVES_OWNER}`);
      sound = true;
      return null;
    }
    const grip = holdOn(session, since, () => performance.now(), times);
    const unlock = async (): Promise<boolean> => {
      const { rows } = await session.query<{ unlocked: boolean }>(
        `SELECT pg_advisory_unlock($1, hashtext($2)) AS unlocked, ${OUTLIVES_OWNER}`,
        [JOB_LOCKS, job],
      );
      return rows[0]?.unlocked === true;
    };
    let result: Result;
    try {
      result = await work(grip.lost);
    } catch (error) {
      const answers = await grip.letGo();
      // Its session is closed, but would hold the lock until the server has noticed. Where unlocking fails, too, that
      // is how it goes, and what the work failed of is what is told.
      if (answers) await unlock().catch(() => false);
      throw error;
    }
    await grip.letGo();
    sound = (await unlock()) && !grip.lost.aborted;
    return result;
  } finally {
    session.release(!sound);
  }
}
