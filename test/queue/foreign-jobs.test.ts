/** A Redis or a table that others can write to: jobs that are none of ours bring nobody down, and nothing but ids gets in. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Queue } from '../../src/domain/ports.ts';
import { openPool } from '../../src/ledger/database.ts';
import { QUEUE_SCHEMA } from '../../src/queue/backend.ts';
import { jobIds } from '../../src/queue/job-ids.ts';
import { describeWithRedis } from '../support/services.ts';
import { noting, openOn, postgresHome, type QueueHome, redisHome } from './places.ts';

const FOREIGN: readonly unknown[] = [
  null,
  'x',
  7,
  {},
  { dossiers: null },
  { dossiers: '1; DROP TABLE dossier' },
  { dossiers: ["1' OR '1'='1", 1.5, 1e300, null, {}, [3]] },
  { dossiers: { length: 1e9 } },
  { dossiers: Array.from({ length: 100_000 }, (_, at) => at + 1_000) },
];

it('only whole numbers are ids, and not without end', () => {
  expect(FOREIGN.slice(0, -1).map(jobIds)).toEqual(FOREIGN.slice(0, -1).map(() => []));
  expect(jobIds(FOREIGN.at(-1))).toHaveLength(10_000);
  expect(jobIds({ dossiers: [0, 5, '9', 9], more: 'x' })).toEqual([0, 5, 9]);
});

it('in PostgreSQL they are passed over by the search for lost work', async () => {
  const home = await postgresHome();
  const queue = await openOn(home.server());
  const pool = openPool({ url: home.url, max: 1, name: 'foreign', searchPath: QUEUE_SCHEMA });
  const foreign = FOREIGN.slice(0, -1);
  await queue.enqueue(
    'live',
    foreign.map(() => ({ dossiers: [1] })),
  );
  // Written over by somebody else.
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM job ORDER BY seq');
  for (const [at, { id }] of rows.entries()) {
    await pool.query('UPDATE job SET data = $2 WHERE id = $1', [id, JSON.stringify(foreign[at])]);
  }
  await queue.enqueue('live', [{ dossiers: [42] }]);
  expect(rows).toHaveLength(foreign.length);
  expect(await queue.carried()).toEqual([42]);
  await pool.end();
  await queue.close();
  await home.close();
});

describeWithRedis('in Redis', () => {
  let home: QueueHome;
  let queue: Queue;
  let redis: Redis;
  beforeAll(async () => {
    home = await redisHome();
    queue = await openOn(home.server());
    redis = new Redis(home.url);
  });
  afterAll(async () => {
    redis?.disconnect();
    await queue?.close();
    await home?.close();
  });

  it('they are passed over, by the worker and by the search for lost work', async () => {
    await queue.enqueue(
      'live',
      FOREIGN.slice(0, -1).map(() => ({ dossiers: [1] })),
    );
    // Written over by somebody else, one of them as no JSON at all.
    const [list = ''] = await redis.keys('bull:*live*:wait');
    const ids = await redis.lrange(list, 0, -1);
    const prefix = list.replace(/wait$/, '');
    for (const [at, id] of ids.entries())
      await redis.hset(`${prefix}${id}`, 'data', JSON.stringify(FOREIGN[at]));
    await redis.lpush(list, 'no-such-job');
    await queue.enqueue('live', [{ dossiers: [42] }]);
    await queue.enqueue('live', [{ dossiers: [43] }]);
    expect(await queue.carried()).toEqual(expect.arrayContaining([42, 43]));
    await redis.hset(`${prefix}${ids[0]}`, 'data', '{"dossiers":[');
    expect([...(await queue.carried())].sort()).toEqual([42, 43]);
    const { handler, jobs, seen } = noting();
    await queue.work(handler);
    await seen(2);
    expect(jobs).toEqual([[42], [43]]);
  });
});
