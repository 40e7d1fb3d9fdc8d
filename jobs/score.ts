/** Brings up to date what the indicators are counted from, and puts first what the portal must know soon. */
import { refreshAndHurry } from '../src/compose/facts.ts';
import type { Job } from './job.ts';

export const scoreJob: Job = {
  name: 'score',
  what: 'score',
  expression: (config) => config.SCHEDULE_SCORE,
  says: 'SCHEDULE_SCORE',
  async run(house, signal) {
    const { made, faulty, hurried } = await refreshAndHurry(house, signal);
    if (made + hurried === 0) return null;
    return { records: made, dossiers: hurried, ...(faulty > 0 ? { failed: faulty } : {}) };
  },
};
