/** Reads what changed in the province and hands it to the queue. */
import { extract } from '../src/pipeline/extract.ts';
import type { Job } from './job.ts';

export const extractJob: Job = {
  name: 'extract',
  expression: (config) => config.SCHEDULE_EXTRACT,
  async run(house, signal) {
    // A first pull that failed must not wait for the night.
    await house.pullMissingCatalogue(signal);
    const { read, changed, unchanged, renormalized } = await extract(await house.extraction(), signal);
    return changed + renormalized === 0 ? null : { read, changed, unchanged, dossiers: renormalized };
  },
};
