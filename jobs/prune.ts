/** Takes out of the ledger what is kept no longer than RETAIN_DAYS. */
import { prune } from '../src/ledger/prune.ts';
import type { Job } from './job.ts';

export const pruneJob: Job = {
  name: 'prune',
  expression: (config) => config.SCHEDULE_PRUNE,
  async run(house, signal) {
    const { attempts, dossiers } = await prune(await house.ledger(), house.config.RETAIN_DAYS, signal);
    return attempts + dossiers === 0 ? null : { records: attempts, dossiers };
  },
};
