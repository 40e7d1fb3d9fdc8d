/** Delivery put together: what does the work of one job, watched and counted. */
import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import type { Reached } from '../domain/crash-points.ts';
import type { JobHandler, Portal } from '../domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../domain/retry-policy.ts';
import type { Database } from '../ledger/database.ts';
import { patientDatabase } from '../ledger/patient.ts';
import { deliver } from '../pipeline/deliver.ts';
import type { DeliverDeps } from '../pipeline/deliver-deps.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Tally } from '../telemetry/tally.ts';
import { watchedPortal } from '../telemetry/watched-portal.ts';
import { patienceUntil } from './patience.ts';
import type { Watch } from './watch.ts';

/** Time-outs of calls that a lease outlives: the call itself, waiting for its turn, settling. */
const LEASE_TIMEOUTS = 3;

/** What delivery is put together from. */
export interface DeliveryParts {
  readonly config: Config;
  readonly log: Logger;
  readonly tally: Tally;
  readonly watch: Watch;
  readonly ledger: Database;
  readonly portal: Portal;
  readonly reached: Reached;
}

/** Does the work of one job. */
export function deliveryHandler(parts: DeliveryParts): JobHandler {
  const { config, log, tally, watch, ledger, reached } = parts;
  const deps: DeliverDeps = {
    ledger,
    portal: watchedPortal(parts.portal, (records) => watch.metrics.records(records)),
    retry: DEFAULT_RETRY_POLICY,
    leaseMs: LEASE_TIMEOUTS * config.PORTAL_TIMEOUT_SECONDS * 1000,
    monotonicMs: () => performance.now(),
    random: Math.random,
    newToken: randomUUID,
    reached,
    onCall: (call) => {
      tally.call(call);
      const { service, outcome, records, durationMs, httpStatus, errorCode } = call;
      log.info('portal call', { service, outcome, records, durationMs, httpStatus, errorCode });
    },
    onSettled: (settled) => tally.settled(settled),
  };
  return (job, lane, signal) =>
    watch.stall.during(() => {
      const onSettled: DeliverDeps['onSettled'] = (settled) => {
        deps.onSettled(settled);
        watch.metrics.settled(lane, settled);
      };
      // A job whose ledger is away waits with what it has in hand: an answer of the portal must not be lost.
      const patient = patientDatabase(ledger, patienceUntil(signal, watch.ledger));
      return deliver({ ...deps, ledger: patient, lane, onSettled }, job, signal);
    });
}
