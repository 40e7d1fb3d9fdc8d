/**
 * Dossiers whose personal data were taken out (prune.ts), or that had vanished (vanished.ts), and of which the
 * source has told again.
 * Guarantees: row, payload and steps say again what their hashes stand for: whatever goes to the portal
 * from now on is whole; none is noted as vanished. Costs two looks a page where there is none.
 */
import type { Queryable } from './database.ts';
import { toJsonb } from './jsonb.ts';
import { noteBack } from './vanished.ts';

/** What the source has told anew of a delivery; `step_id` is '' of the dossier itself. */
export interface ToldAnew {
  readonly id: number;
  readonly step_id: string;
  readonly payload: unknown;
  readonly payload_hash: string | null;
}

const UNMARK = `UPDATE dossier SET pruned_at = NULL WHERE id = ANY($1::bigint[]) AND pruned_at IS NOT NULL RETURNING id`;

/** What says something else is stored as any change; this is for what says the same. */
const REFILL = `
  UPDATE delivery v SET payload = x.payload
  FROM json_to_recordset($1::json) AS x(id bigint, step_id text, payload json, payload_hash text)
  WHERE v.dossier_id = x.id AND v.step_id = x.step_id AND v.payload_hash = x.payload_hash`;

/** Fills them again; call it with their rows locked, before anything else is done with them. */
export async function bringBack(
  tx: Queryable,
  dossiers: readonly { readonly id: number }[],
  told: () => readonly ToldAnew[],
): Promise<void> {
  const ids = dossiers.map(({ id }) => id);
  await noteBack(tx, ids);
  const { rows } = await tx.query<{ id: number }>(UNMARK, [ids]);
  if (rows.length === 0) return;
  const pruned = new Set(rows.map(({ id }) => id));
  await tx.query(REFILL, [toJsonb(told().filter(({ id }) => pruned.has(id)))]);
}
