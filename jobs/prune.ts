/**
 * Takes out of the ledger what is kept no longer than RETAIN_DAYS.
 * Guarantees: personal data are taken out only with two entries in the audit, as by the command; a run that
 * finds nothing to take out writes none. How many deliveries there are is counted anew beside it, once a night.
 */
import { audited } from '../src/compose/auditing.ts';
import { countAnew } from '../src/ledger/delivery-count.ts';
import { prune, wouldPrune } from '../src/ledger/prune.ts';
import type { Job } from './job.ts';

export const pruneJob: Job = {
  name: 'prune',
  what: 'prune',
  expression: (config) => config.SCHEDULE_PRUNE,
  says: 'SCHEDULE_PRUNE',
  async run(house, signal) {
    const ledger = await house.ledger();
    const days = house.config.RETAIN_DAYS;
    const miscounted = await countAnew(ledger);
    const some = await wouldPrune(ledger, days, signal, 1);
    if (some.attempts + some.dossiers === 0) return miscounted === 0 ? null : { miscounted };
    const { attempts, dossiers } = await audited(house, {
      action: 'prune',
      detail: { days, job: true },
      work: () => prune(ledger, days, signal),
      outcome: ({ attempts, dossiers }) => ({ attempts, dossiers }),
    });
    return { records: attempts, dossiers, ...(miscounted === 0 ? {} : { miscounted }) };
  },
};
