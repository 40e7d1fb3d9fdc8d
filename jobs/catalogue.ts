/** Pulls the national catalogue, incrementally. */
import type { Job } from './job.ts';

export const catalogueJob: Job = {
  name: 'catalogue',
  expression: (config) => config.SCHEDULE_CATALOGUE,
  async run(house, signal) {
    const { listed, fetched, failed } = await house.pullCatalogue({ full: false }, signal);
    return { listed, fetched, records: failed.length };
  },
};
