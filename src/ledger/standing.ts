/**
 * A dossier as it stands: its row, what is wanted of it, and what the portal has; to be judged anew.
 * Guarantees: reads only; one wording for all who ask what a dossier would become by the present tables.
 */
import type { DeliveryState, Lane } from '../domain/delivery.ts';
import type { Dossier } from '../domain/dossier.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import { MAYBE_THERE, SURELY_AS_ACCEPTED } from './keep-accepted.ts';

/** See the head of this file. */
export interface StandingDossier {
  readonly id: number;
  readonly code: string;
  readonly sourceHash: string;
  readonly source: SourceDossier;
  readonly lane: Lane;
  readonly state: DeliveryState;
  /** What is to be sent, and its hash; `null` while a fault holds the dossier. */
  readonly payload: Dossier | null;
  readonly payloadHash: string | null;
  /** The portal has `payload`, or may have it (keep-accepted.ts). */
  readonly maybeThere: boolean;
  /** The portal accepted this hash; what has it again loses nothing. */
  readonly acceptedHash: string | null;
  /** And surely has no other: what has that hash again needs no call. */
  readonly surelyAsAccepted: boolean;
  /** It is on its way already, or about to be sent. */
  readonly pending: boolean;
  /** Steps that the ledger has, sent or not. */
  readonly stepIds: readonly string[];
}

/** SQL columns of a {@link StandingDossier}, of dossier `d` and its own delivery `v`. */
export const STANDING = `d.id, d.code, d.source_hash AS "sourceHash", d.source_row AS source, d.lane, v.state,
    v.payload, v.payload_hash AS "payloadHash",
    ${MAYBE_THERE} AS "maybeThere", v.accepted_hash AS "acceptedHash", ${SURELY_AS_ACCEPTED} AS "surelyAsAccepted",
    v.state IN ('queued', 'retrying', 'unknown', 'sending') AS pending,
    ARRAY(SELECT w.step_id FROM delivery w WHERE w.dossier_id = d.id AND w.kind = 'step') AS "stepIds"`;
