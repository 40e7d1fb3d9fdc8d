/**
 * Losing the queue loses nothing (invariant 1): whatever it forgets, the ledger brings back, on both
 * servers. Here jobs are only taken, so that it can be seen which ids come back.
 */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Lane } from '../../src/domain/delivery.ts';
import type { Queue } from '../../src/domain/ports.ts';
import { claimDossiers, lease, releaseLease } from '../../src/ledger/claim.ts';
import { openPool } from '../../src/ledger/database.ts';
import { explainFault } from '../../src/ledger/ledger-fault.ts';
import { settle } from '../../src/ledger/settle.ts';
import { enqueue } from '../../src/pipeline/enqueue.ts';
import { recover } from '../../src/pipeline/recover.ts';
import { QUEUE_SCHEMA, type QueueServer } from '../../src/queue/backend.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import { dossier, ending, LedgerTrial } from '../ledger/trial.ts';
import { describeWithRedis, type RedisServer, redisServer, waitFor } from '../support/services.ts';

const openOn = (server: QueueServer): Promise<Queue> =>
  openDeliveryQueue({
    server,
    concurrency: { live: 2, backfill: 2 },
    now: () => Date.now(),
    onError: () => {},
  });

/** A ledger with a queue that forgets on demand. */
interface Trial {
  readonly ledger: LedgerTrial;
  readonly queue: Queue;
  forget(): Promise<unknown>;
}

function suite(trial: () => Trial): void {
  const again = () =>
    recover({ ledger: trial().ledger.db, queue: trial().queue, batchSize: 10, reached: GO_ON });
  const waiting = async (lane: Lane) => (await trial().queue.counts())[lane].waiting;

  test('what was stored and never enqueued is found', async () => {
    const { ledger } = trial();
    const codes = Array.from({ length: 25 }, (_, n) => `live-${n}`);
    await ledger.store(...codes.map((code) => dossier(code)));
    await ledger.store(dossier('old', { lane: 'backfill' }), dossier('held', { says: null }));
    expect(await again()).toEqual({ expiredLeases: 0, lostAnswers: 0, enqueued: 26 });
    expect([await waiting('live'), await waiting('backfill')]).toEqual([3, 1]);
  });

  test('what waits in the queue is not enqueued a second time', async () => {
    expect((await again()).enqueued).toBe(0);
  });

  test('a queue that was wiped is filled from the ledger, whole', async () => {
    const { forget } = trial();
    await forget();
    expect([await waiting('live'), await waiting('backfill')]).toEqual([0, 0]);
    expect((await again()).enqueued).toBe(26);
    expect([await waiting('live'), await waiting('backfill')]).toEqual([3, 1]);
  });

  test('a worker that died at its work leaves nothing behind: all comes to its end', async () => {
    const { ledger, queue } = trial();
    const sent = await ledger.send('live-0');
    await ledger.expire('live-0');
    expect(await again()).toMatchObject({ expiredLeases: 1, lostAnswers: 1 });
    await ledger.end(sent, 'accepted');
    expect(await ledger.state('live-0')).not.toBe('accepted');

    await queue.work(async (job) => {
      const token = randomUUID();
      await lease(ledger.db, job.dossiers, token, 60_000);
      const claimed = await claimDossiers(ledger.db, token);
      await settle(
        ledger.db,
        token,
        claimed.map((item) => ending(item, 'accepted')),
        [],
      );
      await releaseLease(ledger.db, token);
      return { again: [], delayMs: 0 };
    });
    await waitFor(
      async () => {
        await again();
        const { rows } = await ledger.db.query(`SELECT FROM delivery WHERE state <> 'accepted'`);
        return rows.length === 1;
      },
      { what: 'all but the held one accepted' },
    );
    expect(await ledger.state('held')).toBe('held');
    expect((await again()).enqueued).toBe(0);
  });

  test('what could not be enqueued is found by the next search', async () => {
    const { ledger, queue } = trial();
    await ledger.store(dossier('late'));
    const dead: Queue = { ...queue, enqueue: () => Promise.reject(new Error('away')) };
    const ids = { live: [await ledger.id('late')], backfill: [] };
    await expect(
      enqueue({ ledger: ledger.db, queue: dead, batchSize: 10, reached: GO_ON }, ids, 'last'),
    ).rejects.toThrow('away');
    expect((await again()).enqueued).toBe(1);
  });
}

describe('on PostgreSQL', () => {
  let made: Trial;
  beforeAll(async () => {
    const ledger = await LedgerTrial.open();
    const pool = openPool({ url: ledger.url, max: 8, name: 'queue', searchPath: QUEUE_SCHEMA });
    const queue = await openOn({ kind: 'postgres', pool, explain: (error) => explainFault(error, 'test') });
    const forget = async () => {
      const { rows } = await ledger.db.query<{ name: string }>(
        `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
         WHERE schemaname = $1 AND tablename LIKE '%job%' AND tablename NOT LIKE '%migration%'`,
        [QUEUE_SCHEMA],
      );
      await ledger.db.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`);
    };
    made = { ledger, queue, forget };
  });
  afterAll(async () => {
    await made.queue.close();
    await made.ledger.close();
  });
  suite(() => made);
});

describeWithRedis('on Redis', () => {
  let made: Trial;
  let server: RedisServer;
  beforeAll(async () => {
    const ledger = await LedgerTrial.open();
    server = (await redisServer()) as RedisServer;
    const queue = await openOn({ kind: 'redis', url: server.url, sentinels: [], sentinelName: '' });
    const forget = async () => {
      const admin = new Redis(server.url);
      await admin.flushall();
      await admin.quit();
    };
    made = { ledger, queue, forget };
  });
  afterAll(async () => {
    await made.queue.close();
    await server.stop();
    await made.ledger.close();
  });
  suite(() => made);
});
