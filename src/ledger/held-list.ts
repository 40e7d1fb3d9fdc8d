/** Held parts for people: grouped by reason, or one by one. Guarantees: reads only. */
import type { HeldScope } from '../domain/normalized.ts';
import type { Queryable } from './database.ts';

/** A value that is at fault in so many dossiers. */
export interface HeldValue {
  readonly value: string;
  readonly count: number;
}

/** One reason with how many dossiers it holds; what the portal refuses is told apart by its answers. */
export interface HeldReason {
  readonly code: string;
  readonly scope: HeldScope;
  readonly count: number;
  /** Of `count`: the portal has accepted what is at fault now, and keeps it; nobody need hurry. */
  readonly acceptedAsBefore: number;
  readonly field: string;
  /** Parameters that all parts of the reason have in common; `…` where they differ. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The value where it is a code and all have the same, else `…`. */
  readonly value: string;
  /** The most frequent values, where they are codes; never texts, names or numbers of people. */
  readonly values: readonly HeldValue[];
  /** How many further values there are. */
  readonly otherValues: number;
  /** Dossiers that need somebody come first. */
  readonly examples: readonly string[];
}

/** Fields that hold codes of a list or an enumeration, beside those that end in `.code`. */
const CODE_FIELDS = [
  ...['procedureCode', 'sectorCode', 'agencyCode', 'status', 'steps.status', 'channel', 'subjectType'],
  ...['returnMethod', 'filingPlace', 'payment', 'databases', 'vneidVerified', 'deleted'],
  ...['components.digitized', 'components.reuse', 'components.fromStore', 'components.deleted'],
  ...['components.replacesResult', 'results.componentCode', 'fees.kind', 'fees.collection'],
];

/** How many values of a reason are told. */
const VALUES = 5;

/** Where the payload has its parts, by scope. */
const PARTS = `CASE h.scope WHEN 'component' THEN 'components' WHEN 'result' THEN 'results' WHEN 'fee' THEN 'fees' END`;

/**
 * Has the portal what entry `h` of dossier `d` with delivery `v` finds at fault? Then tables or catalogue
 * changed since (keep-accepted.ts): a fault that blocks, or that its payload was complete without, or
 * a part that is there. A part whose id is taken by another is not.
 */
const AS_BEFORE = `(h.origin = 'normalize' AND v.state = 'accepted' AND (
  h.blocking OR NOT d.incomplete
  OR h.field NOT LIKE '%.id' AND EXISTS (
    SELECT FROM json_array_elements(v.payload -> ${PARTS}) one WHERE one ->> 'id' = h.part)
  OR h.field NOT LIKE '%.id' AND h.scope = 'step' AND EXISTS (
    SELECT FROM delivery w WHERE w.dossier_id = d.id AND w.kind = 'step' AND w.step_id = h.part
      AND w.accepted_version IS NOT NULL)))`;

/** SQL: entry `h` is of a dossier whose personal data are still there (prune.ts); else nobody can mend it. */
export const NOT_PRUNED = `NOT EXISTS (SELECT FROM dossier gone WHERE gone.id = h.dossier_id AND gone.pruned_at IS NOT NULL)`;

const REASONS = `
  WITH entry AS (
    SELECT h.code, h.scope, h.field, h.params, d.code AS dossier, ${AS_BEFORE} AS as_before,
      CASE WHEN h.origin = 'portal' THEN concat_ws('|', h.params ->> 'errorCode', h.params ->> 'message') ELSE '' END AS answer,
      CASE WHEN h.field LIKE '%.code' OR h.field = ANY($1::text[]) THEN h.value END AS value
    FROM held h JOIN dossier d ON d.id = h.dossier_id
    JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
    WHERE d.pruned_at IS NULL),
  reason AS (
    SELECT code, scope, answer, count(*)::int AS count, count(*) FILTER (WHERE as_before)::int AS as_before,
      min(field) AS field, (array_agg(dossier ORDER BY as_before, dossier))[1:3] AS examples
    FROM (
      SELECT code, scope, answer, dossier, bool_and(as_before) AS as_before, min(field) AS field
      FROM entry GROUP BY code, scope, answer, dossier) of_dossier
    GROUP BY code, scope, answer),
  param AS (
    SELECT code, scope, answer, jsonb_object_agg(key, value) AS params
    FROM (
      SELECT e.code, e.scope, e.answer, p.key,
        CASE WHEN min(p.value::text) = max(p.value::text) THEN min(p.value #>> '{}') ELSE '…' END AS value
      FROM entry e CROSS JOIN jsonb_each(e.params) p GROUP BY e.code, e.scope, e.answer, p.key) one
    GROUP BY code, scope, answer),
  value AS (
    SELECT code, scope, answer, count(*)::int AS count,
      jsonb_agg(jsonb_build_object('value', value, 'count', dossiers) ORDER BY dossiers DESC, value)
        FILTER (WHERE rank <= $2) AS values
    FROM (
      SELECT code, scope, answer, value, count(DISTINCT dossier) AS dossiers,
        row_number() OVER (PARTITION BY code, scope, answer ORDER BY count(DISTINCT dossier) DESC, value) AS rank
      FROM entry WHERE value <> '' GROUP BY code, scope, answer, value) ranked
    GROUP BY code, scope, answer)
  SELECT r.code, r.scope, r.count, r.as_before AS "acceptedAsBefore", r.field, coalesce(p.params, '{}') AS params,
    CASE WHEN x.count = 1 THEN x.values -> 0 ->> 'value' ELSE '…' END AS value,
    coalesce(x.values, '[]') AS values, greatest(coalesce(x.count, 0) - $2, 0) AS "otherValues", r.examples
  FROM reason r LEFT JOIN param p USING (code, scope, answer) LEFT JOIN value x USING (code, scope, answer)
  ORDER BY r.count - r.as_before DESC, r.count DESC, r.code, r.scope, r.answer`;

/** All reasons, those that most dossiers wait for first, with three examples each. */
export async function heldReasons(db: Queryable): Promise<HeldReason[]> {
  const { rows } = await db.query<HeldReason & { examples: string[] }>(REASONS, [CODE_FIELDS, VALUES]);
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
    `SELECT count(*)::int AS count FROM held h JOIN dossier d ON d.id = h.dossier_id
     WHERE ${column} = $1 AND d.pruned_at IS NULL`,
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
     WHERE ${column} = $1 AND d.pruned_at IS NULL ORDER BY h.since, h.id LIMIT $2`,
    [value, limit],
  );
  return rows;
}
