/**
 * The ledger does not know all that the portal was told: it was restored from a backup, or Dongbo takes
 * over from another program. Up to a time steps may be at the portal without a word of it here.
 * Guarantees: such a step is `unknown` from its first moment, so that it is read back before it goes, and
 * none goes twice (invariant 5); one that a refusal holds stays so, and is read back as soon as it would go;
 * what the ledger has as accepted stays so. Dossiers need no doubt: creating or updating them twice is harmless.
 * Must not: judge by the clock of this machine; steps carry the time that the province gave them.
 */
import type { Database, Queryable } from './database.ts';

const note = (until: string): string => `
  INSERT INTO doubt (until) VALUES (${until})
  ON CONFLICT (one) DO UPDATE SET until = greatest(doubt.until, excluded.until), noted_at = now()`;

/**
 * Added to the present: a step that was sent before it may carry a later time, where the clock of the
 * province is ahead, or a clerk wrote down an hour still to come. A day covers both, and a wrong time zone.
 */
const MARGIN = `interval '1 day'`;

/** SQL: a time as the province writes it, as steps carry it. */
const LOCAL = (time: string): string =>
  `to_char(${time} AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD"T"HH24:MI:SS')`;

/** SQL, asked once a statement: up to which time of a step there is doubt; NULL = there is none. */
export const DOUBTFUL_UP_TO = `(SELECT ${LOCAL('doubt.until')} FROM doubt)`;

/** SQL: may the portal have a step of the time `at` (as the province writes it) though nothing here says so? */
export const isDoubtful = (at: string): string =>
  `EXISTS (SELECT FROM doubt WHERE ${at} <= ${LOCAL('doubt.until')})`;

/** The end of a call that nobody here has made may still be under way: see the quiet period of reading back. */
const IN_DOUBT = `state = 'unknown', sent_version = v.version, sent_hash = v.payload_hash,
    attempt = 0, due_at = now(), lost_at = now()`;

const DOUBT_OPEN = `
  UPDATE delivery v SET ${IN_DOUBT}
  WHERE v.kind = 'step' AND v.state IN ('queued', 'retrying') AND ${isDoubtful(`v.payload ->> 'at'`)}`;

/** Puts steps up to `until` in doubt, those that wait now and those that are read later. Answers how many wait. */
export function noteDoubt(db: Database, until: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query(note('$1'), [until]);
    return doubtOpenSteps(tx);
  });
}

/**
 * Puts in doubt what may have been sent until now, by the ledger's clock and with a margin of a day; an
 * end that was noted later than that stays. Answers how many steps of those that wait.
 */
export async function doubtUntilNow(tx: Queryable): Promise<number> {
  await tx.query(note(`now() + ${MARGIN}`));
  return doubtOpenSteps(tx);
}

/** Puts the open steps in doubt that the noted time covers. Answers how many. */
async function doubtOpenSteps(tx: Queryable): Promise<number> {
  return (await tx.query(DOUBT_OPEN)).rowCount ?? 0;
}

/**
 * SQL: of the steps of a page ($1) that say something else by now, puts those in doubt for which `absent`
 * holds, as far as this ledger knows. The portal may have such a step as it was, for a refused one may have
 * gone again, or as it is by now: it stays as it was, and what follows it is noted beside it (following.ts).
 */
export const doubtChanged = (absent: string): string => `
  UPDATE delivery v SET ${IN_DOUBT}, wanted_at = coalesce(x.changed_at, now())
  FROM jsonb_to_recordset($1::jsonb) AS x(id bigint, step_id text, payload_hash text, changed_at timestamptz)
  WHERE v.dossier_id = x.id AND v.kind = 'step' AND v.step_id = x.step_id AND v.payload_hash <> x.payload_hash
    AND ${absent} AND ${isDoubtful(`v.payload ->> 'at'`)}`;

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
