/**
 * One job through the gate of its lane, and what its rounds have shown told to the breaker.
 * Guarantees: a job that waits holds nothing; one that tries whether the portal is back risks one
 * dossier and no more (a second and a third only where the first may be to blame itself).
 */
import type { BreakerState, Evidence } from '../domain/breaker.ts';
import type { Lane } from '../domain/delivery.ts';
import type { DeliveryJob, JobResult } from '../domain/ports.ts';
import { nextDue } from '../ledger/claim.ts';
import { deliver } from './deliver.ts';
import type { DeliverDeps } from './deliver-deps.ts';
import type { LaneGate, Passage } from './lane-gate.ts';
import { roundPortal } from './round-portal.ts';

/** What gated delivery works with. */
export interface GatedDeps extends DeliverDeps {
  readonly gate: Pick<LaneGate, 'enter'>;
  /** Told of each round that works, and not of waiting; for the watch over stalled workers. */
  readonly during: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

const NOTHING_MORE: JobResult = { again: [], delayMs: 0 };
/** A job that did not pass because the process stops goes to another one, in no hurry. */
const BACK_MS = 1_000;
/** What goes again within this time of the first goes with it, as in `deliver`. */
const TOGETHER_MS = 1_000;
/** Different dossiers that must all be suspicious until the portal is taken for away. */
const MOST_TRIES = 3;

/** Delivers what is due of one job once its lane lets it; answers what must go again, and when. */
export async function deliverThroughGate(
  deps: GatedDeps,
  job: DeliveryJob,
  lane: Lane,
  signal: AbortSignal,
): Promise<JobResult> {
  for (;;) {
    const passage = await deps.gate.enter(lane, signal);
    if (passage === null) return { again: job.dossiers, delayMs: BACK_MS };
    try {
      const tried = passage.tries ? await tryFirst(deps, passage, job, signal) : THROUGH;
      if (tried.next === 'end') return tried.result;
      if (tried.next === 'go') {
        const { result, evidence } = await round(deps, passage, job, signal);
        await passage.tell(evidence, job.dossiers);
        return merged(tried.result, result);
      }
    } finally {
      passage.leave();
    }
  }
}

/** How a job goes on after trying: the portal is back; it is not, so it waits; it has nothing left that tells. */
interface Tried {
  readonly next: 'go' | 'wait' | 'end';
  readonly result: JobResult;
}

/** What trying has shown so far. */
interface Told {
  evidence: Evidence;
  readonly suspects: number[];
  /** Due, and not tried yet. */
  untried: number[];
}

const THROUGH: Tried = { next: 'go', result: NOTHING_MORE };

async function tryFirst(
  deps: GatedDeps,
  passage: Passage,
  job: DeliveryJob,
  signal: AbortSignal,
): Promise<Tried> {
  const told: Told = { evidence: { kind: 'nothing' }, suspects: [], untried: [] };
  let state: BreakerState = 'open';
  let result = NOTHING_MORE;
  try {
    result = await oneByOne(deps, passage, job, signal, told);
  } finally {
    // Also when it failed: nobody need wait until this one counts as dead.
    state = await passage.tell(told.evidence, told.suspects);
  }
  const { kind } = told.evidence;
  if (kind !== 'answered' && kind !== 'away') {
    // No other job carries what was not tried: it goes on with what was.
    return { next: 'end', result: merged(result, { again: told.untried, delayMs: BACK_MS }) };
  }
  return { next: kind === 'answered' && state === 'closed' ? 'go' : 'wait', result };
}

/** Dossier by dossier, until one has shown whether the portal is there. */
async function oneByOne(
  deps: GatedDeps,
  passage: Passage,
  { dossiers }: DeliveryJob,
  signal: AbortSignal,
  told: Told,
): Promise<JobResult> {
  let result = NOTHING_MORE;
  const due = await nextDue(deps.ledger, dossiers);
  told.untried = dossiers.filter((one) => due.get(one) === 0);
  while (!signal.aborted && passage.mayCall() && told.suspects.length < MOST_TRIES) {
    const id = told.untried.shift();
    if (id === undefined) break;
    await passage.goesOn();
    const one = await round(deps, passage, { dossiers: [id] }, signal);
    result = merged(result, one.result);
    if (one.evidence.kind === 'nothing') continue;
    told.evidence = one.evidence;
    if (one.evidence.kind !== 'suspicious') break;
    told.suspects.push(id);
  }
  return result;
}

async function round(
  deps: GatedDeps,
  passage: Passage,
  job: DeliveryJob,
  signal: AbortSignal,
): Promise<{ readonly result: JobResult; readonly evidence: Evidence }> {
  const { portal, evidence } = roundPortal(deps.portal, passage);
  const result = await deps.during(() => deliver({ ...deps, portal }, job, signal));
  return { result, evidence: evidence() };
}

/** One job has one delay: the sooner goes, what comes much later is found by `recover` when it is due. */
function merged(one: JobResult, other: JobResult): JobResult {
  if (one.again.length === 0) return other;
  if (other.again.length === 0) return one;
  const [sooner, later] = one.delayMs <= other.delayMs ? [one, other] : [other, one];
  if (later.delayMs > sooner.delayMs + TOGETHER_MS) return sooner;
  return { again: [...new Set([...sooner.again, ...later.again])], delayMs: later.delayMs };
}
