/**
 * Which dossiers stay at the portal as they are, although mappings or catalogue would now make less of them.
 *
 * Mended tables release by themselves what they held. The other direction must not go by itself: a row
 * deleted by mistake, or a catalogue that dropped a code over night, would otherwise take components
 * away from dossiers that the portal has accepted with them, by the thousand, before anybody looks.
 * What the province recorded has not changed, so what was told stays told; the held list names what is
 * wrong with the tables now. Once mended, the payload is the accepted one and nothing is sent at all.
 *
 * Guarantees: asks only of what the portal has or may have (accepted once, being sent, answer lost or
 * not understood); what it surely does not have takes the new payload. The deliveries stay locked, so
 * that none begins to be sent between the question and the answer.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Queryable } from './database.ts';

/** Refused by the portal (class `reject`), which stored nothing of it. */
export const REFUSED: ErrorCode = 'DB-PRT-010';

const WANTED = `
  SELECT v.dossier_id AS id, v.payload,
    v.accepted_version IS NOT NULL OR v.state IN ('sending', 'unknown') OR v.state = 'held' AND EXISTS (
      SELECT FROM held h WHERE h.dossier_id = v.dossier_id AND h.origin = 'portal' AND h.scope = 'dossier'
        AND h.code <> '${REFUSED}') AS maybe_there
  FROM unnest($1::bigint[], $2::text[]) AS x(id, payload_hash)
  JOIN delivery v ON v.dossier_id = x.id AND v.kind = 'dossier'
  WHERE v.payload IS NOT NULL AND v.payload_hash IS DISTINCT FROM x.payload_hash
  ORDER BY v.id FOR UPDATE OF v`;

/** A dossier that was normalized again from an unchanged row. */
export interface NormalizedAgain {
  readonly id: number;
  readonly payloadHash: string | null;
}

/**
 * Ids of those of `dossiers` whose delivery must stay as it is.
 * @param loses does the dossier say less than `before`, what the portal was to be told?
 */
export async function keptAsAccepted<Row extends NormalizedAgain>(
  tx: Queryable,
  dossiers: readonly Row[],
  loses: (before: Dossier, dossier: Row) => boolean,
): Promise<ReadonlySet<number>> {
  const { rows } = await tx.query<{ id: number; payload: Dossier; maybe_there: boolean }>(WANTED, [
    dossiers.map(({ id }) => id),
    dossiers.map(({ payloadHash }) => payloadHash),
  ]);
  const before = new Map(rows.filter((row) => row.maybe_there).map((row) => [row.id, row.payload]));
  const kept = dossiers.filter((dossier) => {
    const payload = before.get(dossier.id);
    return payload !== undefined && loses(payload, dossier);
  });
  return new Set(kept.map(({ id }) => id));
}
