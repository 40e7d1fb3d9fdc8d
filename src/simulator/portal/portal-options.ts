/**
 * What the simulated portal is told at its start; `portal-control.ts` has what may change afterwards.
 * Guarantees: every option has a default.
 */
import type { FaultRates } from './fault-plan.ts';
import type { Poison } from './poison.ts';
import type { FailMessages } from './portal-answers.ts';
import type { PortalCredentials } from './portal-sessions.ts';
import type { Change } from './portal-store.ts';
import type { BatchMode } from './settle-batch.ts';

/** Options of {@link startSimulatedPortal}; all may be left out. */
export interface SimulatedPortalOptions {
  /** 0 = a free one. */
  readonly port?: number;
  /** `127.0.0.1`; the stand-in must not be offered to a network without need. */
  readonly host?: string;
  /** How a bad record fails its batch; `rows`. */
  readonly mode?: BatchMode;
  readonly faults?: FaultRates;
  readonly poison?: Poison;
  /** Milliseconds before each answer; 0. */
  readonly latencyMs?: number;
  /** Up to so many milliseconds more, drawn by the seed; 0. */
  readonly jitterMs?: number;
  readonly seed?: number;
  readonly credentials?: PortalCredentials;
  readonly sessionSeconds?: number;
  /** Each login ends the account's earlier sessions; false. */
  readonly singleSession?: boolean;
  /** `TraCuuHoSo` shows the steps under `TienDoXuLy`; true. */
  readonly lookupSteps?: boolean;
  /** Most steps that `TraCuuHoSo` shows, the newest; 0 = all. */
  readonly lookupStepsMost?: number;
  /** Most steps a call; 10. */
  readonly stepsPerCall?: number;
  readonly failMessages?: Partial<FailMessages>;
  /** The `Retry-After` of HTTP 429; 1. */
  readonly retryAfterSeconds?: number;
  /** How far its clock, as the `Date` header shows it, is ahead; 0. */
  readonly clockSkewSeconds?: number;
  /** Milliseconds between two bytes of a `trickle`; 10,000. */
  readonly trickleMs?: number;
  /** Milliseconds that a `slow` answer takes above twice the latency; 2,000. */
  readonly slowMs?: number;
  /** A file that keeps what is stored, so that the process may be killed and started again. */
  readonly journal?: string;
  /** Told of what each call has changed, before it is answered. */
  readonly onStored?: (changes: readonly Change[]) => void;
  /** Milliseconds since 1970; the clock of sessions. */
  readonly now?: () => number;
}
