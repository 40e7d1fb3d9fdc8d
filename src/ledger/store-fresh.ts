/**
 * Stores the deliveries of dossiers that the ledger did not know before this transaction.
 * Guarantees: one statement a page, which looks for nothing: nothing of them can be there, at the portal or in
 * anybody's way; a step that the portal may have all the same (doubt.ts) is in doubt from its first moment.
 */
import type { Queryable } from './database.ts';
import { DOUBTFUL_UP_TO } from './doubt.ts';
import { jsonTexts, plainArray, storable, toJsonbList } from './jsonb.ts';
import type { Placed } from './stored-page.ts';

/** `place` is that of the dossier in $1 and $2, from 1. */
const INSERT = `
  INSERT INTO delivery (dossier_id, kind, step_id, position, payload, payload_hash, wanted_at,
    state, sent_version, sent_hash, lost_at)
  SELECT ($1::bigint[])[x.place], CASE x.step_id WHEN '' THEN 'dossier' ELSE 'step' END::delivery_kind, x.step_id,
    x.position, x.payload::json, x.payload_hash, coalesce(($2::timestamptz[])[x.place], now()),
    CASE WHEN x.payload_hash IS NULL THEN 'held' WHEN doubtful THEN 'unknown' ELSE 'queued' END::delivery_state,
    CASE WHEN doubtful THEN 1 END, CASE WHEN doubtful THEN x.payload_hash END, CASE WHEN doubtful THEN now() END
  FROM unnest($3::integer[], $4::text[], $5::integer[], ${jsonTexts('$6')}, $7::text[])
      AS x(place, step_id, position, payload, payload_hash),
    LATERAL (SELECT x.step_id <> '' AND CASE WHEN ${DOUBTFUL_UP_TO} IS NULL THEN false
      ELSE x.payload::json ->> 'at' <= ${DOUBTFUL_UP_TO} END AS doubtful) doubt_of`;

interface Row {
  readonly place: number;
  readonly stepId: string;
  readonly position: number;
  readonly payload: unknown;
  readonly hash: string | null;
}

function rowsOf({ normalized, payloadHash, steps }: Placed, at: number): Row[] {
  const place = at + 1;
  return [
    { place, stepId: '', position: 0, payload: normalized.dossier, hash: payloadHash },
    ...steps.map(({ step, hash }, position) => ({ place, stepId: step.id, position, payload: step, hash })),
  ];
}

/** Stores them; call it in the transaction that made the dossiers' rows. */
export async function storeFresh(tx: Queryable, dossiers: readonly Placed[]): Promise<void> {
  if (dossiers.length === 0) return;
  const rows = dossiers.flatMap(rowsOf);
  await tx.query(INSERT, [
    plainArray(dossiers.map(({ id }) => id)),
    dossiers.map(({ source }) => source.changedAt),
    plainArray(rows.map(({ place }) => place)),
    rows.map(({ stepId }) => storable(stepId)),
    plainArray(rows.map(({ position }) => position)),
    toJsonbList(rows.map(({ payload }) => payload)),
    rows.map(({ hash }) => (hash === null ? null : storable(hash))),
  ]);
}
