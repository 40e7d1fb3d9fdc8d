/**
 * Sweeping a source of a house: everything that it has, against the ledger.
 * Guarantees: never two at once of one source, whoever starts them (job or command).
 */
import { DongboError } from '../domain/errors.ts';
import type { Database } from '../ledger/database.ts';
import { withJobLock } from '../ledger/job-lock.ts';
import { anyOf } from '../lifecycle.ts';
import type { ReadDeps } from '../pipeline/extract.ts';
import { type SweepDeps, type SweepOptions, sweep } from '../pipeline/sweep.ts';
import type { SweepReport } from '../pipeline/sweep-report.ts';
import { hasIrregular } from './reading.ts';
import type { ScheduledSource, SourceInUse } from './sources.ts';

/** What a house gives for it. */
export interface SweepingHouse {
  readonly config: { readonly SOURCE_PAGE_SIZE: number };
  ledger(): Promise<Database>;
  takingIn(source: SourceInUse): Promise<ReadDeps>;
}

/** Can all that this source has be read at any time? What others leave with us comes once. */
export function canBeSwept(source: Pick<ScheduledSource, 'definition'>): boolean {
  return hasIrregular(source);
}

/** Sweeps `source`. Throws DB-SWP-002 while another sweep of it runs, DB-SWP-001, DB-SWP-003, DB-SRC-…. */
export async function sweepAlone(
  house: SweepingHouse,
  source: SourceInUse,
  options: SweepOptions,
  signal: AbortSignal,
  onProgress?: SweepDeps['onProgress'],
): Promise<SweepReport> {
  if (!canBeSwept(source)) throw new DongboError('DB-SWP-003', { where: source.name });
  const { definition, names, outranked } = source;
  const deps: SweepDeps = {
    ...(await house.takingIn(source)),
    source: await source.source(),
    names,
    outranked,
    turns: source.turns,
    keyIsCode: definition.kind === 'sql' && definition.map.dossiers.key === null,
    pageSize: definition.pageSize ?? house.config.SOURCE_PAGE_SIZE,
    ...(onProgress ? { onProgress } : {}),
  };
  // Another name than the job's, which holds its own lock meanwhile.
  const report = await withJobLock(deps.ledger, `sweep of ${source.name}`, async (lost) => {
    const either = anyOf([signal, lost]);
    try {
      return await sweep(deps, options, either.signal);
    } finally {
      either.release();
    }
  });
  if (report === null) throw new DongboError('DB-SWP-002', { where: source.name });
  return report;
}
