/**
 * The ledger does not know all that the portal was told: it was restored from a backup, or Dongbo takes
 * over from another program. Up to a time steps may be at the portal without a word of it here.
 * Guarantees: such a step is `unknown` from its first moment, so that it is read back before it goes, and
 * none goes twice (invariant 5); what the ledger has as accepted stays so. Dossiers need no doubt:
 * creating or updating them twice is harmless.
 * Must not: judge by the clock of this machine; steps carry the time that the province gave them.
 */
import type { Database, Queryable } from './database.ts';

const NOTE = `
  INSERT INTO doubt (until) VALUES ($1)
  ON CONFLICT (one) DO UPDATE SET until = greatest(doubt.until, excluded.until), noted_at = now()`;

/** SQL: a time as the province writes it, as steps carry it. */
const LOCAL = (time: string): string =>
  `to_char(${time} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS')`;

/** SQL: may the portal have a step of the time `at` (as the province writes it) though nothing here says so? */
export const isDoubtful = (at: string): string =>
  `EXISTS (SELECT FROM doubt WHERE ${at} <= ${LOCAL('doubt.until')})`;

/** The end of a call that nobody here has made may still be under way: see the quiet period of reading back. */
const DOUBT_OPEN = `
  UPDATE delivery v SET state = 'unknown', sent_version = v.version, sent_hash = v.payload_hash,
    attempt = 0, due_at = now(), lost_at = now()
  WHERE v.kind = 'step' AND v.state IN ('queued', 'retrying') AND ${isDoubtful(`v.payload ->> 'at'`)}`;

/** Puts steps up to `until` in doubt, those that wait now and those that are read later. Answers how many wait. */
export function noteDoubt(db: Database, until: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query(NOTE, [until]);
    return doubtOpenSteps(tx);
  });
}

/** Puts the open steps in doubt that the noted time covers. Answers how many. */
export async function doubtOpenSteps(tx: Queryable): Promise<number> {
  return (await tx.query(DOUBT_OPEN)).rowCount ?? 0;
}

/** Until when there is doubt; `null` = none. */
export async function doubtUntil(db: Queryable): Promise<Date | null> {
  const { rows } = await db.query<{ until: Date }>('SELECT until FROM doubt');
  return rows[0]?.until ?? null;
}

/** Ends the doubt for what is read from now on; steps that are in doubt stay so until they are read back. False: there was none. */
export async function endDoubt(db: Queryable): Promise<boolean> {
  return ((await db.query('DELETE FROM doubt')).rowCount ?? 0) > 0;
}

/**
 * Is there doubt, and has the source not been read since it was noted? Then the portal may rightly show
 * what this ledger is yet to read.
 */
export async function isSourceUnread(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ unread: boolean }>(
    `SELECT EXISTS (SELECT FROM doubt b
       WHERE NOT EXISTS (SELECT FROM source_cursor c WHERE c.moved_at > b.noted_at)) AS unread`,
  );
  return rows[0]?.unread === true;
}
