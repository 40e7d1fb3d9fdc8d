/**
 * The delivery queues: one a lane, on whichever server.
 * Guarantees: a job is a list of ledger ids; what must go again is the same job, delayed by our own
 * backoff (BullMQ's delay, the ledger's due time); shutdown aborts what does not end by itself.
 * Must not: decide anything that the ledger does not also know: all of it may be wiped (invariant 1).
 */
import { randomUUID } from 'node:crypto';
import { DelayedError } from 'bullmq';
import { LANES, type Lane } from '../domain/delivery.ts';
import { DongboError } from '../domain/errors.ts';
import type { DeliveryJob, JobHandler, Queue, QueuePlace } from '../domain/ports.ts';
import {
  type Backend,
  type BullJob,
  type BullQueue,
  type BullWorker,
  openBackend,
  type QueueServer,
} from './backend.ts';

/** Settings of the queues. */
export interface DeliveryQueueOptions {
  readonly server: QueueServer;
  /** Jobs at a time in this process, by lane. */
  readonly concurrency: Readonly<Record<Lane, number>>;
  /** Injected clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** Told of connection errors that mend themselves; no personal data in them. */
  readonly onError: (reason: string) => void;
}

/**
 * A worker that died is noticed after this long; its jobs then start again. A lock lost by a worker that
 * is only slow does no harm: the leases of the ledger let nobody send what another has in hand.
 */
const LOCK_MS = 15_000;

/** Messages of foreign errors may repeat the values that they stumbled over; their names and codes do not. */
function withoutValues(error: unknown): string {
  if (error instanceof DongboError) return error.message;
  if (!(error instanceof Error)) return 'Error';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

/** After the deadline of a shutdown, a server that is away is noticed within this time. */
const CUT_EVERY_MS = 500;

const nameOf = (lane: Lane): string => `dongbo-${lane}`;

/** Opens the queues. Throws DB-SVC-002 when Redis is away, DB-SVC-001 when PostgreSQL is. */
export async function openDeliveryQueue(options: DeliveryQueueOptions): Promise<Queue> {
  const backend = openBackend(options.server, options.onError);
  try {
    await backend.ready();
  } catch (error) {
    await backend.close();
    throw error;
  }
  return new DeliveryQueue(options, backend);
}

class DeliveryQueue implements Queue {
  readonly #options: DeliveryQueueOptions;
  readonly #backend: Backend;
  readonly #queues: Readonly<Record<Lane, BullQueue>>;
  readonly #workers: BullWorker[] = [];
  /** BullMQ drops a repeated job id silently: ids of this process never repeat, here or after a restart. */
  readonly #generation = randomUUID();
  #serial = 0;
  #lastProgress: number | null = null;

  constructor(options: DeliveryQueueOptions, backend: Backend) {
    this.#options = options;
    this.#backend = backend;
    this.#queues = { live: this.#open('live'), backfill: this.#open('backfill') };
  }

  #open(lane: Lane): BullQueue {
    const queue = this.#backend.queue(nameOf(lane));
    queue.on('error', (error) => this.#options.onError(error.message));
    return queue;
  }

  async enqueue(lane: Lane, jobs: readonly DeliveryJob[], place: QueuePlace = 'last'): Promise<void> {
    if (jobs.length === 0) return;
    const entries = jobs.map((data) => ({
      name: 'deliver',
      data,
      opts: {
        jobId: `${this.#generation}-${++this.#serial}`,
        removeOnComplete: true,
        removeOnFail: { count: 100 },
        lifo: place === 'next',
      },
    }));
    await this.#asking(() => this.#queues[lane].addBulk(entries));
  }

  async #asking<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }

  async work(handler: JobHandler): Promise<void> {
    this.#lastProgress = this.#options.now();
    for (const lane of LANES) {
      const worker = this.#backend.worker(nameOf(lane), this.#processor(lane, handler), {
        concurrency: this.#options.concurrency[lane],
        lockDuration: LOCK_MS,
        stalledInterval: LOCK_MS / 2,
        // A second crash must not fail a job for good; if it does, `recover` brings its work back.
        maxStalledCount: 10,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 100 },
      });
      worker.on('error', (error) => this.#options.onError(error.message));
      // Its work is not lost (`recover` finds it in the ledger), but late: that must not go unseen.
      worker.on('failed', (_job, error) => this.#options.onError(`job failed: ${error.message}`));
      this.#workers.push(worker);
      await worker.waitUntilReady();
    }
  }

  #processor(lane: Lane, handler: JobHandler) {
    return async (job: BullJob, token?: string, signal?: AbortSignal): Promise<void> => {
      this.#lastProgress = this.#options.now();
      const result = await handler(job.data, lane, signal ?? new AbortController().signal).catch(
        (error: unknown) => {
          // BullMQ keeps the message and the stack of a failed job: neither may quote a value (invariant 10).
          throw Object.assign(new Error(withoutValues(error)), { stack: '' });
        },
      );
      this.#lastProgress = this.#options.now();
      if (result.again.length === 0) return;
      await job.updateData({ dossiers: result.again });
      // Whole milliseconds: PostgreSQL takes no others, and a part of one less would wake before the due time.
      await job.moveToDelayed(Math.ceil(this.#options.now() + result.delayMs), token);
      throw new DelayedError();
    };
  }

  async counts() {
    const of = async (lane: Lane) => {
      const {
        waiting = 0,
        prioritized = 0,
        active = 0,
        delayed = 0,
        failed = 0,
      } = await this.#asking(() =>
        this.#queues[lane].getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
      );
      return { waiting: waiting + prioritized, active, delayed, failed };
    };
    return { live: await of('live'), backfill: await of('backfill') };
  }

  idleMs(): number | null {
    return this.#lastProgress === null ? null : this.#options.now() - this.#lastProgress;
  }

  async drain(deadlineMs: number): Promise<void> {
    const closing = Promise.all(this.#workers.map((worker) => worker.close()));
    let cutting: NodeJS.Timeout | undefined;
    const timer = setTimeout(() => {
      for (const worker of this.#workers) worker.cancelAllJobs('shutdown');
      this.#backend.cutDead();
      cutting = setInterval(() => this.#backend.cutDead(), CUT_EVERY_MS);
    }, deadlineMs);
    try {
      await closing;
    } finally {
      clearTimeout(timer);
      clearInterval(cutting);
      this.#workers.length = 0;
    }
  }

  async close(): Promise<void> {
    await this.drain(0);
    await Promise.all(LANES.map((lane) => this.#queues[lane].close()));
    await this.#backend.close();
  }
}
