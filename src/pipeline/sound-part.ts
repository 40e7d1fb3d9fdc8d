/**
 * Making many records of which some cannot be made.
 * Guarantees: one at fault holds up no other: where some cannot be made together, each half is made by itself, so that a
 * few more tries find it; what it is told by has nothing of the dossier in it.
 * Must not: take for a record's fault what is the ledger's, or a deadlock's.
 */
import { DongboError } from '../domain/errors.ts';
import type { Queryable } from '../ledger/database.ts';
import type { FaultyFact } from '../ledger/score-later.ts';

/** What became of some dossiers. */
export interface SoundPart {
  readonly changed: number;
  readonly faulty: readonly FaultyFact[];
}

/** Has as many made as can be; within a transaction. @param make answers how many it has changed */
export async function soundPart(
  tx: Queryable,
  ids: readonly number[],
  make: (ids: readonly number[]) => Promise<number>,
): Promise<SoundPart> {
  if (ids.length === 0) return { changed: 0, faulty: [] };
  await tx.query('SAVEPOINT part');
  try {
    const changed = await make(ids);
    await tx.query('RELEASE SAVEPOINT part');
    return { changed, faulty: [] };
  } catch (error) {
    if (!isOfRecord(error)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part');
    const [id, ...others] = ids;
    if (id !== undefined && others.length === 0)
      return { changed: 0, faulty: [{ id, fault: faultOf(error) }] };
    const middle = Math.ceil(ids.length / 2);
    const [one, other] = [
      await soundPart(tx, ids.slice(0, middle), make),
      await soundPart(tx, ids.slice(middle), make),
    ];
    return { changed: one.changed + other.changed, faulty: [...one.faulty, ...other.faulty] };
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;
const SQL_STATE = /^[0-9A-Z]{5}$/;
/** Of a deadlock, or a transaction that is to go again: nobody's record is to blame. */
const AGAIN = /^40/;

/** The ledger's own faults, and cuts, are no record's. */
function isOfRecord(error: unknown): boolean {
  return !(error instanceof DongboError) && !AGAIN.test(String(codeOf(error) ?? ''));
}

/** What kind of error, and where; its message may have something of the dossier. */
function faultOf(error: unknown): string {
  const code = codeOf(error);
  if (typeof code === 'string' && SQL_STATE.test(code)) return `SQLSTATE ${code}`;
  if (!(error instanceof Error)) return 'unknown';
  const at = /\n\s+at (?:async )?(?:new )?([\w.$#]+) \(/.exec(error.stack ?? '')?.[1];
  return at === undefined ? error.name : `${error.name}, ${at}`;
}
