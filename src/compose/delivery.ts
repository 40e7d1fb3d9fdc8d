/** Delivery put together: what does the work of one job, watched and counted. */
import { randomUUID } from 'node:crypto';
import type { Config } from '../config.ts';
import { DEFAULT_BREAKER_POLICY } from '../domain/breaker.ts';
import type { Reached } from '../domain/crash-points.ts';
import type { Lane } from '../domain/delivery.ts';
import { reasonOf } from '../domain/errors.ts';
import type { JobHandler, Portal } from '../domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../domain/retry-policy.ts';
import type { Database } from '../ledger/database.ts';
import { patientDatabase } from '../ledger/patient.ts';
import { pause } from '../lifecycle.ts';
import type { DeliverDeps } from '../pipeline/deliver-deps.ts';
import { deliverThroughGate, type GatedDeps } from '../pipeline/deliver-through-gate.ts';
import { LaneGate } from '../pipeline/lane-gate.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Tally } from '../telemetry/tally.ts';
import { watchedPortal } from '../telemetry/watched-portal.ts';
import { laneConcurrency } from './at-a-time.ts';
import { patienceUntil } from './patience.ts';
import type { Watch } from './watch.ts';

/** Time-outs of calls that a lease outlives: the call itself, waiting for its turn, settling. */
const LEASE_TIMEOUTS = 3;

/** Time-outs of calls after which the portal has surely ended what we gave up: as long again as we waited for it. */
const QUIET_TIMEOUTS = 2;

/** What delivery is put together from. */
export interface DeliveryParts {
  readonly config: Config;
  readonly log: Logger;
  readonly tally: Tally;
  readonly watch: Watch;
  readonly ledger: Database;
  readonly portal: Portal;
  readonly reached: Reached;
  /** Fires when no more jobs are to begin: those that wait for their lane end at once. */
  readonly closed: AbortSignal;
}

function gateOf({ config, log, watch, ledger, closed }: DeliveryParts, deps: DeliverDeps): LaneGate {
  const pausedAt = new Map<Lane, number>();
  return new LaneGate({
    // A lane's state is told even by a ledger that comes back later; a job that waits for it has time.
    ledger: patientDatabase(ledger, patienceUntil(closed, watch.ledger)),
    policy: DEFAULT_BREAKER_POLICY,
    concurrency: laneConcurrency(config),
    patienceMs: deps.leaseMs,
    monotonicMs: deps.monotonicMs,
    random: deps.random,
    newToken: deps.newToken,
    closed,
    pause,
    onPaused: (lane, { reason, nextProbe }) => {
      pausedAt.set(lane, deps.monotonicMs());
      log.warn('breaker opened', { lane, reason, nextProbe });
    },
    onFree: (lane) => {
      // Another process may have paused it: then how long is not known here.
      const at = pausedAt.get(lane);
      pausedAt.delete(lane);
      const seconds = at === undefined ? {} : { seconds: Math.round((deps.monotonicMs() - at) / 1000) };
      log.info('breaker closed', { lane, ...seconds });
    },
    onPerson: (lane, paused) => {
      if (paused === null) log.info('lane resumed by a person', { lane });
      else log.warn('lane paused by a person', { lane, reason: `${paused.by}: ${paused.why}` });
    },
    onTrouble: (error) => log.warn('breaker', { reason: reasonOf(error) }),
  });
}

/** Does the work of one job. */
export function deliveryHandler(parts: DeliveryParts): JobHandler {
  const { config, log, tally, watch, ledger, reached } = parts;
  const deps: DeliverDeps = {
    ledger,
    portal: watchedPortal(parts.portal, (records) => watch.metrics.records(records)),
    retry: DEFAULT_RETRY_POLICY,
    leaseMs: LEASE_TIMEOUTS * config.PORTAL_TIMEOUT_SECONDS * 1000,
    quietMs: QUIET_TIMEOUTS * config.PORTAL_TIMEOUT_SECONDS * 1000,
    every(ms, work) {
      const timer = setInterval(work, ms).unref();
      return () => clearInterval(timer);
    },
    monotonicMs: () => performance.now(),
    random: Math.random,
    newToken: randomUUID,
    stepsWhenUnknown: config.STEPS_WHEN_UNKNOWN,
    reached,
    onCall: (call, batch) => {
      tally.call(call);
      const { service, outcome, records, durationMs, httpStatus, errorCode } = call;
      log.info('portal call', { batch, service, outcome, records, durationMs, httpStatus, errorCode });
    },
    onSettled: (settled) => tally.settled(settled),
  };
  const gate = gateOf(parts, deps);
  return (job, lane, signal) => {
    const onSettled: DeliverDeps['onSettled'] = (settled) => {
      deps.onSettled(settled);
      watch.metrics.settled(lane, settled);
    };
    const onCall: DeliverDeps['onCall'] = (call, batch) => {
      deps.onCall(call, batch);
      watch.delivered(lane);
    };
    const onRound: DeliverDeps['onRound'] = ({ batch, ...counts }) => {
      watch.metrics.batch(lane, counts.durationMs);
      log.info('batch done', { batch, lane, ...counts });
    };
    // A job whose ledger is away waits with what it has in hand: an answer of the portal must not be lost.
    const patient = patientDatabase(ledger, patienceUntil(signal, watch.ledger));
    // Only what works is watched: a job that waits for its lane is not stuck.
    const during: GatedDeps['during'] = (work) => watch.stall[lane].during(work);
    const gated: GatedDeps = { ...deps, ledger: patient, lane, onCall, onSettled, onRound, gate, during };
    return deliverThroughGate(gated, job, lane, signal);
  };
}
