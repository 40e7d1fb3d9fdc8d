/**
 * What the portal was last told of a dossier and has accepted.
 * Guarantees: kept only where it is not the wanted payload itself (`accepted_payload`, and `sent_payload`
 * while a version is on its way that is not the wanted one), so that a dossier at rest is stored once;
 * known for every version that was accepted since the ledger keeps it.
 * Must not: say what the portal may have of a version whose answer was lost; nobody knows that.
 */

/** SQL: of delivery `v` of a dossier: the payload that the portal has accepted; NULL = none, or not known. */
export const TOLD = '(CASE WHEN v.payload_hash = v.accepted_hash THEN v.payload ELSE v.accepted_payload END)';

/** SQL assignments where another payload, `excluded`, comes to be wanted of delivery `v`. */
export const TOLD_AFTER_CHANGE = `
    accepted_payload = CASE WHEN excluded.payload_hash = v.accepted_hash THEN NULL
      WHEN v.payload_hash = v.accepted_hash THEN v.payload ELSE v.accepted_payload END,
    sent_payload = CASE WHEN v.state <> 'sending' OR excluded.payload_hash = v.sent_hash THEN NULL
      WHEN v.payload_hash = v.sent_hash THEN v.payload ELSE v.sent_payload END`;

/** SQL assignments where what was sent of delivery `v` has an end; where `accepted` holds the portal took it. */
export const toldAfterSettling = (accepted: string): string => `
    accepted_payload = CASE WHEN NOT (${accepted}) THEN v.accepted_payload
      WHEN v.payload_hash = v.sent_hash THEN NULL ELSE v.sent_payload END,
    sent_payload = NULL`;
