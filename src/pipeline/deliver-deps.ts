/** What delivery is built from. */
import type { Reached } from '../domain/crash-points.ts';
import type { Lane } from '../domain/delivery.ts';
import type { PortalCall } from '../domain/portal-outcome.ts';
import type { Portal } from '../domain/ports.ts';
import type { RetryPolicy } from '../domain/retry-policy.ts';
import type { Database } from '../ledger/database.ts';
import type { Settled } from '../ledger/settle.ts';

/** `hold`: a person looks; `resend`: it goes again, and may be at the portal twice. */
export type StepsWhenUnknown = 'hold' | 'resend';

/** What one round of delivery did, in numbers. */
export interface RoundReport {
  /** Its name, as in the record of attempts. */
  readonly batch: string;
  /** Deliveries that it settled. */
  readonly dossiers: number;
  readonly steps: number;
  /** Of these. */
  readonly accepted: number;
  readonly held: number;
  readonly retrying: number;
  readonly unknown: number;
  /** Calls to the portal. */
  readonly calls: number;
  readonly durationMs: number;
}

/** What delivery works with. */
export interface DeliverDeps {
  readonly ledger: Database;
  readonly portal: Portal;
  readonly retry: RetryPolicy;
  /** Milliseconds a dossier stays ours without a sign of life; longer than the longest call. */
  readonly leaseMs: number;
  /**
   * Milliseconds since an answer was given up before which "not there" proves nothing: the portal may
   * still be at work on that call. Longer than any of its calls takes.
   */
  readonly quietMs: number;
  /** Does something again and again, every so many milliseconds, until the answer is called; keeps no process alive. */
  readonly every: (ms: number, work: () => void) => () => void;
  /** A clock that never steps back, milliseconds. */
  readonly monotonicMs: () => number;
  /** [0, 1), for jitter. */
  readonly random: () => number;
  /** A token that nobody else has. */
  readonly newToken: () => string;
  /** What becomes of a step whose answer was lost, where the portal does not show its steps (STEPS_WHEN_UNKNOWN). */
  readonly stepsWhenUnknown: StepsWhenUnknown;
  readonly reached: Reached;
  /** For whom this job is done, so that calls for today go first; absent = as urgent as any. */
  readonly lane?: Lane;
  /** Name of the round; `deliver` gives it. */
  readonly batch?: string;
  /** Told of each call and of what was settled; for logs and metrics. */
  readonly onCall: (call: PortalCall, batch: string) => void;
  readonly onSettled: (settled: readonly Settled[]) => void;
  /** Told of each round that did something, at its end, however it ends. */
  readonly onRound?: (round: RoundReport) => void;
}
