/**
 * Follows all sources that tell of changes at once, while this process leads.
 * Guarantees: one that is away, or slow, holds up none of the others; a reading by time that is wanted meanwhile
 * begins after the one that runs, so that it reads what came since.
 */
import { followSource } from '../src/compose/following.ts';
import { sourceJobName } from '../src/compose/sources.ts';
import type { House } from '../src/compose.ts';
import type { Job } from './job.ts';

/**
 * Follows until `term` fires. Never throws.
 * @param again runs a job, after its present run where it has one
 */
export async function followSources(
  house: House,
  jobs: readonly Job[],
  again: (job: Job) => Promise<unknown>,
  term: AbortSignal,
): Promise<void> {
  const sources = await house.sources();
  await Promise.all(
    sources.map((source) => {
      const job = jobs.find(({ name }) => name === sourceJobName('extract', source));
      const poll = (): void => {
        if (job !== undefined) void again(job);
      };
      return followSource(house, source, poll, term);
    }),
  );
}
