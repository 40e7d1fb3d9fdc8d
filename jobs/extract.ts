/** Reads what changed in one source and hands it to the queue. */
import { readChanged } from '../src/compose/reading.ts';
import { type ScheduledSource, sourceCalled, sourceJobName } from '../src/compose/sources.ts';
import type { Job } from './job.ts';

/** The job of `source`, by its own schedule where it has one. */
export function extractJob(source: ScheduledSource): Job {
  const { schedule } = source.definition;
  const file = source.isMain ? 'source.yaml' : `source.d/${source.name}.yaml`;
  return {
    name: sourceJobName('extract', source),
    what: 'extract',
    expression: (config) => schedule ?? config.SCHEDULE_EXTRACT,
    says: schedule === null ? 'SCHEDULE_EXTRACT' : `${file}: schedule`,
    async run(house, signal) {
      // A first pull that failed must not wait for the night.
      await house.pullMissingCatalogue(signal);
      const inUse = sourceCalled(await house.sources(), source.name);
      const { read, changed, unchanged, renormalized } = await readChanged(house, inUse, signal);
      return changed + renormalized === 0 ? null : { read, changed, unchanged, dossiers: renormalized };
    },
  };
}
