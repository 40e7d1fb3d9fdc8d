/**
 * One machine at a time does a scheduled job.
 * Guarantees: the lock belongs to a database session and dies with it; the session ends within
 * seconds when its machine has vanished, stands still or is cut off (grip.ts), and whoever did the job
 * there is told to stop before that.
 */
import type { Database } from './database.ts';
import { endWithOwner, GRIP_TIMES, type GripTimes, holdOn } from './grip.ts';

/** First half of the advisory lock's key; the second is the hash of the job's name. */
export const JOB_LOCKS = 7_660_002;

/**
 * Does `work` if no other session is at this job. Answers `null` when one is. Throws DB-SVC-001 when
 * the lock was lost meanwhile, after `work`, whose signal fires then, has ended.
 */
export async function withJobLock<Result>(
  db: Database,
  job: string,
  work: (lost: AbortSignal) => Promise<Result>,
  times: GripTimes = GRIP_TIMES,
): Promise<Result | null> {
  const session = await db.connect();
  try {
    const since = performance.now();
    const { rows } = await session.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked, ${endWithOwner(times)}`,
      [JOB_LOCKS, job],
    );
    let result: Result | null = null;
    if (rows[0]?.locked) {
      const grip = holdOn(session, since, () => performance.now(), times);
      try {
        result = await work(grip.lost);
      } finally {
        await grip.letGo();
      }
      await session.query('SELECT pg_advisory_unlock($1, hashtext($2))', [JOB_LOCKS, job]);
    }
    return result;
  } finally {
    // It ends with its owner and knows no other life: what the administrator set would be guesswork. And
    // one that failed may still hold the lock.
    session.release(true);
  }
}
