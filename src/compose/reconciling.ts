/**
 * Comparing portal and ledger, put together.
 * Guarantees: never two at once on one ledger, whoever starts them (job or command); behind today's
 * dossiers at the portal, a few look-ups at a time.
 */
import type { House } from '../compose.ts';
import { DongboError } from '../domain/errors.ts';
import { withJobLock } from '../ledger/job-lock.ts';
import { anyOf, monotonicMs } from '../lifecycle.ts';
import { type ReconcileDeps, reconcile } from '../pipeline/reconcile.ts';
import type { ReconcileOptions, ReconcileReport } from '../pipeline/reconcile-report.ts';

/** Another name than the job's, which holds its own lock while it compares. */
const LOCK = 'reconcile round';
/** Look-ups at a time, at most: what is urgent goes before them, but each holds a place for as long as it takes. */
const AT_A_TIME = 4;
/** Whoever is killed in the middle of a page compares it again: it is a few seconds' work. */
const PAGE = 20;
/** Dossiers that are mended without a word for it: more than this is not drift, but a portal that was set back. */
export const MOST_MENDED = 1_000;

/** Compares as told. Throws DB-RCN-001 while another comparison runs. */
export async function reconcileAlone(
  house: House,
  options: ReconcileOptions,
  signal: AbortSignal,
  onProgress?: ReconcileDeps['onProgress'],
): Promise<ReconcileReport> {
  const ledger = await house.ledger();
  const deps: ReconcileDeps = {
    ledger,
    portal: await house.portal(),
    concurrency: Math.min(AT_A_TIME, house.config.PORTAL_CONCURRENCY),
    pageSize: PAGE,
    monotonicMs,
    ...(onProgress ? { onProgress } : {}),
  };
  const report = await withJobLock(ledger, LOCK, async (lost) => {
    const either = anyOf([signal, lost]);
    try {
      return await reconcile(deps, options, either.signal);
    } finally {
      either.release();
    }
  });
  if (report === null) throw new DongboError('DB-RCN-001');
  return report;
}
