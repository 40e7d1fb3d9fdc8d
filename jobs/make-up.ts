/**
 * Makes up for jobs that run seldom and failed at their hour: a catalogue that could not be pulled at
 * night is not a day older for it.
 * Guarantees: asked for a quarter of an hour after the term began, and again for as long as it lasts; a
 * job that fails time and again is tried ever more seldom, every two hours in the end; none waits for another.
 * Must not: know which jobs they are.
 */
import { reasonOf } from '../src/domain/errors.ts';
import type { Job } from './job.ts';

const LOOK_EVERY_MS = 15 * 60_000;
const LOOK_AT_LEAST_EVERY_MS = 2 * 3_600_000;

/** What it works with. */
export interface MakeUpDeps {
  /** Jobs that have not been done since they were last due. */
  readonly missed: () => Promise<readonly Job[]>;
  /** Resolves when the job has ended, well or not; at once where it runs already. */
  readonly run: (job: Job) => Promise<unknown>;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told when it cannot be known what was missed: once, until it can. */
  readonly onFailure: (reason: string) => void;
}

/** Milliseconds until the next look, after so many in a row that found something missed. */
export function untilNextLook(looks: number): number {
  return Math.min(LOOK_EVERY_MS * 2 ** looks, LOOK_AT_LEAST_EVERY_MS);
}

/** Looks until `term` fires. */
export async function makeUp(deps: MakeUpDeps, term: AbortSignal): Promise<void> {
  let inVain = 0;
  let isAway = false;
  const failed = (error: unknown): void => {
    if (!isAway) deps.onFailure(reasonOf(error));
    isAway = true;
  };
  for (;;) {
    await deps.pause(untilNextLook(inVain), term);
    if (term.aborted) return;
    try {
      const missed = await deps.missed();
      isAway = false;
      inVain = missed.length === 0 ? 0 : inVain + 1;
      // A sweep may take hours, and the catalogue is wanted meanwhile.
      for (const job of missed) void deps.run(job).catch(failed);
    } catch (error) {
      failed(error);
    }
  }
}
