/** Reads the rows that the cursor cannot see: without time or code, or with a time still to come. */
import { extractIrregular } from '../src/pipeline/extract.ts';
import type { Job } from './job.ts';

export const irregularJob: Job = {
  name: 'irregular',
  expression: (config) => config.SCHEDULE_IRREGULAR,
  async run(house, signal) {
    const { read, changed, unchanged } = await extractIrregular(await house.extraction(), signal);
    return changed === 0 ? null : { read, changed, unchanged };
  },
};
