/** Following a feed that ends, fails and begins again, with a clock of the test's own. */
import { expect, it } from 'vitest';
import type { ChangeFeed } from '../../../src/domain/source-ports.ts';
import { type FollowDeps, follow } from '../../../src/pipeline/follow.ts';

type Follow = ChangeFeed['follow'];

/** Follows `steps`, one a time of following, and answers all that was told. */
async function followed(...steps: readonly Follow[]): Promise<readonly string[]> {
  const told: string[] = [];
  const stop = new AbortController();
  const left = [...steps];
  const feed: ChangeFeed = {
    follow(onKeys, onBegin, signal) {
      const step = left.shift();
      if (step !== undefined) return step(onKeys, onBegin, signal);
      stop.abort();
      return Promise.resolve();
    },
    backlog: async () => null,
    close: async () => {},
  };
  const deps: FollowDeps = {
    reading: () => Promise.reject(new Error('no catalogue yet')),
    onBegin: () => void told.push('poll'),
    onWakeUp: () => void told.push('read'),
    onState: (follows, reason) =>
      void told.push(follows ? 'follows' : `not: ${(reason as Error | null)?.message}`),
    pause: async (ms) => void told.push(`${ms} ms`),
  };
  await follow(deps, feed, stop.signal);
  return told;
}

const away: Follow = () => Promise.reject(new Error('away'));
const cut: Follow = async (_onKeys, onBegin) => {
  onBegin();
  throw new Error('cut');
};

it('asks for a poll at each beginning, and begins again at once where it had followed', async () => {
  expect(await followed(cut, cut)).toEqual([
    ...['follows', 'poll', 'not: cut', '1000 ms'],
    ...['follows', 'poll', 'not: cut', '1000 ms'],
  ]);
});

it('tries ever less often where it cannot begin, tells that once, and forgets it when it has begun', async () => {
  expect(await followed(away, away, away, away, away, away, away, cut)).toEqual([
    ...['not: away', '1000 ms', '2000 ms', '4000 ms', '8000 ms', '16000 ms', '30000 ms', '30000 ms'],
    ...['follows', 'poll', 'not: cut', '1000 ms'],
  ]);
});

it('lets the feed know that its keys were not taken in: it must tell them again', async () => {
  const failures: unknown[] = [];
  await followed(async (onKeys, onBegin) => {
    onBegin();
    await onKeys(['A']).catch((error: unknown) => failures.push(error));
  });
  expect(failures).toEqual([new Error('no catalogue yet')]);
});
