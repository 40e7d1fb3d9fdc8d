/**
 * Stores what is held of a page's dossiers.
 * Guarantees: of what normalization holds, exactly what it holds now; a refusal of the portal stays
 * as long as the content that it refused. Call it after the deliveries were stored, which say so.
 */
import type { Held, Normalized } from '../domain/normalized.ts';
import type { Queryable } from './database.ts';
import { storable, toJsonb } from './jsonb.ts';

/** A refusal of the portal falls with the content that it refused. */
const DELETE_OUTDATED_HELD = `
  DELETE FROM held h
  USING jsonb_to_recordset($1::jsonb) AS x(id bigint, held_keys jsonb)
  WHERE h.dossier_id = x.id
    AND (
      (h.origin = 'normalize' AND NOT x.held_keys ? concat_ws('|', h.scope, h.part, h.code, h.field))
      OR (h.origin = 'portal' AND NOT EXISTS (
        SELECT FROM delivery v WHERE v.dossier_id = h.dossier_id AND v.state IN ('held', 'sending')
          AND v.payload IS NOT NULL AND v.step_id = CASE WHEN h.scope = 'step' THEN h.part ELSE '' END))
    )`;

const UPSERT_HELD = `
  INSERT INTO held AS h (dossier_id, origin, scope, part, code, field, value, params, blocking)
  SELECT x.id, 'normalize', x.scope, x.part, x.code, x.field, x.value, x.params, x.blocking
  FROM jsonb_to_recordset($1::jsonb) AS x(
    id bigint, scope held_scope, part text, code text, field text, value text, params jsonb, blocking boolean)
  ON CONFLICT (dossier_id, origin, scope, part, code, field) DO UPDATE SET
    value = excluded.value, params = excluded.params, blocking = excluded.blocking`;

/** A dossier with what normalization said of it. */
export interface HeldOf {
  readonly id: number;
  readonly normalized: Normalized;
}

/**
 * Brings the held entries of `dossiers` up to date.
 * @param fresh ids of those that the ledger did not know before: nothing of them can be outdated
 */
export async function storeHeld(
  tx: Queryable,
  dossiers: readonly HeldOf[],
  fresh: ReadonlySet<number>,
): Promise<void> {
  const known = dossiers.filter(({ id }) => !fresh.has(id));
  if (known.length > 0) await tx.query(DELETE_OUTDATED_HELD, [toJsonb(known.map(heldKeys))]);
  const rows = dossiers.flatMap(heldRows);
  if (rows.length > 0) await tx.query(UPSERT_HELD, [toJsonb(rows)]);
}

const heldKeys = ({ id, normalized }: HeldOf) => ({ id, held_keys: normalized.held.map(heldKey) });

/** As PostgreSQL will see it: parts that differ only by what jsonb cannot store are one. */
const heldKey = (h: Held): string => storable([h.scope, h.part, h.code, h.field].join('|'));

/** Two faults of one field with one code are one entry: PostgreSQL would refuse to touch a row twice. */
function heldRows({ id, normalized }: HeldOf) {
  const unique = new Map(normalized.held.map((h) => [heldKey(h), h]));
  return [...unique.values()].map((h) => ({
    id,
    scope: h.scope,
    part: h.part,
    code: h.code,
    field: h.field,
    value: h.value,
    params: h.params,
    blocking: h.blocking,
  }));
}
