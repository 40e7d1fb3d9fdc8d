/**
 * The change feed of a source that is a PostgreSQL, by how its changes are to be noticed.
 * Must not: connect; a feed does that when it is followed.
 */
import type { ChangeCapture } from '../../domain/source-definition.ts';
import type { ChangeFeed } from '../../domain/source-ports.ts';
import { readSourceUrl } from '../sql/source-url.ts';
import { listenFeed } from './listen-feed.ts';
import { logicalFeed } from './logical-feed.ts';
import { slotBacklog } from './replication-slot.ts';
import type { WatchedSource } from './watched-tables.ts';

/** What a feed is made from. */
export interface FeedSettings extends WatchedSource {
  readonly url: string;
  /** Of the source: names its publication and slot. */
  readonly name: string;
  readonly capture: ChangeCapture;
}

/** Tells of nothing; but a slot that an earlier setting left there keeps the server's log, and that is told. */
function silentFeed(url: string, name: string): ChangeFeed {
  return {
    follow: (_onKeys, _onBegin, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    backlog: () => slotBacklog(url, name),
    close: async () => {},
  };
}

/** `null` where the system is none that tells of changes. Throws DB-SRC-003, DB-SRC-006. */
export function createChangeFeed(settings: FeedSettings): ChangeFeed | null {
  const { url, name, capture } = settings;
  if (readSourceUrl(url).system !== 'postgres') return null;
  if (capture === 'logical') return logicalFeed(settings);
  return capture === 'listen' ? listenFeed({ url, name }) : silentFeed(url, name);
}
