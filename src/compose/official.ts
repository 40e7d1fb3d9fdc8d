/**
 * Importing the portal's published figures, and comparing them with ours.
 * Guarantees: all of a file or nothing of it; needs the ledger and the mappings alone, no portal and no source.
 * Must not: count (`pipeline/`), nor read figures (`score/official`).
 */
import type { House } from '../compose.ts';
import { DongboError, type Language } from '../domain/errors.ts';
import { clockOfInstant, localOf } from '../domain/score/score-record.ts';
import type { ScoreReport } from '../domain/score/score-report.ts';
import {
  knownAgencies,
  type OfficialStored,
  officialScores,
  storeOfficialScores,
} from '../ledger/official-scores.ts';
import { compareOfficial as compareWithLedger } from '../pipeline/compare-official.ts';
import { formulaFor } from '../score/formula-choice.ts';
import type { OfficialComparison } from '../score/official/comparison.ts';
import { tellFault } from '../score/official/official-fault.ts';
import type { RatioUnit } from '../score/official/published-ratio.ts';
import { type OfficialReading, readOfficial } from '../score/official/read-official.ts';
import { newForm, rootOf } from '../score/official/whose-figures.ts';
import { parsePeriod } from '../score/period.ts';
import { readOfficialFile } from './official-file.ts';

/** Faults that are told one by one. */
const TOLD = 20;
/** Names of others that are told where nothing is ours. */
const NAMES = 5;

/** What is imported. */
export interface ImportRequest {
  readonly path: string;
  readonly period: string | null;
  readonly agency: string | null;
  /** How the file names the province. */
  readonly province: string | null;
  readonly unit: RatioUnit | null;
  readonly publishedAt: Date | null;
  readonly renamed: ReadonlyMap<string, string>;
}

/** What became of a file. */
export interface Imported extends OfficialStored {
  readonly reading: OfficialReading;
  /** Periods of what was imported, the oldest first. */
  readonly periods: readonly string[];
  readonly pages: string;
}

/**
 * Reads the file; nothing is stored yet. Throws DB-SCR-020 to DB-SCR-024 and DB-SCR-036, DB-SCR-002 of a period that has
 * not begun, DB-SCR-037 of a time of publishing that cannot be, DB-MAP-001.
 */
export async function readOfficialOf(
  house: House,
  request: ImportRequest,
): Promise<{ readonly reading: OfficialReading; readonly pages: string }> {
  const { path, period, agency, province, unit, publishedAt, renamed } = request;
  const { found, faults, pages } = await readOfficialFile(path);
  const { scoreFormulas } = (await house.codebook()).tables();
  const codes = scoreFormulas.versions.flatMap(({ indicators }) => indicators.map(({ code }) => code));
  const reading = readOfficial(found, {
    period,
    agency,
    unit,
    publishedAt,
    own: { ...(await ownAgencies(house)), named: province ?? '' },
    known: new Set(codes),
    renamed,
  });
  refuseFaults(path, [...faults, ...reading.faults], house.config.LANGUAGE_CODE);
  if (found.length === 0) throw new DongboError('DB-SCR-023', { path });
  if (reading.figures.length === 0) {
    const others = [...reading.otherAgencies, ...reading.otherPeriods];
    const named = others.slice(0, NAMES).join(', ');
    throw new DongboError('DB-SCR-024', { path, found: others.length > NAMES ? `${named}, …` : named });
  }
  refuseFuture(reading);
  return { reading, pages };
}

function refuseFaults(path: string, faults: Parameters<typeof tellFault>[0][], language: Language): void {
  if (faults.length === 0) return;
  const told = faults.slice(0, TOLD).map((fault) => tellFault(fault, path, language));
  const details = faults.length > TOLD ? [...told, '…'] : told;
  throw new DongboError('DB-SCR-022', { path, count: faults.length }, { details });
}

/** Neither a period nor a time of publishing is yet to come, and nothing is published before its period. */
function refuseFuture({ figures }: OfficialReading): void {
  const now = clockOfInstant(Date.now());
  for (const { period: name, publishedAt } of figures) {
    const period = parsePeriod(name);
    if (period !== null && period.begin > now) {
      throw new DongboError('DB-SCR-002', { value: name, from: period.from });
    }
    const at = publishedAt === null ? null : clockOfInstant(publishedAt.getTime());
    if (at === null || period === null || (at >= period.begin && at <= endOfDay(now))) continue;
    throw new DongboError('DB-SCR-037', { period: name, value: localOf(at) });
  }
}

const DAY = 86_400;
/** A day alone means its end. */
const endOfDay = (clock: number): number => Math.ceil((clock + 1) / DAY) * DAY - 1;

/** The national catalogue lists the agencies of everybody: of those only our own are. */
async function ownAgencies(house: House) {
  const province = house.config.PORTAL_AGENCY_CODE ?? '';
  const all = await knownAgencies(await house.ledger());
  const root = rootOf(province);
  const agencies = all.filter(
    ({ code, used }) => used || (root !== '' && rootOf(code) === root) || newForm(code) === newForm(province),
  );
  return { province, agencies };
}

/** Stores what was read. */
export async function storeOfficial(
  house: House,
  file: string,
  { reading, pages }: { readonly reading: OfficialReading; readonly pages: string },
): Promise<Imported> {
  const stored = await storeOfficialScores(await house.ledger(), reading.figures, file);
  const periods = [...new Set(reading.figures.map(({ period }) => period))].sort();
  return { ...stored, reading, periods, pages };
}

/**
 * The published figures of a report's period beside ours, which are counted anew by the report's formulas from the
 * records as they are. Throws DB-SCR-035 where none were imported, DB-SCR-006, DB-SVC-001.
 */
export async function compareOfficial(
  house: House,
  report: Pick<ScoreReport, 'period' | 'formulaVersion'>,
  signal: AbortSignal,
): Promise<OfficialComparison> {
  const tables = (await house.codebook()).tables();
  const ledger = await house.ledger();
  const period = parsePeriod(report.period);
  const official = await officialScores(ledger, report.period);
  if (period === null || official.length === 0) throw new DongboError('DB-SCR-035', { value: report.period });
  const formulas = tables.scoreFormulas;
  const formula = formulaFor(formulas, period, report.formulaVersion);
  if (formula === null) {
    const allowed = formulas.versions.map(({ name }) => name).join(', ');
    throw new DongboError('DB-SCR-003', { value: report.formulaVersion, allowed });
  }
  const calendar = { daysOff: new Set(tables.holidays.keys()), workedDays: tables.workedDays };
  const deps = { ledger, formulas, calendar, now: () => Date.now() };
  return compareWithLedger(deps, { period, formula, official }, signal);
}
