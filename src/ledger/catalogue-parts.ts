/**
 * Components, results and fees of procedures that were just fetched.
 * Guarantees: what is the same is not written again; a component or result that is gone gets an end
 * of validity and keeps its row, one that is back begins anew.
 * Must not: log; the caller compares and logs in the same transaction.
 */
import type { CatalogueProcedure } from '../domain/ports.ts';
import { itemsByCode } from './catalogue-compare.ts';
import type { Queryable } from './database.ts';
import { toJsonb } from './jsonb.ts';

type PartsField = 'components' | 'results' | 'fees';

function rowsOf(procedures: readonly CatalogueProcedure[], field: PartsField): string {
  return toJsonb(
    procedures.flatMap((procedure) =>
      [...itemsByCode(procedure[field])].map(([code, name]) => ({ procedure: procedure.code, code, name })),
    ),
  );
}

const FROM_JSON = 'jsonb_to_recordset($1::jsonb) AS x(procedure text, code text, name text)';

/** Stores the parts of `procedures`, which are in the ledger already. */
export async function storeParts(tx: Queryable, procedures: readonly CatalogueProcedure[]): Promise<void> {
  const codes = procedures.map(({ code }) => code);
  for (const [table, field] of [
    ['component', 'components'],
    ['result', 'results'],
  ] as const) {
    const rows = rowsOf(procedures, field);
    await tx.query(
      `UPDATE ${table} AS c SET valid_to = now()
       WHERE c.valid_to IS NULL AND c.procedure = ANY($2::text[])
         AND NOT EXISTS (SELECT FROM ${FROM_JSON} WHERE x.procedure = c.procedure AND x.code = c.code)`,
      [rows, codes],
    );
    await tx.query(
      `INSERT INTO ${table} AS c (procedure, code, name) SELECT x.procedure, x.code, x.name FROM ${FROM_JSON}
       ON CONFLICT (procedure, code) DO UPDATE SET name = excluded.name, valid_to = NULL,
         valid_from = CASE WHEN c.valid_to IS NULL THEN c.valid_from ELSE now() END
       WHERE c.name <> excluded.name OR c.valid_to IS NOT NULL`,
      [rows],
    );
  }
  // No lookup asks for fees and no person compares them: they are simply replaced.
  await tx.query('DELETE FROM procedure_fee WHERE procedure = ANY($1::text[])', [codes]);
  await tx.query(
    `INSERT INTO procedure_fee (procedure, code, name) SELECT x.procedure, x.code, x.name FROM ${FROM_JSON}`,
    [rowsOf(procedures, 'fees')],
  );
}
