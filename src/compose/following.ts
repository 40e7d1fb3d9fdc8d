/**
 * Follows one source: what it tells of at once is read at once, and what its server keeps for us is watched.
 * Guarantees: a source that has nothing of the kind is left to its schedule; what goes wrong is told once and
 * tried again; the codebook is looked at once a second at the most, however many changes come.
 * Must not: know who leads; it follows until it is told to stop.
 */
import type { Config } from '../config.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { ChangeFeed } from '../domain/source-ports.ts';
import { applyCodebook } from '../ledger/apply-codebook.ts';
import type { Database } from '../ledger/database.ts';
import { monotonicMs, pause } from '../lifecycle.ts';
import { type ExtractDeps, NOTHING_READ } from '../pipeline/extract.ts';
import { follow } from '../pipeline/follow.ts';
import { rulesOf } from '../pipeline/normalize-for-ledger.ts';
import type { TakenIn } from '../pipeline/take-in.ts';
import type { FeedMetrics } from '../telemetry/feed-metrics.ts';
import type { Logger } from '../telemetry/logger.ts';
import { laneConcurrency } from './at-a-time.ts';
import type { SourceInUse } from './sources.ts';

/** What a house gives for it. */
export interface FollowingHouse {
  readonly config: Config;
  readonly log: Logger;
  readonly feedMetrics: FeedMetrics;
  ledger(): Promise<Database>;
  extraction(source: SourceInUse): Promise<ExtractDeps>;
}

const CODEBOOK_MS = 1_000;
const BACKLOG_EVERY_MS = 30_000;

/**
 * Follows `source` until `signal` fires. Never throws.
 * @param poll a reading by time is wanted at once
 */
export async function followSource(
  house: FollowingHouse,
  source: SourceInUse,
  poll: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { log, feedMetrics } = house;
  const { name } = source;
  try {
    if (source.definition.kind === 'xml') {
      // A document that has just come in is as good as a change that is told.
      await (await source.drop()).onArrival(signal, poll);
      return;
    }
    const feed = await source.changeFeed();
    if (feed === null) return;
    // A slot that is not read fills the province's disk: that is told whoever should have read it. A source that is
    // away cannot say; that is told by those who read it.
    const look = async (): Promise<void> => feedMetrics.backlog(name, await feed.backlog().catch(() => null));
    await Promise.all([followFeed(house, source, feed, { poll, look }, signal), eachWhile(look, signal)]);
  } catch (error) {
    // Settings that cannot be used: reading the source tells the same, and stops the start.
    log.warn('changes are not followed', { where: name, reason: reasonOf(error) });
  } finally {
    feedMetrics.left(name);
  }
}

function followFeed(
  house: FollowingHouse,
  source: SourceInUse,
  feed: ChangeFeed,
  { poll, look }: { readonly poll: () => void; readonly look: () => Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  const { log, feedMetrics } = house;
  const where = source.name;
  const { live: jobsAtATime } = laneConcurrency(house.config);
  let kept: { readonly deps: ExtractDeps; readonly at: number; sum: TakenIn } | null = null;
  return follow(
    {
      async reading() {
        if (kept !== null && monotonicMs() - kept.at < CODEBOOK_MS) return { ...kept.deps, jobsAtATime };
        const deps = await house.extraction(source);
        await applyCodebook(deps.ledger, deps.codebook, rulesOf(deps.normalize));
        kept = { deps, at: monotonicMs(), sum: { read: 0, changed: 0, shadowed: 0 } };
        return { ...deps, jobsAtATime };
      },
      onBegin: poll,
      onWakeUp({ read, changed, shadowed }) {
        feedMetrics.wokeUp(where);
        source.overlap.told();
        if (kept === null) return;
        const { sum: before } = kept;
        kept.sum = {
          read: before.read + read,
          changed: before.changed + changed,
          shadowed: before.shadowed + shadowed,
        };
        const { sum, deps } = kept;
        deps.onPage?.({ ...NOTHING_READ, ...sum, unchanged: sum.read - sum.changed - sum.shadowed });
      },
      onState(follows, reason) {
        feedMetrics.follows(where, follows);
        if (!follows) source.overlap.missed();
        void look();
        if (follows) return log.info('changes are followed', { where });
        const code = reason instanceof DongboError ? reason.code : 'DB-SVC-007';
        log.warn('changes are not followed', { where, code, reason: reasonOf(reason) });
      },
      pause,
    },
    feed,
    signal,
  );
}

async function eachWhile(look: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await look();
    await pause(BACKLOG_EVERY_MS, signal);
  }
}
