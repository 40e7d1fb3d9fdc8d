/**
 * What became of a record that was offered to the portal.
 * Guarantees: a closed set; `unknown` is its own outcome, never folded into failure or success.
 */

/** What one answer of the portal means, decided by rules (`mappings/portal-answers.yaml`). */
export const ANSWER_MEANINGS = [
  'ok',
  'already-exists',
  'not-found',
  'invalid-data',
  'session-expired',
  'throttled',
  'unavailable',
] as const;
/** See {@link ANSWER_MEANINGS}. */
export type AnswerMeaning = (typeof ANSWER_MEANINGS)[number];

/** What became of one record. */
export type OutcomeKind =
  | 'accepted'
  /** The portal refuses the data: a person must mend it. */
  | 'rejected'
  /** The portal already has the dossier (answer to a create). */
  | 'exists'
  /** The portal has no such dossier (answer to an update or a step). */
  | 'missing'
  /** Portal or network is away or asks to wait: nothing was stored. */
  | 'retry-later'
  | 'session-expired'
  /** No answer after sending, or one cut short: it may have been stored. */
  | 'unknown'
  /** An answer that no rule knows: never success, held. */
  | 'not-understood';

/** One record's outcome with the portal's own words, redacted. */
export interface RecordOutcome {
  readonly kind: OutcomeKind;
  readonly errorCode: string;
  /** The portal's message, redacted of personal data and cut to 500 characters. */
  readonly message: string;
  /** Seconds that the portal asks to wait (`Retry-After`), if it does. */
  readonly retryAfterSeconds?: number;
  /**
   * Only with `retry-later` and `unknown`: the portal itself was away or asked to wait, whatever the
   * record. Such a try uses up no attempt (invariant 8). Where it is absent, the record may be to blame.
   */
  readonly away?: true;
  /**
   * Only with `accepted`: the ledger knew the dossier as sent, the portal had it no more and has
   * created it anew, so that its steps are gone there, too.
   */
  readonly recreated?: true;
}

/** One HTTP call, for the attempt record. */
export interface PortalCall {
  readonly service: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly records: number;
  readonly outcome: OutcomeKind;
  readonly httpStatus: number | null;
  readonly errorCode: string;
  readonly message: string;
}
