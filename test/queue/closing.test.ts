/** Closing the queues leaves nothing that keeps a process alive, seen from outside. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { JobHandler, JobResult } from '../../src/domain/ports.ts';
import { openPool } from '../../src/ledger/database.ts';
import { QUEUE_SCHEMA } from '../../src/queue/backend.ts';
import { childEntry } from '../support/program.ts';
import { describeWithRedis, freshDatabase, redisServer } from '../support/services.ts';
import { type Proxy as Outage, proxyTo } from '../support/services-proxy.ts';
import { onRedis, openOn, redisHome } from './places.ts';

describe('closing', () => {
  test('leaves nothing that keeps a process alive', async () => {
    const redis = await redisServer();
    const database = await freshDatabase();
    try {
      const entry = childEntry(fileURLToPath(new URL('./open-and-close.ts', import.meta.url)));
      const child = spawn(process.execPath, [...entry, database.url, redis?.url ?? ''], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      const killer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      const [code] = await new Promise<[number | null]>((resolve) =>
        child.once('exit', (exit) => resolve([exit])),
      );
      clearTimeout(killer);
      // Ended by itself, not by process.exit and not by us.
      expect([code, said.trim()]).toEqual([0, redis ? 'closed 2' : 'closed 1']);
    } finally {
      await redis?.stop();
      await database.drop();
    }
  });
});

test('closing ends though a connection was never given back, and closes it', async () => {
  const { url, drop } = await freshDatabase();
  const pool = openPool({ url, max: 4, name: 'lender', searchPath: QUEUE_SCHEMA });
  try {
    const queue = await openOn({ kind: 'postgres', pool, explain: (error) => error });
    await queue.enqueue('live', [{ dossiers: [1] }]);
    const lost = await pool.connect();
    const closed = new Promise<void>((resolve) => lost.once('end', () => resolve()));
    await queue.close();
    await closed;
    expect(pool.totalCount).toBe(0);
  } finally {
    await drop();
  }
}, 10_000);

/** What happens to the way to Redis before the queue is closed, and at the end of the time that its jobs get. */
interface Fate {
  readonly before: (proxy: Outage) => void;
  /** True: closing begins once the connections have noticed. */
  readonly noticed: boolean;
  readonly atDeadline?: (proxy: Outage) => void;
}

const stall = (proxy: Outage): void => proxy.stall();
const cut = (proxy: Outage): void => proxy.cut();
const stallAndCut = (proxy: Outage): void => {
  proxy.stall();
  proxy.cut();
};

describeWithRedis('closing ends, with a job in hand and a worker that waits for one,', () => {
  test.each([
    ['where Redis is silent', { before: stall, noticed: false }],
    ['where it is gone just now', { before: cut, noticed: false }],
    ['where it is gone for a while', { before: cut, noticed: true }],
    ['where it was silent and is gone for a while', { before: stallAndCut, noticed: true }],
    ['where it is silent and goes meanwhile', { before: stall, noticed: false, atDeadline: cut }],
    [
      'where it does not answer who waits for a job',
      { before: (proxy) => proxy.stallWhere('bzpopmin'), noticed: false },
    ],
  ] satisfies [string, Fate][])('%s', async (_, { before, noticed, atDeadline = () => {} }: Fate) => {
    const home = await redisHome();
    const proxy = await proxyTo(home.url);
    let notice = () => {};
    const lost = new Promise<void>((resolve) => {
      notice = resolve;
    });
    const queue = await openOn(onRedis(proxy.url), { onError: notice });
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const untilAborted: JobHandler = ({ dossiers }, _lane, signal) =>
      new Promise<JobResult>((resolve) => {
        begin();
        signal.addEventListener('abort', () => {
          atDeadline(proxy);
          resolve({ again: dossiers, delayMs: 0 });
        });
      });
    await queue.work(untilAborted);
    await queue.enqueue('live', [{ dossiers: [1] }]);
    await begun;
    before(proxy);
    if (noticed) await lost;
    const startedAt = performance.now();
    await queue.drain(100);
    // Soon after the jobs' time to end: the process has nine seconds, and they get six.
    expect(performance.now() - startedAt).toBeLessThan(3_900);
    await queue.close();
    await proxy.close();
    await home.close();
  });
});
