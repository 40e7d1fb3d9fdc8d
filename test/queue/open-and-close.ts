/** A process that opens the queues, does a job on each and closes them; it ends when nothing is left open. */
import { openPool } from '../../src/ledger/database.ts';
import { explainFault } from '../../src/ledger/ledger-fault.ts';
import { QUEUE_SCHEMA, type QueueServer } from '../../src/queue/backend.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';

const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2);
const servers: QueueServer[] = [
  {
    kind: 'postgres',
    explain: (error) => explainFault(error, 'test'),
    pool: openPool({ url: databaseUrl, max: 8, name: 'closing', searchPath: QUEUE_SCHEMA }),
  },
  ...(redisUrl === '' ? [] : [{ kind: 'redis' as const, url: redisUrl, sentinels: [], sentinelName: '' }]),
];
for (const server of servers) {
  const queue = await openDeliveryQueue({
    server,
    concurrency: { live: 2, backfill: 1 },
    now: () => Date.now(),
    onError: (reason) => process.stderr.write(`${reason}\n`),
  });
  await new Promise<void>((resolve, reject) => {
    queue
      .work(async () => {
        resolve();
        return { again: [], delayMs: 0 };
      })
      .then(() => queue.enqueue('live', [{ dossiers: [1] }]))
      .catch(reject);
  });
  await queue.close();
}
process.stdout.write(`closed ${servers.length}\n`);
