/**
 * A Redis connection that can always be ended.
 * Guarantees: after `disconnect()` it ends also while it waits to reconnect; what was waiting for an
 * answer is refused then. (ioredis drops its timer in that state and never says `end`, so that
 * BullMQ, which waits for it, would never close while Redis is away.)
 */
import { Redis, type RedisOptions } from 'ioredis';

/** The options that we set. */
export type ConnectionOptions = Pick<
  RedisOptions,
  | 'maxRetriesPerRequest'
  | 'connectTimeout'
  | 'disconnectTimeout'
  | 'socketTimeout'
  | 'sentinels'
  | 'name'
  | 'tls'
  | 'sentinelTLS'
  | 'enableTLSForSentinelMode'
>;

const LONGEST_RETRY_MS = 2_000;

/**
 * See the file's head; its duplicates, which BullMQ makes to wait for jobs, are of the same kind.
 * @param onMade told of it and of each duplicate, so that all can be ended
 */
export function endingRedis(
  url: string,
  options: ConnectionOptions,
  onMade: (redis: Redis) => void = () => {},
): Redis {
  let over = false;
  const retryStrategy = (times: number) => (over ? null : Math.min(times * 50, LONGEST_RETRY_MS));
  const redis = new Redis(url, { ...options, retryStrategy });
  const disconnect = redis.disconnect.bind(redis);
  redis.disconnect = (reconnect = false) => {
    // While it waits, the next try, at most two seconds away, is the last one and ends it properly.
    if (!reconnect && redis.status === 'reconnecting') over = true;
    else disconnect(reconnect);
  };
  redis.on('connect', () => {
    if (over) disconnect();
  });
  const duplicate = (override?: Partial<RedisOptions>) =>
    endingRedis(url, { ...redis.options, ...override } as ConnectionOptions, onMade);
  redis.duplicate = duplicate as Redis['duplicate'];
  onMade(redis);
  return redis;
}
