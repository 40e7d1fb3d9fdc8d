/** What everybody who loads the same province is told. Guarantees: plain data, so that it can be handed to a process. */
import type { PortalCredentials } from '../../src/simulator/portal/portal-sessions.ts';

/** See the head of this file. */
export interface LoadCase {
  readonly dossiers: number;
  readonly sourceUrl: string;
  readonly portalUrl: string;
  readonly credentials: PortalCredentials;
  /** An empty database for a queue or a ledger. */
  readonly databaseUrl: string;
  /** `null` = queues are in PostgreSQL. */
  readonly redisUrl: string | null;
}

/** As `.env.example` has them, but for the steps: how many the real portal takes in a call is not known. */
export const BATCH = { rowsAPage: 1_000, dossiersACall: 50, stepsACall: 50, callsAtATime: 4 } as const;
