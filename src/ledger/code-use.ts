/**
 * Which codes the dossiers of the ledger use, and how many dossiers each.
 * Guarantees: reads only; a dossier counts once for a question, however often it asks it; counted are
 * the dossiers as they were last normalized.
 * Must not: be asked often: counting reads a row of every dossier.
 */
import type { LookupKey } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { Database, Queryable } from './database.ts';

/** A question that some dossier asks or asked. */
export interface KnownKey extends LookupKey {
  readonly id: number;
  /** The province's own name of what the code stands for; '' where the source has none. */
  readonly name: string;
}

/** Every question ever asked, also of dossiers that ask it no longer. */
export async function lookupKeys(db: Queryable): Promise<KnownKey[]> {
  const { rows } = await db.query<{ id: number } & KnownKey>(
    'SELECT id, kind, scope, code, name FROM lookup_key ORDER BY id',
  );
  return rows;
}

/** How many dossiers ask one question. */
export interface CodeUse {
  /** Id of its {@link KnownKey}. */
  readonly key: number;
  /** Day of receipt, `null` where there is none or it was not asked for. */
  readonly on: IsoDay | null;
  readonly dossiers: number;
}

const ALL = `
  SELECT k AS key, NULL AS on, count(*)::int AS dossiers
  FROM dossier_use CROSS JOIN LATERAL unnest(lookups) k
  GROUP BY 1`;

/** Joined, because asking an array of hundreds for each of millions of questions costs minutes. */
const BY_DAY = `
  SELECT k AS key, to_char(received_on, 'YYYY-MM-DD') AS on, count(*)::int AS dossiers
  FROM dossier_use
  CROSS JOIN LATERAL unnest(lookups) k
  JOIN unnest($1::integer[]) AS dated(id) ON dated.id = k
  GROUP BY k, received_on`;

/**
 * Counts the dossiers of every question.
 * @param datedKeyIds questions whose count is split by day of receipt (those whose answer depends on the day)
 */
export function codeUse(db: Database, datedKeyIds: readonly number[]): Promise<CodeUse[]> {
  return db.transaction(async (tx) => {
    // Room for one hash of all groups: sorting tens of millions of questions takes many times as long.
    await tx.query("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off");
    const { rows: all } = await tx.query<CodeUse & Record<string, unknown>>(ALL);
    if (datedKeyIds.length === 0) return all;
    const dated = new Set(datedKeyIds);
    const { rows: byDay } = await tx.query<CodeUse & Record<string, unknown>>(BY_DAY, [datedKeyIds]);
    return [...all.filter(({ key }) => !dated.has(key)), ...byDay];
  });
}
