/** Brings up to date what the indicators are counted from, and puts first what the portal must know soon. */
import { refreshAndHurry } from '../src/compose/facts.ts';
import type { Job } from './job.ts';

export const scoreJob: Job = {
  name: 'score',
  what: 'score',
  expression: (config) => config.SCHEDULE_SCORE,
  says: 'SCHEDULE_SCORE',
  async run(house, signal) {
    const { made, hurried } = await refreshAndHurry(house, signal);
    return made + hurried === 0 ? null : { records: made, dossiers: hurried };
  },
};
