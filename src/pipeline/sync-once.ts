/**
 * The whole road once: recover, extract, deliver until nothing is due.
 * Guarantees: what is read is in the ledger before the portal is tried, so that a portal that is
 * away costs nothing but time; ends when nothing is due or falls due within `waitMs`, or when a
 * paused lane that keeps back all that is left does not come back within `waitMs`; for a lane that a
 * person has paused it does not wait, and where nothing else is left it leaves the portal alone.
 */
import { LANES, type Lane } from '../domain/delivery.ts';
import type { JobHandler, Portal, Queue } from '../domain/ports.ts';
import { breakers, freeLanes, type PersonsPause } from '../ledger/breaker.ts';
import type { Database } from '../ledger/database.ts';
import { isBusy, isBusyIn, type Pending, pending } from '../ledger/pending.ts';
import { type ExtractDeps, type ExtractReport, extract, extractIrregular } from './extract.ts';
import { recover } from './recover.ts';

/** What one pass works with. */
export interface SyncDeps {
  readonly extract: ExtractDeps;
  readonly ledger: Database;
  readonly queue: Queue;
  readonly portal: Portal;
  readonly handler: JobHandler;
  readonly waitMs: number;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A clock that never steps back, milliseconds. */
  readonly monotonicMs: () => number;
  /** What keeps the workers from writing: they would wait for its end, a pass must not. */
  readonly ledgerFault: () => Error | null;
  readonly onProgress?: (open: Pending) => void;
}

/** How the pass ended. */
export interface SyncReport {
  readonly extracted: ExtractReport;
  readonly left: Pending;
  /** Lanes that a person had paused when it ended. */
  readonly paused: readonly PausedLane[];
}

/** A lane that a person has paused. */
export interface PausedLane extends PersonsPause {
  readonly lane: Lane;
}

const LOOK_EVERY_MS = 100;
/** Milliseconds between two searches for lost jobs, and how many times as long as it took itself. */
const RECOVER_EVERY_MS = 5_000;
const RECOVER_PAUSE = 20;
/** Looks between two countings of the backlog. */
const COUNT_EVERY = 20;

/**
 * Runs the pass. Throws DB-PRT-001 (exit 69) when there is something to send and the portal is away,
 * DB-SVC-001 or -010 to -014 when the ledger goes meanwhile.
 */
export async function syncOnce(deps: SyncDeps, signal: AbortSignal): Promise<SyncReport> {
  const { ledger, queue, portal } = deps;
  const recovering = { ledger, queue, batchSize: portal.batchSize, reached: deps.extract.reached };
  await recover(recovering, signal);
  const irregular = await extractIrregular(deps.extract, signal);
  const regular = await extract(deps.extract, signal);
  const extracted = {
    read: irregular.read + regular.read,
    unchanged: irregular.unchanged + regular.unchanged,
    changed: irregular.changed + regular.changed,
    stale: irregular.stale + regular.stale,
    renormalized: regular.renormalized,
  };
  let left = await pending(deps.ledger);
  const isOpen = ({ due, nextDueMs }: Pending): boolean =>
    due > 0 || (nextDueMs !== null && nextDueMs <= deps.waitMs);
  const end = async (): Promise<SyncReport> => ({ extracted, left, paused: await pausedLanes(ledger) });
  if (isOpen(left) && (await hasWorkBeside(ledger, await pausedLanes(ledger), deps.waitMs))) {
    await deps.portal.open(signal);
    await deps.queue.work(deps.handler);
    const isHopeless = lanePatience(deps);
    const search = seldom(deps.monotonicMs, () => recover(recovering, signal));
    for (let looks = 1; isOpen(left) && !signal.aborted; looks += 1) {
      await deps.pause(LOOK_EVERY_MS, signal);
      const fault = deps.ledgerFault();
      if (fault !== null) throw fault;
      await search();
      if (await isHopeless()) {
        left = await pending(ledger);
        return end();
      }
      // Counting a long backlog costs as much as sending some of it: it is counted now and then only.
      if (looks % COUNT_EVERY !== 0 && (await isBusy(deps.ledger))) continue;
      left = await pending(deps.ledger);
      deps.onProgress?.(left);
    }
  }
  return end();
}

async function pausedLanes(ledger: Database): Promise<PausedLane[]> {
  const lanes = await breakers(ledger);
  return LANES.flatMap((lane) => {
    const { pausedBy } = lanes[lane];
    return pausedBy === null ? [] : [{ lane, ...pausedBy }];
  });
}

/** Is there anything to send but what persons' pauses keep back? Else the portal is not even logged in to. */
async function hasWorkBeside(
  ledger: Database,
  paused: readonly PausedLane[],
  waitMs: number,
): Promise<boolean> {
  if (paused.length === 0) return true;
  const others = LANES.filter((lane) => paused.every((one) => one.lane !== lane));
  return isBusyIn(ledger, others, waitMs);
}

/** Does `work` every few seconds; where it takes long (a great backlog), so seldom that the rest has its time. */
function seldom(monotonicMs: () => number, work: () => Promise<unknown>): () => Promise<void> {
  let next = monotonicMs() + RECOVER_EVERY_MS;
  return async () => {
    const began = monotonicMs();
    if (began < next) return;
    await work();
    const ended = monotonicMs();
    next = ended + Math.max(RECOVER_EVERY_MS, RECOVER_PAUSE * (ended - began));
  };
}

/** Somebody who tries whether the portal is back, or could at once, gets this long beyond `waitMs`. */
const GRACE_MS = 10_000;

/** Answers true when nothing is left but what paused lanes keep back, and they will not open in time. */
function lanePatience({ ledger, waitMs, monotonicMs }: SyncDeps): () => Promise<boolean> {
  let since: number | null = null;
  return async () => {
    const lanes = await breakers(ledger);
    const free = freeLanes(lanes);
    const paused = LANES.filter((lane) => !free.includes(lane)).map((lane) => lanes[lane]);
    if (paused.length === 0) {
      since = null;
      return false;
    }
    since ??= monotonicMs();
    const leftMs = waitMs - (monotonicMs() - since);
    if (await isBusyIn(ledger, free, waitMs)) return false;
    const tooLate = paused.every(
      ({ state, waitMs: ms, pausedBy }) =>
        pausedBy !== null || (state === 'open' && ms > Math.max(0, leftMs)),
    );
    return tooLate || leftMs < -GRACE_MS;
  };
}
