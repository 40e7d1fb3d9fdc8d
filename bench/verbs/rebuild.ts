/**
 * `npm run bench:rebuild`: seconds in which a wiped queue is filled again from a ledger with 100,000 due
 * dossiers, on Redis and on PostgreSQL, and its memory.
 * Guarantees: servers of its own, removed afterwards, PostgreSQL as durable as in production; dossiers as
 * wide as real ones, two steps each, a fifth of them of today; before each run everything is enqueued and
 * marked, then the queue is wiped whole; five runs each, median with minimum and maximum; throws where one
 * id is lacking or twice. `--dossiers <count>` for another size.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { type Database, openDatabase, openPool } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { recover } from '../../src/pipeline/recover.ts';
import { QUEUE_SCHEMA, type QueueServer } from '../../src/queue/backend.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import { redisServer } from '../../test/support/redis-server.ts';
import { type Spread, spread } from '../frame/spread.ts';

const RUNS = 5;
const BATCH_SIZE = 50;
const sizeAt = process.argv.indexOf('--dossiers');
const dossiers = sizeAt < 0 ? 100_000 : Number(process.argv[sizeAt + 1]);

/** About a kilobyte that does not compress to nothing. */
const WIDE = `jsonb_build_object('subject', (SELECT string_agg(md5((i * 31 + n)::text), ' ') FROM generate_series(1, 30) n))`;

const FILL = `
  INSERT INTO codebook_version (hash) VALUES ('bench');
  INSERT INTO dossier (code, source_hash, source_row, source_changed_at, codebook_id, incomplete, lane)
    SELECT 'H99-' || i, md5(i::text), ${WIDE}, now() - i * interval '1 minute', (SELECT id FROM codebook_version),
      false, (CASE WHEN i % 5 = 0 THEN 'live' ELSE 'backfill' END)::lane
    FROM generate_series(1, ${dossiers}) i;
  INSERT INTO delivery (dossier_id, kind, payload, payload_hash, state)
    SELECT id, 'dossier', source_row, source_hash, 'queued' FROM dossier;
  INSERT INTO delivery (dossier_id, kind, step_id, position, payload, payload_hash, state)
    SELECT id, 'step', n::text, n, '{"content": "Tiếp nhận"}', md5(n::text), 'queued' FROM dossier, generate_series(1, 2) n;
  ANALYZE;`;

/** Everything is in the queue, and once. */
async function assertWhole(queue: Queue, ledger: Database): Promise<void> {
  const carried = await queue.carried();
  const { rows } = await ledger.query<{ marks: number }>('SELECT count(*)::int AS marks FROM enqueued');
  if (rows[0]?.marks !== dossiers || carried.length !== dossiers || new Set(carried).size !== dossiers) {
    throw new Error(`${rows[0]?.marks} marks, ${carried.length} ids in the queue`);
  }
}

interface Place {
  readonly server: QueueServer;
  wipe(): Promise<unknown>;
}

async function measure(ledger: Database, place: Place): Promise<Spread> {
  const queue = await openDeliveryQueue({
    server: place.server,
    concurrency: { live: 1, backfill: 1 },
    now: Date.now,
    onError: (reason) => process.stderr.write(`${reason}\n`),
  });
  const seconds: number[] = [];
  try {
    const all = () => recover({ ledger, queue, batchSize: BATCH_SIZE, reached: GO_ON });
    for (let first = await all(); first.enqueued > 0; first = await all());
    for (let run = 0; run < RUNS; run += 1) {
      await place.wipe();
      const started = performance.now();
      const { enqueued } = await all();
      seconds.push((performance.now() - started) / 1000);
      if (enqueued !== dossiers) throw new Error(`${enqueued} of ${dossiers} came back`);
      await assertWhole(queue, ledger);
    }
  } finally {
    await queue.close();
  }
  return spread(seconds);
}

function tell(what: string, { median, min, max }: Spread): void {
  process.stdout.write(
    `${what}: ${dossiers} due dossiers enqueued again in ${median.toFixed(1)} s (${min.toFixed(1)} to ${max.toFixed(1)}, ` +
      `${RUNS} runs), ${Math.round(dossiers / median)} dossiers/s in ${Math.ceil(dossiers / BATCH_SIZE)} jobs, ` +
      `memory ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB\n`,
  );
}

const dataDir = await mkdtemp(join(tmpdir(), 'dongbo-bench-'));
const server = await startEmbeddedPostgres({ dataDir });
try {
  await server.createDatabase('bench');
  const url = server.url('bench');
  const ledger = openDatabase({ url, max: 8, name: 'bench', onIdleError: () => undefined });
  try {
    await migrate(ledger, url);
    await ledger.query(FILL);
    const redis = await redisServer();
    if (redis === null) process.stderr.write('no redis-server here: PostgreSQL only\n');
    else {
      const admin = new Redis(redis.url);
      const at: QueueServer = { kind: 'redis', url: redis.url, sentinels: [], sentinelName: '' };
      tell('Redis', await measure(ledger, { server: at, wipe: () => admin.flushall() }));
      admin.disconnect();
      await redis.stop();
    }
    await ledger.query('DELETE FROM enqueued');
    const pool = openPool({ url, max: 8, name: 'bench-queue', searchPath: QUEUE_SCHEMA });
    const wipe = () => ledger.query(`TRUNCATE ${QUEUE_SCHEMA}.job CASCADE`);
    tell(
      'PostgreSQL',
      await measure(ledger, { server: { kind: 'postgres', pool, explain: (error: unknown) => error }, wipe }),
    );
  } finally {
    await ledger.close();
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
