/** The delivery queue: on Redis where REDIS_URL is set, else in the ledger's database. */
import type { Config } from '../config.ts';
import { DongboError } from '../domain/errors.ts';
import type { Queue } from '../domain/ports.ts';
import { openPool, whereOf } from '../ledger/database.ts';
import { explainFault } from '../ledger/ledger-fault.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { QUEUE_SCHEMA, type QueueServer } from '../queue/backend.ts';
import { openDeliveryQueue } from '../queue/delivery-queue.ts';
import type { Logger } from '../telemetry/logger.ts';
import { onceAMinute } from '../telemetry/once-a-minute.ts';
import { laneConcurrency } from './at-a-time.ts';
import { readPem } from './pem.ts';

/** A worker a lane listens on a connection of its own, the rest share what is left. */
const POSTGRES_CONNECTIONS = 8;

/** Opens the queue. Throws DB-SVC-002, -020 or -021, DB-TLS-001 to -003 (exit 69) when Redis is away or refuses. */
export async function openQueue(
  config: Config,
  ledgerUrl: string,
  lifecycle: Lifecycle,
  log: Logger,
  monotonicMs: () => number,
): Promise<Queue> {
  const onError = onceAMinute((reason) => log.warn('queue connection', { reason }), monotonicMs);
  const queue = await openDeliveryQueue({
    server: serverOf(config, ledgerUrl, onError),
    concurrency: laneConcurrency(config),
    now: Date.now,
    monotonicMs,
    onError,
    onUnfit: ({ code, message }) => log.warn('queue server', { code, reason: message }),
  });
  lifecycle.onClose('queue', () => queue.close());
  return queue;
}

function serverOf(config: Config, ledgerUrl: string, onError: (reason: string) => void): QueueServer {
  if (config.REDIS_URL === null) {
    const pool = openPool({
      url: ledgerUrl,
      max: POSTGRES_CONNECTIONS,
      name: 'dongbo-queue',
      onIdleError: onError,
      searchPath: QUEUE_SCHEMA,
      // Hints: what is lost of them `recover` finds, and nobody waits for a disk.
      durable: false,
    });
    return { kind: 'postgres', pool, explain: (error) => explainFault(error, whereOf(ledgerUrl)) };
  }
  return redisOf(config, config.REDIS_URL);
}

/** The Redis that the settings name. */
export function redisOf(config: Config, url: string): Extract<QueueServer, { kind: 'redis' }> {
  return {
    kind: 'redis',
    url,
    sentinels: sentinelsOf(config.REDIS_SENTINELS),
    sentinelName: config.REDIS_SENTINEL_NAME ?? '',
    ca: readPem('REDIS_CA_FILE', config.REDIS_CA_FILE),
    clientCert: readPem('REDIS_CLIENT_CERT_FILE', config.REDIS_CLIENT_CERT_FILE),
    clientKey: readPem('REDIS_CLIENT_KEY_FILE', config.REDIS_CLIENT_KEY_FILE),
  };
}

function sentinelsOf(text: string | null): { host: string; port: number }[] {
  return (text ?? '')
    .split(',')
    .filter((item) => item.trim() !== '')
    .map((item) => {
      const [, host = '', port = '26379'] = /^\s*(.+?)(?::(\d+))?\s*$/.exec(item) ?? [];
      if (host === '') {
        throw new DongboError('DB-CFG-001', { count: 1 }, { details: [`REDIS_SENTINELS: "${item}"`] });
      }
      return { host, port: Number(port) };
    });
}
