/**
 * A Redis in figures, for the doctor.
 * Guarantees: asks PING and INFO and nothing else; its connection is ended before it answers, also where Redis is away.
 */
import { Redis } from 'ioredis';
import { DongboError } from '../domain/errors.ts';
import type { QueueServer } from './backend.ts';
import { redisOptions, whereOf } from './redis-backend.ts';
import { explainAway, faultsOf, infoField } from './redis-faults.ts';

/** What Redis says of itself; `null` where it does not say it. */
export interface RedisFacts {
  readonly where: string;
  readonly version: string | null;
  readonly usedBytes: number | null;
  /** 0 = no limit of its own. */
  readonly mostBytes: number | null;
  readonly policy: string | null;
  /** Whether every change goes to a log on its disk. */
  readonly appendOnly: boolean | null;
  /** DB-SVC-022, -023: it works, but not as it should. */
  readonly faults: readonly DongboError[];
}

/** Asks. Throws DB-SVC-002, -020, -021, DB-TLS-001 to -003. */
export async function redisFacts(server: Extract<QueueServer, { kind: 'redis' }>): Promise<RedisFacts> {
  const where = whereOf(server);
  let lastError: Error | null = null;
  const redis = new Redis(server.url, {
    ...redisOptions(server, 'producer'),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    sentinelRetryStrategy: () => null,
  });
  redis.on('error', (error) => {
    lastError = error;
  });
  try {
    await redis.connect();
    await redis.ping();
    // Whoever may not ask is told nothing.
    const info = await redis.info().catch(() => '');
    const { fatal, warnings } = faultsOf(info, where);
    if (fatal) throw fatal;
    return { where, ...figuresOf(info), faults: warnings };
  } catch (error) {
    if (error instanceof DongboError) throw error;
    throw explainAway(lastError, error, where);
  } finally {
    redis.disconnect();
  }
}

function figuresOf(info: string): Omit<RedisFacts, 'where' | 'faults'> {
  const number = (name: string): number | null => {
    const text = infoField(info, name);
    return text === null ? null : Number(text);
  };
  const log = infoField(info, 'aof_enabled');
  return {
    version: infoField(info, 'redis_version'),
    usedBytes: number('used_memory'),
    mostBytes: number('maxmemory'),
    policy: infoField(info, 'maxmemory_policy'),
    appendOnly: log === null ? null : log === '1',
  };
}
