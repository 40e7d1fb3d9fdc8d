/**
 * Which codes the dossiers of the ledger use, and how many dossiers each.
 * Guarantees: reads only; a dossier counts once for a question, however often it asks it; counted are
 * the dossiers as they were last normalized.
 * Must not: be asked often: counting reads a row of every dossier.
 */
import type { LookupKey } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { Queryable } from './database.ts';

/** A question that some dossier asks or asked. */
export interface KnownKey extends LookupKey {
  readonly id: number;
  /** The province's own name of what the code stands for; '' where the source has none. */
  readonly name: string;
  /** The source also gave it another name: it stands for no one thing. */
  readonly severalNames: boolean;
}

/** Every question ever asked, also of dossiers that ask it no longer. */
export async function lookupKeys(db: Queryable): Promise<KnownKey[]> {
  const { rows } = await db.query<{ id: number } & KnownKey>(
    `SELECT id, kind, scope, code, name, several_names AS "severalNames" FROM lookup_key ORDER BY id`,
  );
  return rows;
}

/** How many dossiers ask one question. */
export interface CodeUse {
  /** Id of its {@link KnownKey}. */
  readonly key: number;
  /** Day of receipt, or the first of the days between which it does not matter; `null` where it is unknown or was not asked for. */
  readonly on: IsoDay | null;
  readonly dossiers: number;
}

/** Before every day of receipt. */
const FIRST_DAY = '0001-01-01' as IsoDay;

/** Joined, not `= ANY`: PostgreSQL would compare every use with every dated question, one after the other. */
const count = (day: string): string => `
  SELECT key, to_char(day, 'YYYY-MM-DD') AS on, dossiers FROM (
    SELECT k AS key, CASE WHEN dated.id IS NOT NULL THEN ${day} END AS day, count(*)::int AS dossiers
    FROM dossier_use CROSS JOIN LATERAL unnest(lookups) k LEFT JOIN unnest($1::integer[]) dated(id) ON dated.id = k
    GROUP BY 1, 2) counted`;

const BY_DAY = count('received_on');
const BY_TURN = count('($2::date[])[width_bucket(received_on, $2::date[])]');

/**
 * Counts the dossiers of every question.
 * @param datedKeyIds questions whose count is split by day of receipt (those whose answer depends on the day)
 * @param turns days on which answers may change: days between two of them are counted as one, under the
 * first; give them wherever they are known, since every day on its own makes many times more rows.
 */
export async function codeUse(
  db: Queryable,
  datedKeyIds: readonly number[],
  turns?: readonly IsoDay[],
): Promise<CodeUse[]> {
  const params = turns === undefined ? [] : [[FIRST_DAY, ...new Set(turns)].sort()];
  const { rows } = await db.query<{ key: number; on: IsoDay | null; dossiers: number }>(
    turns === undefined ? BY_DAY : BY_TURN,
    [[...new Set(datedKeyIds)], ...params],
  );
  return rows;
}

/** Fields of a dossier without which nothing is asked of its components and results. */
const BEFORE_PAPERS = ['procedureCode', 'sectorCode', 'receivedAt'];

/**
 * How many dossiers wait, as last normalized, for their procedure or day of receipt: the codes of their
 * components and results were not asked for, and are in no count.
 */
export async function papersNotAsked(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ dossiers: number }>(
    `SELECT count(DISTINCT dossier_id)::int AS dossiers FROM held
     WHERE origin = 'normalize' AND scope = 'dossier' AND blocking AND field = ANY($1::text[])`,
    [BEFORE_PAPERS],
  );
  return rows[0]?.dossiers ?? 0;
}

/** How many dossiers wait for their agency, by the agency's code as the source writes it. */
export async function heldAgencies(db: Queryable): Promise<{ value: string; dossiers: number }[]> {
  const { rows } = await db.query<{ value: string; dossiers: number }>(
    `SELECT value, count(DISTINCT dossier_id)::int AS dossiers FROM held
     WHERE origin = 'normalize' AND scope = 'dossier' AND blocking AND field = 'agencyCode' GROUP BY value`,
  );
  return rows;
}
