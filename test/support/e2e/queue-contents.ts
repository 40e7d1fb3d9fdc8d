/** Everything that a queue server holds, as text: what must carry ids and nothing else. */
import { Redis } from 'ioredis';
import type { World } from './world.ts';

async function contentOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return redis.get(key);
  }
}

/** One text a key of a Redis. */
export async function redisContents(url: string): Promise<string[]> {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('*');
    return await Promise.all(
      keys.map(async (key) => `${key} ${JSON.stringify(await contentOf(redis, key))}`),
    );
  } finally {
    redis.disconnect();
  }
}

/** One text a row of BullMQ's tables in the ledger's database. */
export async function queueTableContents(world: World): Promise<string[]> {
  const tables = await world.ledger<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'bullmq'",
  );
  const contents: string[] = [];
  for (const { name } of tables) {
    const rows = await world.ledger<{ row: string }>(
      `SELECT row_to_json(t)::text AS row FROM bullmq."${name}" t`,
    );
    contents.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return contents;
}
