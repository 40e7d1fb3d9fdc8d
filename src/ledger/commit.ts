/**
 * What became of a commit whose answer never came.
 * Guarantees: asked of PostgreSQL itself, which remembers of every transaction how it ended; a
 * transaction that may still be under way is told as such, never guessed.
 */
import type { QueryResultRow } from 'pg';
import { DongboError, reasonOf } from '../domain/errors.ts';

/** The connection was cut at COMMIT: it is stored, or it is not. A DB-SVC-001 for whoever does not ask. */
export class CommitUnknown extends DongboError {
  /** PostgreSQL's number of the transaction. */
  readonly xid: string;
  /** What the transaction's work came to, if it is stored. */
  readonly result: unknown;

  constructor(where: string, cause: unknown, xid: string, result: unknown) {
    super('DB-SVC-001', { where, reason: reasonOf(cause) }, { cause });
    this.xid = xid;
    this.result = result;
  }
}

/** Whom we ask: a connection, or the pool. */
interface Asked {
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
}

/** Number of the transaction of `tx`, `null` while it has written nothing (then nothing can be lost). */
export async function transactionId(tx: Asked): Promise<string | null> {
  const { rows } = await tx.query<{ xid: string | null }>(
    'SELECT pg_current_xact_id_if_assigned()::text AS xid',
  );
  return rows[0]?.xid ?? null;
}

/** SQLSTATE of a number that this server has not reached: it was another server's (a failover). */
const OF_THE_FUTURE = '22023';

/**
 * Is the transaction stored? `null`: it may still be under way, ask again. False also where the server
 * knows it no more: going again is for the guards of the statements.
 */
export async function wasCommitted(db: Asked, xid: string): Promise<boolean | null> {
  try {
    const { rows } = await db.query<{ status: string | null }>('SELECT pg_xact_status($1::xid8) AS status', [
      xid,
    ]);
    const status = rows[0]?.status ?? null;
    return status === 'in progress' ? null : status === 'committed';
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === OF_THE_FUTURE) return false;
    throw error;
  }
}
