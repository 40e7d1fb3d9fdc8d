/**
 * In what ways portal and ledger can be apart about a dossier.
 * Guarantees: the ledger's enum `drift_cause` has the same words; a test holds the two together.
 */

/** See {@link DriftCause}; in the order in which they are told. */
export const DRIFT_CAUSES = [
  'missing',
  'changed',
  'outdated',
  'steps-missing',
  'steps-unknown',
  'steps-doubled',
] as const;

/**
 * - `missing`: the portal has accepted the dossier, and has none.
 * - `changed`: it shows other than what it has accepted last.
 * - `outdated`: it shows what it has accepted; the ledger wants newer, which waits or is held.
 * - `steps-missing`: steps that it has accepted are not shown.
 * - `steps-unknown`: it shows steps that are none of ours.
 * - `steps-doubled`: it shows one of ours more often than it was sent.
 */
export type DriftCause = (typeof DRIFT_CAUSES)[number];
