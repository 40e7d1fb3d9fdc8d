/** Held parts for people: grouped by reason, or one by one. Guarantees: reads only. */
import type { HeldScope } from '../domain/normalized.ts';
import type { Queryable } from './database.ts';

/** One reason with how many dossiers it holds. */
export interface HeldReason {
  readonly code: string;
  readonly scope: HeldScope;
  readonly count: number;
  readonly field: string;
  /** Parameters and value of the first example; the value may be personal data. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly value: string;
  readonly examples: readonly string[];
}

/** All reasons, most dossiers first, with three examples each. */
export async function heldReasons(db: Queryable): Promise<HeldReason[]> {
  const { rows } = await db.query<HeldReason & { examples: string[] }>(`
    SELECT h.code, h.scope, count(DISTINCT h.dossier_id)::int AS count, min(h.field) AS field,
      (array_agg(h.params ORDER BY h.id))[1] AS params, (array_agg(h.value ORDER BY h.id))[1] AS value,
      (array_agg(DISTINCT d.code))[1:3] AS examples
    FROM held h JOIN dossier d ON d.id = h.dossier_id
    GROUP BY h.code, h.scope ORDER BY count DESC, h.code, h.scope`);
  return rows;
}

/** One held part. */
export interface HeldRow {
  readonly dossier: string;
  readonly scope: HeldScope;
  readonly part: string;
  readonly code: string;
  readonly field: string;
  readonly value: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly blocking: boolean;
  readonly since: Date;
}

/** Of one reason (error code), or of one dossier. */
export type HeldBy = { readonly reason: string } | { readonly dossier: string };

const columnOf = (by: HeldBy) =>
  'reason' in by ? (['h.code', by.reason] as const) : (['d.code', by.dossier] as const);

/** How many parts are held. */
export async function countHeld(db: Queryable, by: HeldBy): Promise<number> {
  const [column, value] = columnOf(by);
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM held h JOIN dossier d ON d.id = h.dossier_id WHERE ${column} = $1`,
    [value],
  );
  return rows[0]?.count ?? 0;
}

/** Held parts of one reason or of one dossier, oldest first. */
export async function heldRows(db: Queryable, by: HeldBy, limit: number): Promise<HeldRow[]> {
  const [column, value] = columnOf(by);
  const { rows } = await db.query<HeldRow>(
    `SELECT d.code AS dossier, h.scope, h.part, h.code, h.field, h.value, h.params, h.blocking, h.since
     FROM held h JOIN dossier d ON d.id = h.dossier_id
     WHERE ${column} = $1 ORDER BY h.since, h.id LIMIT $2`,
    [value, limit],
  );
  return rows;
}
