/**
 * Which dossiers a person means to send again.
 * Guarantees: reads only; every condition that is given must hold; one pass over a narrow table
 * (`dossier_use`, the questions of each dossier), not over rows and payloads.
 */
import type { IsoDay } from '../domain/codes.ts';
import type { Queryable } from './database.ts';

/** Questions that name what is meant: whichever a dossier asked, on a day of receipt within `from`…`to`. */
export interface AskedOn {
  /** Id of the question (code-use.ts). */
  readonly key: number;
  readonly from: IsoDay;
  /** The first day that no longer counts. */
  readonly to: IsoDay;
}

/** Conditions; `null` = none of that kind. */
export interface ResyncConditions {
  readonly dossiers: readonly string[] | null;
  /** A dossier must ask one of each list. */
  readonly asks: readonly (readonly AskedOn[])[];
  /** Days of receipt in the province, both inclusive. */
  readonly from: IsoDay | null;
  readonly to: IsoDay | null;
  /** Something of it is held for this reason. */
  readonly held: string | null;
}

/** Ids of the dossiers that are meant, in order. */
export async function selectDossiers(db: Queryable, conditions: ResyncConditions): Promise<number[]> {
  const { text, values } = selection(conditions);
  const { rows } = await db.query<{ id: number }>(text, values);
  return rows.map(({ id }) => id);
}

function selection({ dossiers, asks, from, to, held }: ResyncConditions): {
  text: string;
  values: unknown[];
} {
  const values: unknown[] = [];
  const value = (one: unknown): string => `$${values.push(one)}`;
  const use = [
    ...(from === null ? [] : [`u.received_on >= ${value(from)}::date`]),
    ...(to === null ? [] : [`u.received_on <= ${value(to)}::date`]),
    ...asks.map((list) => asked(list, value)),
  ];
  const all = [
    ...(dossiers === null ? [] : [`SELECT id FROM dossier WHERE code = ANY(${value(dossiers)}::text[])`]),
    ...(use.length === 0 ? [] : [`SELECT u.dossier_id AS id FROM dossier_use u WHERE ${use.join(' AND ')}`]),
    ...(held === null ? [] : [`SELECT h.dossier_id AS id FROM held h WHERE h.code = ${value(held)}`]),
  ];
  return { text: `SELECT id FROM (${all.join(' INTERSECT ')}) meant ORDER BY id`, values };
}

/** The list as a whole sorts out nearly all at the price of one comparison of arrays; the day decides the rest. */
function asked(list: readonly AskedOn[], value: (one: unknown) => string): string {
  const keys = value(list.map(({ key }) => key));
  const from = value(list.map((one) => one.from));
  const to = value(list.map((one) => one.to));
  return `u.lookups && ${keys}::integer[] AND EXISTS (
    SELECT FROM unnest(${keys}::integer[], ${from}::date[], ${to}::date[]) AS x(key, since, until)
    WHERE x.key = ANY(u.lookups)
      AND (x.since <= '0001-01-01' AND x.until >= '9999-12-31' OR u.received_on >= x.since AND u.received_on < x.until))`;
}

/** Those of `codes` that the ledger does not have. */
export async function unknownDossiers(db: Queryable, codes: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ code: string }>(
    `SELECT x.code FROM unnest($1::text[]) AS x(code)
     WHERE NOT EXISTS (SELECT FROM dossier d WHERE d.code = x.code)`,
    [codes],
  );
  return rows.map(({ code }) => code);
}
