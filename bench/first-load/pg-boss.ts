/**
 * The same pipeline with pg-boss in place of BullMQ and of our claims: dossiers are kept in a small ledger, a job is the
 * ids of one batch, and what a worker has in hand is pg-boss's to know.
 * Guarantees: a page and its jobs are stored in one transaction; a worker fetches anew as soon as it has ended a job, so
 * that the poll, which pg-boss allows twice a second at most, is waited for by nobody while there is work.
 * Must not: hold rows of a ledger for itself, or tell what the portal did with one dossier of a batch: one that fails
 * takes its batch along.
 */
import pg from 'pg';
import PgBoss from 'pg-boss';
import { chunks, send } from './floor.ts';
import { BATCH, type LoadCase } from './load-case.ts';
import { type Caller, logIn, type Payload, payloads } from './same-road.ts';

const QUEUE = 'batches';
const SHORTEST_POLL_SECONDS = 0.5;

const TABLE = `
  CREATE TABLE dossier (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code text NOT NULL UNIQUE,
    payload jsonb NOT NULL,
    steps jsonb NOT NULL,
    state text NOT NULL DEFAULT 'pending')`;
const STORE = `
  INSERT INTO dossier (code, payload, steps)
  SELECT code, payload, steps FROM json_to_recordset($1) AS page (code text, payload jsonb, steps jsonb)
  RETURNING id`;
/** A job that comes again finds only what is left of it. */
const READ = `
  SELECT payload AS dossier, steps FROM dossier WHERE id = ANY($1::bigint[]) AND state = 'pending' ORDER BY id`;
const ACCEPT = `UPDATE dossier SET state = 'accepted' WHERE id = ANY($1::bigint[]) AND state = 'pending'`;

interface Job {
  /** PostgreSQL's bigint is a string to its driver. */
  readonly ids: readonly string[];
}

async function store(boss: PgBoss, pool: pg.Pool, page: readonly Payload[]): Promise<void> {
  const rows = page.map(({ dossier, steps }) => ({ code: dossier.code, payload: dossier, steps }));
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const stored = await client.query<{ id: string }>(STORE, [JSON.stringify(rows)]);
    const ids = stored.rows.map(({ id }) => id);
    const jobs = chunks(ids, BATCH.dossiersACall).map((batch) => ({ name: QUEUE, data: { ids: batch } }));
    await boss.insert(jobs, { db: { executeSql: (text, values) => client.query(text, values) } });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Answers how many have been accepted. */
async function deliver(caller: Caller, pool: pg.Pool, { ids }: Job): Promise<number> {
  const { rows } = await pool.query<Payload>(READ, [ids]);
  await send(caller, rows);
  return (await pool.query(ACCEPT, [ids])).rowCount ?? 0;
}

/** Starts one worker; its id. */
async function employ(boss: PgBoss, work: (job: Job) => Promise<void>): Promise<string> {
  let own = '';
  const options = { batchSize: 1, pollingIntervalSeconds: SHORTEST_POLL_SECONDS };
  own = await boss.work<Job>(QUEUE, options, async (jobs) => {
    for (const { data } of jobs) await work(data);
    boss.notifyWorker(own);
  });
  return own;
}

/** See the head of this file. */
export async function pgBoss(given: LoadCase, begin: () => void): Promise<void> {
  const caller = await logIn(given);
  const pool = new pg.Pool({ connectionString: given.databaseUrl, max: BATCH.callsAtATime + 1 });
  await pool.query(TABLE);
  const boss = new PgBoss({ connectionString: given.databaseUrl, schedule: false });
  let fail: (error: unknown) => void = () => {};
  let all: () => void = () => {};
  const finished = new Promise<void>((resolve, reject) => {
    [all, fail] = [resolve, reject];
  });
  finished.catch(() => undefined);
  boss.on('error', fail);
  await boss.start();
  await boss.createQueue(QUEUE);
  begin();
  let accepted = 0;
  const work = async (job: Job): Promise<void> => {
    try {
      // `accepted += await …` would add to what it was before the wait, and others count meanwhile.
      const more = await deliver(caller, pool, job);
      accepted += more;
      if (accepted === given.dossiers) all();
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  const workers: string[] = [];
  for (let count = 0; count < BATCH.callsAtATime; count += 1) workers.push(await employ(boss, work));
  for await (const page of payloads(given)) {
    await store(boss, pool, page);
    for (const worker of workers) boss.notifyWorker(worker);
  }
  await finished;
  await boss.stop();
  await pool.end();
  caller.close();
}
