/** Can the ledger be written? Guarantees: asks without writing; a replica is told from a setting. */
import { DongboError } from '../domain/errors.ts';
import type { Database, Queryable } from './database.ts';

const READ_ONLY = `
  SELECT CASE WHEN pg_is_in_recovery() THEN 'pg_is_in_recovery() = on'
    WHEN current_setting('transaction_read_only') = 'on' THEN 'default_transaction_read_only = on' END AS why`;

/** Throws DB-SVC-012 where the server lets itself be read only. */
export async function assertWritable(db: Queryable & Pick<Database, 'where'>): Promise<void> {
  const { rows } = await db.query<{ why: string | null }>(READ_ONLY);
  const why = rows[0]?.why ?? null;
  if (why !== null) throw new DongboError('DB-SVC-012', { where: db.where, reason: why });
}
