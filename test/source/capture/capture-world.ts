/** A province whose tables tell of their changes, and what a feed of it has told. */
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import type { ChangeFeed } from '../../../src/domain/source-ports.ts';
import { withConnection } from '../../../src/source/capture/own-connection.ts';
import { findWatched, type Watched, type WatchedSource } from '../../../src/source/capture/watched-tables.ts';
import { asProvince, tablesSql } from '../province.ts';

/** The contract's views, of which these two are there; keys of their own, as in real systems. */
export const SOURCE: WatchedSource = { map: DEFAULT_SOURCE_MAP, watch: {} };

/** Makes `dongbo_ho_so` and `dongbo_tien_do` as views over tables of a vendor. */
export async function settle(url: string): Promise<void> {
  await asProvince(
    url,
    tablesSql(),
    'CREATE SCHEMA motcua',
    ...['dongbo_ho_so', 'dongbo_tien_do'].flatMap((view) => [
      `ALTER TABLE ${view} SET SCHEMA motcua`,
      `CREATE VIEW ${view} AS SELECT * FROM motcua.${view}`,
    ]),
    'ALTER TABLE motcua.dongbo_ho_so ADD PRIMARY KEY (ma_ho_so)',
    'ALTER TABLE motcua.dongbo_tien_do ADD PRIMARY KEY (id)',
  );
}

/** What the feed may be made from. */
export function watchedAt(url: string): Promise<Watched> {
  return withConnection(url, (ask) => findWatched(ask, SOURCE));
}

/** A feed that is followed, and all that it told. */
export class Follower {
  readonly told: string[][] = [];
  begun = 0;
  readonly #stop = new AbortController();
  readonly ended: Promise<unknown>;

  /** @param onKeys what is done with keys, before they count as told */
  constructor(feed: ChangeFeed, onKeys: (keys: readonly string[]) => Promise<void> = async () => {}) {
    this.ended = feed
      .follow(
        async (keys) => {
          await onKeys(keys);
          this.told.push([...keys]);
        },
        () => {
          this.begun += 1;
        },
        this.#stop.signal,
      )
      .then(
        () => null,
        (error: unknown) => error,
      );
  }

  get keys(): string[] {
    return this.told.flat();
  }

  /** Answers what it failed with. */
  stop(): Promise<unknown> {
    this.#stop.abort();
    return this.ended;
  }
}
