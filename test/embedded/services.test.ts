/** What every test that needs a real service relies on. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { describeWithRedis, freshDatabase, redisServer } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query({ text: sql, rowMode: 'array' });
  await client.end();
  return rows[0]?.[0];
}

it('gives each test a database of its own', async () => {
  const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  await ask(one.url, 'CREATE TABLE here (n int)');
  expect(await ask(one.url, "SELECT to_regclass('here')::text")).toBe('here');
  expect(await ask(two.url, "SELECT to_regclass('here')::text")).toBeNull();
  await one.drop();
  await expect(ask(one.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
  await two.drop();
});

it('cuts a connection and mends it', async () => {
  const database = await freshDatabase();
  const proxy = await proxyTo(database.url);
  expect(await ask(proxy.url, 'SELECT 1')).toBe(1);
  const waiting = ask(proxy.url, 'SELECT pg_sleep(600)');
  const broken = expect(waiting).rejects.toThrow();
  const sleeping = "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
  while ((await ask(database.url, sleeping)) !== 1);
  proxy.cut();
  await broken;
  await expect(ask(proxy.url, 'SELECT 1')).rejects.toThrow();
  proxy.mend();
  expect(await ask(proxy.url, 'SELECT 2')).toBe(2);
  await proxy.close();
  await database.drop();
});

describeWithRedis('Redis of its own', () => {
  it('starts at a free port and ends', async () => {
    const redis = await redisServer();
    expect(redis?.url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
    expect(redis?.port).not.toBe(6379);
    await redis?.stop();
  });
});
