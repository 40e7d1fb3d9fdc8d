/** Pulls the national catalogue, incrementally. */
import { DongboError } from '../src/domain/errors.ts';
import type { Job } from './job.ts';

export const catalogueJob: Job = {
  name: 'catalogue',
  what: 'catalogue',
  expression: (config) => config.SCHEDULE_CATALOGUE,
  says: 'SCHEDULE_CATALOGUE',
  async run(house, signal) {
    const { listed, fetched, absent, failed, unconfirmed } = await house.pullCatalogue(
      { full: false },
      signal,
    );
    if (unconfirmed > 0) {
      const { code, message } = new DongboError('DB-CAT-008', { count: unconfirmed });
      house.log.warn('the list of procedures lacks many', { code, reason: message, records: unconfirmed });
    }
    return { listed, fetched, records: failed.length + absent.length };
  },
};
