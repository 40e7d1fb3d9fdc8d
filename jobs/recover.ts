/** Looks for what was lost: dead leases, work without a job. */
import { recover } from '../src/pipeline/recover.ts';
import type { Job } from './job.ts';

export const recoverJob: Job = {
  name: 'recover',
  what: 'recover',
  expression: (config) => config.SCHEDULE_RECOVER,
  says: 'SCHEDULE_RECOVER',
  async run(house, signal) {
    const report = await recover(await house.enqueuing(), signal);
    const { expiredLeases, lostAnswers, enqueued } = report;
    return expiredLeases + lostAnswers + enqueued === 0 ? null : { expiredLeases, lostAnswers, enqueued };
  },
};
