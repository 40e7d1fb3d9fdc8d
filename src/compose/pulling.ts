/**
 * Pulls of the catalogue, one at a time.
 * Guarantees: never two at once on one ledger, whoever starts them (job, command, first pass): the older
 * list would end what the newer one has just brought.
 */
import { DongboError } from '../domain/errors.ts';
import { catalogueAge } from '../ledger/catalogue-snapshot.ts';
import type { Database } from '../ledger/database.ts';
import { withJobLock } from '../ledger/job-lock.ts';
import { anyOf, pause } from '../lifecycle.ts';
import {
  type PullDeps,
  type PullOptions,
  type PullReport,
  pullCatalogue,
} from '../pipeline/pull-catalogue.ts';

/** Another name than the job's, which holds its own lock while it pulls. */
const LOCK = 'catalogue pull';
/** How often it is looked whether another one's pull has ended. */
const LOOK_EVERY_MS = 1_000;

/** Whose lock is lost stops, too: another one may have begun. */
async function pullHeeding(
  signals: readonly AbortSignal[],
  deps: PullDeps,
  options: PullOptions,
): Promise<PullReport> {
  const { signal, release } = anyOf(signals);
  try {
    return await pullCatalogue(deps, options, signal);
  } finally {
    release();
  }
}

/** Throws what {@link pullCatalogue} throws, and DB-CAT-006 while another pull runs. */
export async function pullAlone(
  deps: PullDeps,
  options: PullOptions,
  signal: AbortSignal,
): Promise<PullReport> {
  const report = await withJobLock(deps.ledger, LOCK, (lost) => pullHeeding([signal, lost], deps, options));
  if (report === null) throw new DongboError('DB-CAT-006');
  return report;
}

/** Pulls where the ledger has no whole catalogue yet, or waits for the pull that is under way. Throws DB-CAT-007 when told to stop. */
export async function pullMissing(
  ledger: Database,
  deps: () => Promise<PullDeps>,
  signal: AbortSignal,
): Promise<void> {
  const isMissing = async (): Promise<boolean> => (await catalogueAge(ledger)).pulledAt === null;
  const pullNow = async (lost: AbortSignal): Promise<void> => {
    if (await isMissing()) await pullHeeding([signal, lost], await deps(), { full: false });
  };
  while (await isMissing()) {
    if (signal.aborted) throw new DongboError('DB-CAT-007');
    if ((await withJobLock(ledger, LOCK, pullNow)) === null) await pause(LOOK_EVERY_MS, signal);
  }
}
