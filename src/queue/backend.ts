/**
 * What the delivery queues need of a server: Redis, or the ledger's own PostgreSQL.
 * Guarantees: everything above sees one shape; a producer never hangs when the server is away (its
 * connection gives up), a worker never gives up (its connection waits).
 * Must not: put anything but ids into the server.
 */
import type { PgPool, Queue as RedisQueue, Worker as RedisWorker, WorkerOptions } from 'bullmq';
import type { DongboError } from '../domain/errors.ts';
import type { DeliveryJob } from '../domain/ports.ts';

/** Where BullMQ keeps its jobs. */
export type QueueServer =
  | {
      readonly kind: 'redis';
      readonly url: string;
      readonly sentinels: readonly { readonly host: string; readonly port: number }[];
      readonly sentinelName: string;
      /** PEM texts, for `rediss://`; `null` = the system's authorities, no certificate of ours. */
      readonly ca?: string | null;
      readonly clientCert?: string | null;
      readonly clientKey?: string | null;
    }
  /**
   * A node-postgres pool of the ledger's database whose search_path is {@link QUEUE_SCHEMA}. BullMQ
   * describes the pool it wants more narrowly than node-postgres types its own; it is the same thing.
   */
  | {
      readonly kind: 'postgres';
      readonly pool: Pick<PgPool, 'end'>;
      /** A server that is away or cannot work as DB-SVC-001 or -010 to -014; every other error as it is. */
      readonly explain: (error: unknown) => unknown;
    };

/** Schema of BullMQ's tables in the ledger's database; set as search_path on the pool. */
export const QUEUE_SCHEMA = 'bullmq';

/** A BullMQ queue of ours, as far as we use it. */
export type BullQueue = Pick<RedisQueue<DeliveryJob, void, string>, 'addBulk' | 'close'> & {
  getJobCounts(
    ...types: ('waiting' | 'prioritized' | 'active' | 'delayed' | 'failed')[]
  ): Promise<Record<string, number>>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};
/** The job a processor is given, as far as we use it. */
export interface BullJob {
  readonly id?: string | undefined;
  readonly data: DeliveryJob;
  updateData(data: DeliveryJob): Promise<void>;
  moveToDelayed(timestamp: number, token?: string): Promise<void>;
}
/** Does one job. */
export type BullProcessor = (job: BullJob, token?: string, signal?: AbortSignal) => Promise<void>;
/** A BullMQ worker of ours, as far as we use it. */
export type BullWorker = Pick<
  RedisWorker<DeliveryJob, void, string>,
  'close' | 'cancelAllJobs' | 'waitUntilReady'
> & {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
};

/** A server that is silent for so long is away; what it does later all the same harms nobody. */
export const ANSWER_MS = 12_000;

/** Makes queues and workers on one server. */
export interface Backend {
  /** Throws DB-SVC-002, -020 or -021 (Redis), or -001 and its kin; brings BullMQ's tables up to date (PostgreSQL). */
  ready(): Promise<void>;
  /** What a failed call means: as `ready` throws where the server is away or takes nothing, else the error itself. */
  explain(error: unknown): unknown;
  /**
   * Ends the workers' connections, so that nobody waits for answers of a server that is away: `dead`, those
   * that are known to be; `all`, also those on which it may be silent.
   */
  cut(which: 'dead' | 'all'): void;
  queue(name: string): BullQueue;
  worker(name: string, processor: BullProcessor, options: Omit<WorkerOptions, 'connection'>): BullWorker;
  /** Jobs of a queue whose delay is over, but which no worker has taken up: only a worker's own fetch does. */
  due(name: string, nowMs: number): Promise<number>;
  /**
   * Ids in all jobs of these queues that wait, run or are delayed; of a job that goes from one to the next
   * meanwhile, too. Read in pieces, each of which the server has to answer in time.
   */
  carried(names: readonly string[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** What a backend tells while it works on; no personal data in either. */
export interface BackendListener {
  /** A connection error that mends itself. */
  readonly onError: (reason: string) => void;
  /** The server works, but not as it should (DB-SVC-022, -023). */
  readonly onUnfit?: ((warning: DongboError) => void) | undefined;
}
