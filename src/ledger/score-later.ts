/**
 * Dossiers whose records have time: all of them after an upgrade, and those whose record could not be made.
 * Guarantees: they are taken where nothing that changed is left, the newest first; one whose record could not be made
 * comes again after an hour, or when it changes, and is told until it is made.
 * Must not: be written but by who holds the lock of taking (score-facts.ts).
 */
import type { Queryable } from './database.ts';

/** How far whoever takes marks page by page has come. */
export interface MarksPlace {
  /** Id of what changed in today's lane, from the smallest on; `null` = that has been gone through. */
  today: number | null;
  /** Id of what changed, from the smallest on; 0 = at the beginning. */
  due: number;
  /** Id of what has time, from the greatest down. */
  later: number;
}

/** The beginning of all. */
export function firstPlace(): MarksPlace {
  return { today: 0, due: 0, later: Number.MAX_SAFE_INTEGER };
}

const TAKE = `
  DELETE FROM score_later WHERE dossier_id IN (
    SELECT dossier_id FROM score_later WHERE due_at <= now() AND dossier_id < $2 ORDER BY dossier_id DESC LIMIT $1)
  RETURNING dossier_id AS id`;

/** Fills the page of dossiers that changed up to `most`. Within the transaction that took them. */
export async function takeLater(
  tx: Queryable,
  changed: readonly number[],
  most: number,
  place: MarksPlace,
): Promise<number[]> {
  // Their records are made now: once is enough.
  await tx.query('DELETE FROM score_later WHERE dossier_id = ANY($1::bigint[])', [changed]);
  if (changed.length >= most) return [...changed];
  const { rows } = await tx.query<{ id: number }>(TAKE, [most - changed.length, place.later]);
  const ids = rows.map(({ id }) => id);
  place.later = Math.min(...ids, place.later);
  return [...changed, ...ids];
}

/** A dossier whose record could not be made. */
export interface FaultyFact {
  readonly id: number;
  /** Without anything of the dossier. */
  readonly fault: string;
}

const PUT_OFF = `
  INSERT INTO score_later (dossier_id, due_at, fault)
  SELECT d.id, now() + interval '1 hour', x.fault
  FROM unnest($1::bigint[], $2::text[]) AS x(id, fault) JOIN dossier d USING (id)`;

/** Puts off dossiers whose marks were taken in this transaction. One that is gone by now is nobody's. */
export async function putOff(tx: Queryable, faulty: readonly FaultyFact[]): Promise<void> {
  await tx.query(PUT_OFF, [faulty.map(({ id }) => id), faulty.map(({ fault }) => fault)]);
}

/** Dossiers whose record could not be made, by why. */
export interface FaultyCount {
  readonly fault: string;
  readonly count: number;
  /** Codes, the newest first. */
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

const FAULTY = `
  SELECT fault, count(*)::int AS count, (array_agg(d.code ORDER BY d.id DESC))[1:${EXAMPLES}] AS examples
  FROM score_later l JOIN dossier d ON d.id = l.dossier_id WHERE fault IS NOT NULL GROUP BY fault ORDER BY 2 DESC, 1`;

/** See {@link FaultyCount}. */
export async function faultyFacts(db: Queryable): Promise<readonly FaultyCount[]> {
  const { rows } = await db.query<FaultyCount & Record<string, unknown>>(FAULTY);
  return rows;
}

/** How many records could not be made. */
export async function faultyFactCount(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM score_later WHERE fault IS NOT NULL',
  );
  return rows[0]?.count ?? 0;
}
