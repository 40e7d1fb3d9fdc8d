/**
 * Records that the indicators are counted from, brought up to date by a house: by the job, and by whoever looks.
 * Guarantees: needs the ledger and the mappings alone; without a catalogue nothing is made and every mark stays.
 */
import type { House } from '../compose.ts';
import { DongboError } from '../domain/errors.ts';
import { catalogueAge } from '../ledger/catalogue-snapshot.ts';
import type { Database } from '../ledger/database.ts';
import { factsDue } from '../ledger/score-facts.ts';
import { monotonicMs } from '../lifecycle.ts';
import { hurry } from '../pipeline/hurry.ts';
import { type FactsBounds, type FactsReport, refreshFacts } from '../pipeline/refresh-facts.ts';
import { Appointments } from '../score/appointments.ts';

/** A run of the job: the next one, half a minute after it began, goes on. */
const RUN: FactsBounds = { most: 1_000_000, forMs: 10_000 };
/** Who looks waits for so much, and is told how much more there is. */
const GLANCE: FactsBounds = { most: 2_000, forMs: 5_000 };
/** Where the mappings cannot be read; what ships says the same. */
const DUE_SOON_HOURS = 24;

/** What a run of the job has done. */
export interface FactsRun extends FactsReport {
  /** Dossiers that were put first in their lane. */
  readonly hurried: number;
}

/** Makes records anew, then puts first what is urgent. Throws DB-MAP-001, DB-SVC-001, DB-SVC-002. */
export async function refreshAndHurry(house: House, signal: AbortSignal): Promise<FactsRun> {
  const ledger = await house.ledger();
  const report = await refreshed(house, ledger, RUN, signal);
  const { dueSoonHours } = (await house.codebook()).tables().scoreFormulas;
  return { ...report, hurried: signal.aborted ? 0 : await hurry(await house.enqueuing(), dueSoonHours) };
}

const NOTHING: FactsReport = { made: 0, changed: 0, faulty: 0, done: false };

/**
 * Makes records anew within bounds. Throws DB-MAP-001, DB-SVC-001, DB-SVC-002.
 * @param onPage told after each page how many dossiers were looked at so far
 */
export async function refreshed(
  house: House,
  ledger: Database,
  bounds: FactsBounds,
  signal: AbortSignal,
  onPage: (made: number) => void = () => {},
): Promise<FactsReport> {
  const codebook = await house.codebook();
  // The first pull may be under way, or have failed: the marks wait for it.
  if ((await catalogueAge(ledger)).pulledAt === null) return NOTHING;
  const { holidays, workedDays } = codebook.tables();
  const deps = {
    ledger,
    codebook: await codebook.current(ledger),
    normalize: house.normalizeSettings(),
    appointments: new Appointments({ daysOff: new Set(holidays.keys()), workedDays }),
    now: monotonicMs,
    onPage,
  };
  return refreshFacts(deps, bounds, signal);
}

/**
 * Makes the records anew where few are due, for a look at the ledger; answers how many are left (counted up to
 * 100,000). A ledger that cannot be written, or mappings that cannot be read, leave them all.
 */
export async function refreshForGlance(house: House, signal: AbortSignal): Promise<number> {
  const ledger = await house.ledger();
  const due = await factsDue(ledger);
  if (due === 0 || due > GLANCE.most) return due;
  try {
    await refreshed(house, ledger, GLANCE, signal);
  } catch (error) {
    if (!(error instanceof DongboError)) throw error;
    return due;
  }
  return factsDue(ledger);
}

/** How long before its appointment a finished dossier is due soon (`mappings/score.yaml`), hours. */
export async function dueSoonHoursOf(house: House): Promise<number> {
  try {
    return (await house.codebook()).tables().scoreFormulas.dueSoonHours;
  } catch (error) {
    if (!(error instanceof DongboError)) throw error;
    return DUE_SOON_HOURS;
  }
}
