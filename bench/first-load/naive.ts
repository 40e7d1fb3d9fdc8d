/**
 * What is done where nobody has thought of more: a BullMQ job for each dossier, in which it is looked up, created or
 * updated, and its progress sent.
 * Must not: remember what was sent; a repeated job sends its steps once more.
 */
import { createPostgresBackend, type PgPool, Queue, runMigrations, Worker, withBackend } from 'bullmq';
import pg from 'pg';
import { BATCH, type LoadCase } from './load-case.ts';
import { type Caller, logIn, type Payload, payloads } from './same-road.ts';

const NAME = 'naive';
const SCHEMA = 'bullmq';

async function deliver(caller: Caller, { dossier, steps }: Payload): Promise<void> {
  await caller.push([dossier], await caller.isThere(dossier.code));
  await caller.pushSteps(steps);
}

interface BullMq {
  readonly queue: Pick<Queue<Payload>, 'addBulk' | 'close'>;
  work(handler: (data: Payload) => Promise<void>): Pick<Worker, 'close'>;
  close(): Promise<void>;
}

const OPTIONS = { concurrency: BATCH.callsAtATime };

async function openBullMq({ redisUrl, databaseUrl }: LoadCase): Promise<BullMq> {
  if (redisUrl !== null) {
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    return {
      queue: new Queue<Payload>(NAME, { connection }),
      work: (handler) => new Worker<Payload>(NAME, ({ data }) => handler(data), { connection, ...OPTIONS }),
      close: () => Promise.resolve(),
    };
  }
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 8, options: `-c search_path=${SCHEMA}` });
  const client = await pool.connect();
  await runMigrations(client as unknown as Parameters<typeof runMigrations>[0], SCHEMA);
  client.release();
  const bull = withBackend(createPostgresBackend);
  const connection = pool as unknown as PgPool;
  return {
    queue: new bull.Queue<Payload, void, string>(NAME, { connection }),
    work: (handler) =>
      new bull.Worker<Payload, void, string>(NAME, ({ data }) => handler(data), { connection, ...OPTIONS }),
    close: () => pool.end(),
  };
}

/** See the head of this file. */
export async function naive(given: LoadCase, begin: () => void): Promise<void> {
  const caller = await logIn(given);
  const { queue, work, close } = await openBullMq(given);
  begin();
  let done = 0;
  let fail: (error: unknown) => void = () => {};
  let all: () => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    [all, fail] = [resolve, reject];
  });
  finished.catch(() => undefined);
  const worker = work(async (data) => {
    await deliver(caller, data).catch((error: unknown) => {
      fail(error);
      throw error;
    });
    done += 1;
    if (done === given.dossiers) all();
  });
  for await (const page of payloads(given)) {
    await queue.addBulk(
      page.map((data) => ({ name: 'deliver', data, opts: { removeOnComplete: true, removeOnFail: true } })),
    );
  }
  await finished;
  await worker.close();
  await queue.close();
  await close();
  caller.close();
}
