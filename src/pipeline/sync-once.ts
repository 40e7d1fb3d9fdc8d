/**
 * The whole road once: recover, extract, deliver until nothing is due.
 * Guarantees: what is read is in the ledger before the portal is tried, so that a portal that is
 * away costs nothing but time; a source that is away, or hangs, holds back nothing of the others; ends when nothing is due or falls due within `waitMs`, or when a
 * paused lane that keeps back all that is left does not come back within `waitMs`; for a lane that a
 * person has paused it does not wait, and where nothing else is left it leaves the portal alone.
 */

import type { Reached } from '../domain/crash-points.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import type { JobHandler, Portal, Queue } from '../domain/ports.ts';
import { breakers, freeLanes, type PersonsPause } from '../ledger/breaker.ts';
import type { Database } from '../ledger/database.ts';
import { isBusy, isBusyIn, type Pending, pending } from '../ledger/pending.ts';
import type { EnqueueDeps } from './enqueue.ts';
import type { ExtractReport } from './extract.ts';
import {
  type Readable,
  type Reading,
  readAll,
  type SourceRead,
  throwUnlessSomeWell,
  together,
} from './read-all.ts';
import { recover } from './recover.ts';

/** What one pass works with. */
export interface SyncDeps {
  readonly sources: readonly Readable[];
  /** Told after each page how much was read by then. */
  readonly onPage?: (report: ExtractReport) => void;
  readonly reached: Reached;
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
  /** What became of each source. */
  readonly sources: readonly SourceRead[];
  readonly left: Pending;
  /** Lanes that a person had paused when it ended. */
  readonly paused: readonly PausedLane[];
}

/** A lane that a person has paused. */
export interface PausedLane extends PersonsPause {
  readonly lane: Lane;
}

/** So long after one source was read the portal is tried, whether the others have ended or not. */
const LATE_SOURCE_MS = 15_000;
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
  const recovering = { ledger, queue, batchSize: portal.batchSize, reached: deps.reached };
  await recover(recovering, signal);
  const reading = readAll(deps.sources, signal, (report) => deps.onPage?.(report));
  try {
    await reading.most(LATE_SOURCE_MS, deps.pause);
    if (reading.ended) throwUnlessSomeWell(await reading.all);
    await deliverDue(deps, reading, recovering, signal);
  } finally {
    // Whatever came of the rest: what they read belongs to this pass.
    await reading.all;
  }
  const sources = await reading.all;
  throwUnlessSomeWell(sources);
  return {
    extracted: together(sources),
    sources,
    left: await pending(ledger),
    paused: await pausedLanes(ledger),
  };
}

/** Delivers until nothing is due and everything is read. */
async function deliverDue(
  deps: SyncDeps,
  reading: Reading,
  recovering: EnqueueDeps,
  signal: AbortSignal,
): Promise<void> {
  const { ledger } = deps;
  const isOpen = ({ due, nextDueMs }: Pending): boolean =>
    due > 0 || (nextDueMs !== null && nextDueMs <= deps.waitMs);
  let left = await pending(ledger);
  const isWorthIt = async (): Promise<boolean> =>
    isOpen(left) && (await hasWorkBeside(ledger, await pausedLanes(ledger), deps.waitMs));
  if (!(await isWorthIt())) {
    if (reading.ended) return;
    await reading.all;
    left = await pending(ledger);
    if (!(await isWorthIt())) return;
  }
  await deps.portal.open(signal);
  await deps.queue.work(deps.handler);
  const isHopeless = lanePatience(deps);
  const search = seldom(deps.monotonicMs, () => recover(recovering, signal));
  for (let looks = 1; (isOpen(left) || !reading.ended) && !signal.aborted; looks += 1) {
    await deps.pause(LOOK_EVERY_MS, signal);
    const fault = deps.ledgerFault();
    if (fault !== null) throw fault;
    await search();
    if (reading.ended && (await isHopeless())) return;
    // Counting a long backlog costs as much as sending some of it: it is counted now and then only.
    if (looks % COUNT_EVERY !== 0 && (!reading.ended || (await isBusy(deps.ledger)))) continue;
    left = await pending(deps.ledger);
    deps.onProgress?.(left);
  }
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
