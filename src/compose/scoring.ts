/**
 * Scoring a period, put together: records brought up to date, formulas chosen, days off from the mappings.
 * Guarantees: needs the ledger and the mappings alone, no portal and no source.
 * Must not: wait for records that become due while it brings them up to date.
 */
import type { House } from '../compose.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { Formula, ScoreFormulas } from '../domain/score/formula.ts';
import { clockOfInstant } from '../domain/score/score-record.ts';
import type { GroupedBy, ScoreReport } from '../domain/score/score-report.ts';
import { catalogueAge } from '../ledger/catalogue-snapshot.ts';
import { hasDossiers } from '../ledger/exists.ts';
import { factsDue } from '../ledger/score-facts.ts';
import { scorePeriod } from '../pipeline/score-period.ts';
import { formulaFor } from '../score/formula-choice.ts';
import { type Period, parsePeriod } from '../score/period.ts';
import { refreshed } from './facts.ts';

const VIETNAM_MS = 7 * 3_600_000;
/** More dossiers than any ledger has. */
const ALL = 1_000_000_000;
/** Far more often than one is taken; a bound is needed only where they become due faster than they are made. */
const TAKEN_EACH = 20;

/** What is to be scored. */
export interface ScoringRequest {
  readonly period: Period;
  /** `undefined` = the one in force. */
  readonly formula: string | undefined;
  readonly groupedBy: GroupedBy | null;
  readonly listed: number;
  /** Bring records up to date first. */
  readonly refresh: boolean;
}

/** A score and by what it was made. */
export interface Scored {
  readonly report: ScoreReport;
  readonly formula: Formula;
}

/** The period that is meant; the present month of Vietnam where none is named. Throws DB-SCR-001, DB-SCR-002. */
export function periodAsked(text: string | undefined, nowMs: number): Period {
  const month = new Date(nowMs + VIETNAM_MS).toISOString().slice(0, 'YYYY-MM'.length);
  const period = parsePeriod(text ?? month);
  if (period === null) throw new DongboError('DB-SCR-001', { value: text ?? month });
  if (period.begin > clockOfInstant(nowMs)) {
    throw new DongboError('DB-SCR-002', { value: period.name, from: period.from });
  }
  return period;
}

/** Throws DB-SCR-003, DB-SCR-004. */
function formulaOf(formulas: ScoreFormulas, period: Period, name: string | undefined): Formula {
  const formula = formulaFor(formulas, period, name);
  if (formula !== null) return formula;
  const allowed = formulas.versions.map((version) => version.name).join(', ');
  throw name === undefined
    ? new DongboError('DB-SCR-004', { value: period.name, allowed })
    : new DongboError('DB-SCR-003', { value: name, allowed });
}

/** A replica (PostgreSQL 25006), or an account without the right (42501). */
function mayOnlyRead(error: unknown): boolean {
  if (error instanceof DongboError) return error.code === 'DB-SVC-012';
  return error instanceof Error && 'code' in error && error.code === '42501';
}

/** Makes the records anew that are due by now; told to stop, it stops after a page. */
async function upToDate(
  house: House,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const ledger = await house.ledger();
  const due = await factsDue(ledger, ALL);
  if (due === 0) return;
  // A dossier with many marks may be taken more than once before all of them are gone.
  const bounds = { most: due * TAKEN_EACH, forMs: Number.POSITIVE_INFINITY };
  await refreshed(house, ledger, bounds, signal, (made) => onProgress(Math.min(made, due), due)).catch(
    (error: unknown) => {
      if (!mayOnlyRead(error)) throw error;
      const told = error instanceof DongboError ? (error.cause ?? error) : error;
      throw new DongboError('DB-SCR-009', { count: due, reason: reasonOf(told) }, { cause: error });
    },
  );
  if (signal.aborted) throw new DongboError('DB-SCR-006');
}

/**
 * The score of a period. Throws DB-MAP-001 (faulty mappings), DB-CAT-001, DB-SCR-003 to DB-SCR-006, DB-SCR-009, DB-SVC-001.
 * @param onProgress told how many records were made of how many that are due
 */
export async function scoreOf(
  house: House,
  request: ScoringRequest,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<Scored> {
  const { period } = request;
  const tables = (await house.codebook()).tables();
  const formula = formulaOf(tables.scoreFormulas, period, request.formula);
  const ledger = await house.ledger();
  if ((await catalogueAge(ledger)).pulledAt === null) throw new DongboError('DB-CAT-001');
  if (!(await hasDossiers(ledger))) throw new DongboError('DB-SCR-005');
  const calendar = { daysOff: new Set(tables.holidays.keys()), workedDays: tables.workedDays };
  if (request.refresh) await upToDate(house, signal, onProgress);
  const { communeWords } = tables.scoreFormulas;
  const deps = { ledger, calendar, communeWords, now: () => Date.now() };
  return { report: await scorePeriod(deps, { ...request, formula }, signal), formula };
}
