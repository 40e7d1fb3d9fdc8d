/** Reads the rows of one source that the cursor cannot see: without time or code, or with a time still to come. */
import { readIrregular } from '../src/compose/reading.ts';
import { type ScheduledSource, sourceCalled, sourceJobName } from '../src/compose/sources.ts';
import type { Job } from './job.ts';

/** The job of `source`. */
export function irregularJob(source: ScheduledSource): Job {
  return {
    name: sourceJobName('irregular', source),
    what: 'irregular',
    expression: (config) => config.SCHEDULE_IRREGULAR,
    says: 'SCHEDULE_IRREGULAR',
    async run(house, signal) {
      const inUse = sourceCalled(await house.sources(), source.name);
      const { read, changed, unchanged } = await readIrregular(house, inUse, signal);
      return changed === 0 ? null : { read, changed, unchanged };
    },
  };
}
