/**
 * A ledger that waits for its server instead of failing.
 * Guarantees: a statement or transaction that met a fault of the ledger is done again once its user
 * has waited; a transaction whose commit was cut off is done again only when PostgreSQL says that it
 * is not stored, so that nothing is written twice and what was stored is told as stored.
 * Must not: be used for statements that do harm when they are done twice (a statement outside a
 * transaction has no number to ask for).
 */
import type { DongboError } from '../domain/errors.ts';
import { CommitUnknown, wasCommitted } from './commit.ts';
import type { Database, Queryable } from './database.ts';
import { isLedgerFault } from './ledger-fault.ts';

/** How a user of the ledger waits. */
export interface Patience {
  /**
   * The ledger failed for the `tries`-th time in a row (0 = first). Resolves when it is to be tried
   * again; throws to give up.
   */
  wait(fault: DongboError, tries: number): Promise<void>;
  /** What was waited for has answered; these faults it had met. */
  back(met: readonly DongboError[]): void;
}

/** `db` with patience. */
export function patientDatabase(db: Database, patience: Patience): Database {
  async function insist<Result>(ask: () => Promise<Result>): Promise<Result> {
    const met = new Map<string, DongboError>();
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await ask();
        if (tries > 0) patience.back([...met.values()]);
        return answer;
      } catch (error) {
        if (!isLedgerFault(error)) throw error;
        met.set(error.code, error);
        await patience.wait(error, tries);
      }
    }
  }

  function transaction<Result>(
    work: (tx: Queryable) => Promise<Result>,
    statementMs?: number,
  ): Promise<Result> {
    let open: CommitUnknown | null = null;
    return insist(async () => {
      if (open !== null) {
        const stored = await wasCommitted(db, open.xid);
        if (stored === null) throw open;
        if (stored) return open.result as Result;
        open = null;
      }
      try {
        return await db.transaction(work, statementMs);
      } catch (error) {
        if (error instanceof CommitUnknown) open = error;
        throw error;
      }
    });
  }

  return {
    where: db.where,
    query: (text, values) => insist(() => db.query(text, values)),
    transaction,
    connect: (statementMs) => insist(() => db.connect(statementMs)),
    close: () => db.close(),
  };
}
