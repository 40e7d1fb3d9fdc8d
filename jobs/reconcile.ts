/** Compares portal and ledger for RECONCILE_MINUTES at most; the next run goes on where it stopped. */
import { MOST_MENDED, reconcileAlone } from '../src/compose/reconciling.ts';
import { DongboError } from '../src/domain/errors.ts';
import type { Job } from './job.ts';

export const reconcileJob: Job = {
  name: 'reconcile',
  what: 'reconcile',
  expression: (config) => config.SCHEDULE_RECONCILE,
  says: 'SCHEDULE_RECONCILE',
  async run(house, signal) {
    const { RECONCILE_MINUTES, RECONCILE_HEAL } = house.config;
    const report = await reconcileAlone(
      house,
      {
        selection: null,
        anew: false,
        limit: null,
        forMs: RECONCILE_MINUTES * 60_000,
        heal: RECONCILE_HEAL ? MOST_MENDED : 0,
        resendSteps: false,
      },
      signal,
    );
    const { checked, missing, different, healed, notHealed, failed, stopped, reason } = report;
    if (stopped === 'away' || stopped === 'refused') throw new DongboError('DB-RCN-002', { reason });
    const drift = missing.length + different.length;
    if (notHealed > 0)
      house.log.warn('more is apart than is mended unasked', { job: 'reconcile', dossiers: notHealed });
    if (checked + failed === 0 && stopped === null) return null;
    return {
      checked,
      drift,
      healed,
      failed,
      ...(stopped === null ? {} : { reason: `${stopped} ${reason}`.trim() }),
    };
  },
};
