/**
 * Part "claim and settle": deliveries a second out of the ledger, to a portal that takes no time.
 * Guarantees: the program's own jobs, each dossier with three steps: of today's lane with one portal batch, 50 dossiers,
 * of the other with as many as it carries; as many at a time as the program runs in that lane, over a pool like its
 * own; throws where anything is not accepted afterwards.
 */
import { randomUUID } from 'node:crypto';
import { laneConcurrency } from '../../src/compose/at-a-time.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Lane } from '../../src/domain/delivery.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { markEnqueued } from '../../src/ledger/rescue.ts';
import { deliver } from '../../src/pipeline/deliver.ts';
import type { DeliverDeps } from '../../src/pipeline/deliver-deps.ts';
import { sizeOfAJob } from '../../src/pipeline/enqueue.ts';
import type { BenchOptions, Figure } from '../frame/section.ts';
import type { BenchPostgres } from '../frame/servers.ts';
import { spread } from '../frame/spread.ts';
import { acceptingPortal, USUAL_CALLS } from './accepting-portal.ts';
import { type Costs, costOf, costsOf, type Run } from './cost.ts';
import { type BenchLedger, emptyLedger, USUAL_CONFIG } from './empty-ledger.ts';
import { madeDossiers } from './made-dossiers.ts';
import { normalizedPage, PAGE, storeNormalized } from './store-pages.ts';

/** The dossier itself, and its steps. */
const DELIVERIES_A_DOSSIER = 4;
/** As with PORTAL_TIMEOUT_SECONDS as it is unless it is set. */
const TIMES = { leaseMs: 90_000, quietMs: 60_000 } as const;

/** What was found. */
export interface SettleResult {
  readonly figures: readonly Figure[];
  /** Of a thousand dossiers with their steps. */
  readonly costs: Readonly<Record<Lane, Costs>>;
}

const DOSSIERS_A_JOB: Readonly<Record<Lane, number>> = {
  live: USUAL_CALLS.batchSize,
  backfill: sizeOfAJob('backfill', USUAL_CALLS.batchSize),
};

function depsOf({ db }: BenchLedger, lane: Lane): DeliverDeps {
  return {
    ledger: db,
    portal: acceptingPortal(),
    retry: DEFAULT_RETRY_POLICY,
    ...TIMES,
    every(ms, work) {
      const timer = setInterval(work, ms).unref();
      return () => clearInterval(timer);
    },
    monotonicMs: () => performance.now(),
    random: Math.random,
    newToken: randomUUID,
    stepsWhenUnknown: 'hold',
    reached: GO_ON,
    lane,
    onCall: () => undefined,
    onSettled: () => undefined,
  };
}

/** Stores `dossiers` made ones and marks them as enqueued, as reading does. Answers their ids. */
export async function fill(
  ledger: BenchLedger,
  codebook: Codebook,
  dossiers: number,
  seed: number,
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let first = 0; first < dossiers; first += PAGE) {
    const rows = madeDossiers(first, Math.min(PAGE, dossiers - first), { seed, components: 2 });
    const due = await storeNormalized(ledger.db, codebook, normalizedPage(codebook, rows));
    await markEnqueued(ledger.db, due);
    ids.push(...due);
  }
  return ids;
}

/** Delivers all of `ids`, in jobs as those of `lane`. */
export function deliverAll(ledger: BenchLedger, ids: readonly number[], lane: Lane): Promise<Run> {
  const deps = depsOf(ledger, lane);
  const never = new AbortController().signal;
  const size = DOSSIERS_A_JOB[lane];
  const waiting: (readonly number[])[] = [];
  for (let from = 0; from < ids.length; from += size) waiting.push(ids.slice(from, from + size));
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { again } = await deliver(deps, { dossiers: job }, never);
      if (again.length > 0) throw new Error(`${again.length} dossiers would go again`);
    }
  };
  const atATime = laneConcurrency(USUAL_CONFIG)[lane];
  return costOf({ ...ledger, dossiers: ids.length }, async () => {
    await Promise.all(Array.from({ length: atATime }, work));
  });
}

async function assertAccepted({ db }: BenchLedger, deliveries: number): Promise<void> {
  const { rows } = await db.query<{ accepted: number; leases: number; attempts: number }>(`
    SELECT (SELECT count(*)::int FROM delivery WHERE state = 'accepted') AS accepted,
      (SELECT count(*)::int FROM lease) AS leases, (SELECT count(*)::int FROM attempt) AS attempts`);
  const [found] = rows;
  if (found?.accepted !== deliveries || found.attempts !== deliveries || found.leases !== 0) {
    throw new Error(`of ${deliveries} deliveries: ${JSON.stringify(found)}`);
  }
}

async function runsOf(
  postgres: BenchPostgres,
  codebook: Codebook,
  options: BenchOptions & { readonly dossiers: number },
  lane: Lane,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (let run = 0; run < options.runs; run += 1) {
    const ledger = await emptyLedger(postgres, `settle_${lane}_${run}`, codebook);
    try {
      const ids = await fill(ledger, codebook, options.dossiers, options.seed + run);
      runs.push(await deliverAll(ledger, ids, lane));
      await assertAccepted(ledger, options.dossiers * DELIVERIES_A_DOSSIER);
    } finally {
      await ledger.drop();
    }
    options.say(`claim and settle, lane ${lane}: run ${run + 1} of ${options.runs}`);
  }
  return runs;
}

/** Measures the part. */
export async function measureSettle(
  postgres: BenchPostgres,
  codebook: Codebook,
  options: BenchOptions,
): Promise<SettleResult> {
  const dossiers = options.size ?? 10_000;
  const sized = { ...options, dossiers };
  const live = await runsOf(postgres, codebook, sized, 'live');
  const backfill = await runsOf(postgres, codebook, sized, 'backfill');
  const figure = (lane: Lane, runs: readonly Run[]): Figure => ({
    name: `claim and settle, jobs of ${DOSSIERS_A_JOB[lane]} dossiers`,
    unit: 'deliveries/s',
    spread: spread(runs.map(({ seconds }) => (dossiers * DELIVERIES_A_DOSSIER) / seconds)),
    runs: runs.length,
  });
  return {
    figures: [figure('live', live), figure('backfill', backfill)],
    costs: { live: costsOf(live), backfill: costsOf(backfill) },
  };
}
