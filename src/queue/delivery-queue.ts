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
  ANSWER_MS,
  type Backend,
  type BackendListener,
  type BullJob,
  type BullQueue,
  type BullWorker,
  type QueueServer,
} from './backend.ts';
import { jobIds } from './job-ids.ts';
import { postgresBackend } from './postgres-backend.ts';
import { redisBackend } from './redis-backend.ts';
import { withinTime } from './within-time.ts';

/** Settings of the queues. */
export interface DeliveryQueueOptions extends BackendListener {
  readonly server: QueueServer;
  /** Jobs at a time in this process, by lane. */
  readonly concurrency: Readonly<Record<Lane, number>>;
  /** Injected clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** A clock that never steps back, milliseconds. */
  readonly monotonicMs?: () => number;
  /** Milliseconds after which a worker that gives no sign is taken for dead; default 15 s. */
  readonly lockMs?: number;
}

/**
 * A worker that died is noticed after this long; its jobs then start again. A lock lost by a worker that
 * is only slow does no harm: the leases of the ledger let nobody send what another has in hand.
 */
const LOCK_MS = 15_000;

/** BullMQ waits 15 s after a failed fetch unless told otherwise; a restart of the server is shorter. */
const RETRY_MS = 1_000;
/** A long list goes in pieces: the server and this process have others to serve, today's changes among them. */
const JOBS_A_CALL = 500;
/** For a look at what went wrong; nothing of it is done again. */
const KEPT_FAILED = 100;

/** Messages of foreign errors may repeat the values that they stumbled over; their names and codes do not. */
function withoutValues(error: unknown): string {
  if (error instanceof DongboError) return error.message;
  if (!(error instanceof Error)) return 'Error';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `${error.name} ${code}` : error.name;
}

/** After the deadline of a shutdown, a server that is away is noticed within this time. */
const CUT_EVERY_MS = 500;
/** A job that was told to stop has had its time, and a server that has not answered by then is silent. */
const CUT_ALL_MS = 1_500;
/** BullMQ has been seen to wait for ever for connections that were cut while it closed: it is left at that. */
const LEFT_BEHIND_MS = 2_500;

const nameOf = (lane: Lane): string => `dongbo-${lane}`;

/** Opens the queues. Throws DB-SVC-002 when Redis is away, -020 or -021 when it refuses, -001 when PostgreSQL is away. */
export async function openDeliveryQueue(options: DeliveryQueueOptions): Promise<Queue> {
  const { server } = options;
  const backend = server.kind === 'redis' ? redisBackend(server, options) : postgresBackend(server);
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
  readonly #monotonicMs: () => number;
  readonly #lastProgress: Record<Lane, number | null> = { live: null, backfill: null };

  constructor(options: DeliveryQueueOptions, backend: Backend) {
    this.#options = options;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
    this.#backend = backend;
    this.#queues = { live: this.#open('live'), backfill: this.#open('backfill') };
  }

  #open(lane: Lane): BullQueue {
    const queue = this.#backend.queue(nameOf(lane));
    queue.on('error', (error) => this.#options.onError(error.message));
    return queue;
  }

  async enqueue(lane: Lane, jobs: readonly DeliveryJob[], place: QueuePlace = 'last'): Promise<void> {
    for (let from = 0; from < jobs.length; from += JOBS_A_CALL) {
      const entries = jobs.slice(from, from + JOBS_A_CALL).map((data) => ({
        name: 'deliver',
        data,
        opts: {
          jobId: `${this.#generation}-${++this.#serial}`,
          removeOnComplete: true,
          removeOnFail: { count: KEPT_FAILED },
          lifo: place === 'next',
        },
      }));
      await this.#asking(() => this.#queues[lane].addBulk(entries));
    }
  }

  async #asking<Result>(ask: () => Promise<Result>): Promise<Result> {
    return this.#explained(() => withinTime(ask(), ANSWER_MS));
  }

  async #explained<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      throw this.#backend.explain(error);
    }
  }

  async work(handler: JobHandler): Promise<void> {
    const lockMs = this.#options.lockMs ?? LOCK_MS;
    for (const lane of LANES) {
      this.#lastProgress[lane] = this.#monotonicMs();
      const worker = this.#backend.worker(nameOf(lane), this.#processor(lane, handler), {
        concurrency: this.#options.concurrency[lane],
        lockDuration: lockMs,
        stalledInterval: lockMs / 2,
        runRetryDelay: RETRY_MS,
        // A second crash must not fail a job for good; if it does, `recover` brings its work back.
        maxStalledCount: 10,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: KEPT_FAILED },
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
      this.#lastProgress[lane] = this.#monotonicMs();
      const dossiers = jobIds(job.data);
      if (dossiers.length === 0) return;
      const ended = signal ?? new AbortController().signal;
      const result = await handler({ dossiers }, lane, ended).catch((error: unknown) => {
        // BullMQ keeps the message and the stack of a failed job: neither may quote a value (invariant 10).
        throw Object.assign(new Error(withoutValues(error)), { stack: '' });
      });
      this.#lastProgress[lane] = this.#monotonicMs();
      if (result.again.length === 0) return;
      await job.updateData({ dossiers: result.again });
      // Whole milliseconds: PostgreSQL takes no others, and a part of one less would wake before the due time.
      await job.moveToDelayed(Math.ceil(this.#options.now() + result.delayMs), token);
      throw new DelayedError();
    };
  }

  async counts() {
    const of = async (lane: Lane) => {
      // A job that is promoted in between counts twice, and none is left out.
      const due = await this.#asking(() => this.#backend.due(nameOf(lane), Math.floor(this.#options.now())));
      const {
        waiting = 0,
        prioritized = 0,
        active = 0,
        delayed = 0,
        failed = 0,
      } = await this.#asking(() =>
        this.#queues[lane].getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
      );
      return { waiting: waiting + prioritized + due, active, delayed: Math.max(0, delayed - due), failed };
    };
    const [live, backfill] = await Promise.all([of('live'), of('backfill')]);
    return { live, backfill };
  }

  carried(): Promise<readonly number[]> {
    return this.#explained(() => this.#backend.carried(LANES.map((lane) => nameOf(lane))));
  }

  idleMs(lane: Lane): number | null {
    const last = this.#lastProgress[lane];
    return last === null ? null : this.#monotonicMs() - last;
  }

  async drain(deadlineMs: number): Promise<void> {
    const closing = Promise.all(this.#workers.map((worker) => worker.close()));
    let cutting: NodeJS.Timeout | undefined;
    let leaveBehind = (): void => {};
    const left = new Promise<void>((resolve) => {
      leaveBehind = resolve;
    });
    const timer = setTimeout(() => {
      for (const worker of this.#workers) worker.cancelAllJobs('shutdown');
      const toldAt = performance.now();
      const cut = () => {
        const passed = performance.now() - toldAt;
        this.#backend.cut(passed < CUT_ALL_MS ? 'dead' : 'all');
        if (passed >= LEFT_BEHIND_MS) leaveBehind();
      };
      cut();
      cutting = setInterval(cut, CUT_EVERY_MS);
    }, deadlineMs);
    try {
      await Promise.race([closing, left]);
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
