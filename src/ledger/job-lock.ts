/**
 * One machine at a time does a scheduled job.
 * Guarantees: the lock belongs to a database session and dies with it, so that a machine that
 * vanished blocks nobody for longer than its connection.
 */
import type { Database } from './database.ts';

/** First half of the advisory lock's key; the second is the hash of the job's name. */
const JOB_LOCKS = 7_660_002;

/** Does `work` if no other session is at this job. Answers `null` when one is. */
export async function withJobLock<Result>(
  db: Database,
  job: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  const session = await db.connect();
  let sound = false;
  try {
    const { rows } = await session.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS locked',
      [JOB_LOCKS, job],
    );
    if (!rows[0]?.locked) {
      sound = true;
      return null;
    }
    const result = await work();
    await session.query('SELECT pg_advisory_unlock($1, hashtext($2))', [JOB_LOCKS, job]);
    sound = true;
    return result;
  } finally {
    // A session that failed may still hold the lock: closing it lets go.
    session.release(!sound);
  }
}
