/**
 * What the `adapter` driver is told from outside, and what it is built from.
 * Must not: read the environment or files; contents come in.
 */
import type { Lane } from '../../domain/delivery.ts';
import type { PortalCall } from '../../domain/portal-outcome.ts';
import type { SessionStore } from '../../domain/ports.ts';
import type { Sleep } from '../sleep.ts';

/** Settings of the driver (`PORTAL_…`). Paths begin with `/`. */
export interface AdapterSettings {
  readonly baseUrl: string;
  readonly authPath: string;
  readonly sharePath: string;
  readonly integrationPath: string;
  readonly username: string;
  readonly password: string;
  /** `madonvi`, e.g. `000.00.00.H22`. */
  readonly agencyCode: string;
  readonly dstcode: string | null;
  readonly dstcodeIn: 'header' | 'query' | 'both';
  /** Query parameter `providerurl`, where the adapter asks for one. */
  readonly providerUrl: string | null;
  /** PEM texts (contents, not paths). */
  readonly ca: string | null;
  readonly clientCert: string | null;
  readonly clientKey: string | null;
  readonly batchSize: number;
  readonly stepsPerCall: number;
  readonly concurrency: number;
  /** Calls a second; 0 = no limit. */
  readonly ratePerSecond: number;
  /** To a connection, its TLS handshake included. */
  readonly connectTimeoutSeconds: number;
  /** From there to the first byte of the answer. */
  readonly firstByteTimeoutSeconds: number;
  /** Between two bytes of the answer. */
  readonly idleTimeoutSeconds: number;
  /** Of one whole call, from connecting to the last byte. */
  readonly timeoutSeconds: number;
  readonly maxResponseBytes: number;
}

/** Something that people should know and no outcome can carry. Never holds personal data. */
export interface AdapterNotice {
  /** `login-failed` comes once for each change (refused, away, in again), not for every try. */
  readonly kind:
    | 'logged-in'
    | 'login-failed'
    | 'session-expired'
    /** Where processes share the session is away: this one logs in for itself. Once, until it is back. */
    | 'session-not-shared'
    | 'observer-failed'
    | 'catalogue-rows-skipped';
  readonly detail: string;
}

/** Collaborators; all but the clock have defaults. */
export interface AdapterDeps {
  /** The time of day: what is told, and what headers are compared with. */
  readonly clock: { now(): Date };
  /** Milliseconds of a clock that nobody sets: what pauses and durations are measured by. */
  readonly ticks?: () => number;
  readonly sleep?: Sleep;
  /** Where processes that share the account keep its session; none = it is kept here. */
  readonly sessions?: SessionStore;
  readonly onNotice?: (notice: AdapterNotice) => void;
  /** Told of every call when it has ended, logins and the catalogue's included; for the metrics. Must not throw. */
  readonly onCall?: (call: PortalCall) => void;
  /**
   * Told when a call begins, and time and again while another process's login is waited for: what is under way
   * then is not stuck. `lane`: for whom, where it is known. Must not throw.
   */
  readonly onBegin?: (service: string, lane?: Lane) => void;
}
