/**
 * Changes of a source as they happen: it tells their keys, they are read and taken in.
 * Guarantees: keys are read in one turn of the source (turns.ts) and never move its cursor, so that whatever is
 * missed here is found by the reading by time; whatever goes wrong is tried again, ever less often, and followed
 * from then on; under the codebook of the moment, taken into use before.
 * Must not: say that a dossier vanished because its key finds nothing; that is the sweep's to say.
 */
import type { ChangeFeed, Source } from '../domain/source-ports.ts';
import { type TakeInDeps, type TakenIn, takeIn } from './take-in.ts';
import type { Turns } from './turns.ts';

/** What reading keys works with. */
export interface ReadKeysDeps extends TakeInDeps {
  readonly source: Source;
  readonly turns: Turns;
  /** Jobs of the live lane that are worked on at a time. */
  readonly jobsAtATime: number;
}

/** What following works with. */
export interface FollowDeps {
  /** Everything with the codebook of this moment, which is in use. Asked for each batch of keys. */
  readonly reading: () => Promise<ReadKeysDeps>;
  /** A reading by time is wanted at once. */
  readonly onBegin: () => void;
  /** Told of each batch. */
  readonly onWakeUp: (taken: TakenIn) => void;
  /** It is told of changes, or (with the reason) not any more; told at each change. */
  readonly onState: (follows: boolean, reason: unknown) => void;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Dossiers of a job: what came together goes in several at a time, for its steps go call by call; but not one by one. */
const FEW = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/** Follows `feed` until `signal` fires. Never throws. */
export async function follow(deps: FollowDeps, feed: ChangeFeed, signal: AbortSignal): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  let follows: boolean | null = null;
  const state = (now: boolean, reason: unknown): void => {
    if (follows !== now) deps.onState(now, reason);
    follows = now;
  };
  while (!signal.aborted) {
    let reason: unknown = null;
    try {
      await feed.follow(
        (keys) => readKeys(deps, keys),
        () => {
          waitMs = FIRST_WAIT_MS;
          state(true, null);
          deps.onBegin();
        },
        signal,
      );
    } catch (error) {
      reason = error;
    }
    if (signal.aborted) break;
    state(false, reason);
    await deps.pause(waitMs, signal);
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
  }
}

/** Throws DB-SRC-… or what the ledger or the queue throws: then it is told again, or found by its time. */
async function readKeys(deps: FollowDeps, keys: readonly string[]): Promise<void> {
  const reading = await deps.reading();
  const batchSize = Math.min(reading.batchSize, Math.max(FEW, Math.ceil(keys.length / reading.jobsAtATime)));
  const taken = await reading.turns.take(async () =>
    takeIn({ ...reading, batchSize }, await reading.source.readKeys(keys), null),
  );
  deps.onWakeUp(taken);
}
