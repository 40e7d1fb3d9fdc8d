/**
 * Changes told by NOTIFY: triggers of the province (listen-sql.ts) name the dossiers at the moment of commit.
 * Guarantees: a connection of its own, asked now and then whether it still lives; what is told while it is away,
 * or faster than it can be read, is made up for by a poll (`onBegin`).
 * Must not: rely on being told: a pooler that passes no LISTEN, or a province without triggers, leaves the polls.
 */
import pg from 'pg';
import { DongboError } from '../../domain/errors.ts';
import type { ChangeFeed } from '../../domain/source-ports.ts';
import { sourceFailure } from '../sql/source-failure.ts';
import { BATCHES, type BatchRules, KeyBatches } from './key-batches.ts';
import { CHANNEL, POLL_NOW } from './names.ts';
import { connectionSettings, hangUp, whereOf } from './own-connection.ts';
import { slotBacklog } from './replication-slot.ts';

/** How a connection is watched. */
export interface ListenTimes {
  /** Milliseconds between two questions whether the connection lives. */
  readonly askEveryMs: number;
  /** Milliseconds for the answer. */
  readonly answerMs: number;
}

const TIMES: ListenTimes = { askEveryMs: 15_000, answerMs: 10_000 };
/** More keys than this wait for one reading: a poll reads them faster. */
const MOST_WAITING = 20_000;

/** Where changes come from. */
export interface ListenSettings {
  readonly url: string;
  /** Name of the source: a replication slot of its own that was left over is told of. */
  readonly name: string;
  readonly times?: ListenTimes;
  readonly batches?: BatchRules;
}

/** See the file's head. Throws DB-SRC-003, DB-SRC-006 for a URL that it cannot use. */
export function listenFeed({ url, name, times = TIMES, batches = BATCHES }: ListenSettings): ChangeFeed {
  const where = whereOf(url);

  async function follow(
    onKeys: (keys: readonly string[]) => Promise<void>,
    onBegin: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const client = new pg.Client({ ...connectionSettings(url), query_timeout: times.answerMs });
    const over = new AbortController();
    let ours: { readonly error: unknown } | null = null;
    let asking: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const failed = (error: unknown): void => {
          ours = { error };
          reject(error);
        };
        const waiting = new KeyBatches(onKeys, failed, batches);
        client.on('error', reject);
        client.on('end', () => reject(new DongboError('DB-SRC-001', { where, reason: 'connection ended' })));
        client.on('notification', ({ payload = POLL_NOW }) => {
          if (payload !== POLL_NOW) waiting.add([payload]);
          if (payload !== POLL_NOW && waiting.size <= MOST_WAITING) return;
          if (payload !== POLL_NOW) waiting.clear();
          onBegin();
        });
        // Whatever was told before is worked on to its end: nobody else would tell it again.
        const stop = (): void => void waiting.flush().then(resolve, reject);
        signal.addEventListener('abort', stop, { once: true, signal: over.signal });
        const listen = async (): Promise<void> => {
          await client.connect();
          if (signal.aborted) return stop();
          await client.query(`LISTEN ${CHANNEL}`);
          onBegin();
          let isAsked = false;
          const ask = async (): Promise<void> => {
            if (isAsked) return;
            isAsked = true;
            await client.query('SELECT 1');
            isAsked = false;
          };
          asking = setInterval(() => void ask().catch(reject), times.askEveryMs);
        };
        listen().catch(reject);
      });
    } catch (error) {
      if (ours !== null) throw (ours as { readonly error: unknown }).error;
      throw sourceFailure(error, where);
    } finally {
      over.abort();
      clearInterval(asking);
      hangUp(client);
    }
  }

  return { follow, backlog: () => slotBacklog(url, name), close: async () => {} };
}
