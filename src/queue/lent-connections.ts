/**
 * The end of a pool of connections, though somebody gives back none.
 * Guarantees: ends within seconds; what is lent by then is closed, so that it keeps no process alive. (BullMQ has been seen
 * to lose the connection on which a worker listens when it is closed while it begins to listen; a pool waits for it
 * for ever.)
 */
import type { PgPool } from 'bullmq';
import { withinTime } from './within-time.ts';

/** Whoever has one gives it back in much less. */
const PATIENCE_MS = 1_000;

interface Lent {
  release(destroy?: boolean): void;
}
/** What of node-postgres' pool BullMQ's types leave out. */
interface Lender {
  on(event: 'acquire', listener: (client: Lent) => void): unknown;
  on(event: 'release', listener: (error: unknown, client: Lent) => void): unknown;
}

/** Answers how `pool` is to be ended; to be asked before the first connection is lent. */
export function endOf(pool: PgPool): () => Promise<void> {
  const lent = new Set<Lent>();
  const lender = pool as unknown as Lender;
  lender.on('acquire', (client) => lent.add(client));
  lender.on('release', (_error, client) => lent.delete(client));
  return async () => {
    const ended = pool.end();
    try {
      await withinTime(ended, PATIENCE_MS);
    } catch {
      for (const client of lent) client.release(true);
      await ended;
    }
  };
}
