/**
 * A computed score as CSV, for other programs and for spreadsheets.
 * Guarantees: columns have the same names in both languages and only ever gain new ones behind; UTF-8 with commas and
 * points; no cell is a formula; of any length in pieces, so that nobody holds all of it.
 * Must not: round further than a spreadsheet shows; carry personal data.
 */
import type { Language } from '../../domain/errors.ts';
import type { Indicator, ScoredGroup, ScoreReport } from '../../domain/score/score-report.ts';
import type { OfficialComparison } from '../official/comparison.ts';
import { noFigureWords } from '../words/no-figure-words.ts';
import { tellReason } from '../words/reason-words.ts';
import { unknownUnit } from '../words/unit-words.ts';
import type { IndicatorNames } from '../words/wording.ts';
import { numberCell, plainCell } from './plain-cell.ts';

/** One row an indicator, or an agency and indicator. */
const INDICATOR_COLUMNS = [
  'period',
  'formula',
  'unit_code',
  'unit',
  'group',
  'indicator',
  'name',
  'numerator',
  'denominator',
  'ratio',
  'score',
  'max',
  'at_most',
  'reason',
  'reason_text',
] as const;

/** Behind the others where published figures were asked for. */
const PUBLISHED_COLUMNS = [
  'published_numerator',
  'published_denominator',
  'published_ratio',
  'published_score',
  'score_difference',
] as const;

/** One row an indicator and dossier that does not count for it. */
const COST_COLUMNS = [
  'period',
  'formula',
  'indicator',
  'name',
  'blame',
  'reason',
  'reason_text',
  'dossier',
  'agency',
  'procedure',
  'received',
  'due',
  'ended',
] as const;

/** Rows that are written at a time. */
const PIECE = 500;

/** How a score is told. */
export interface Telling {
  readonly names: IndicatorNames;
  readonly language: Language;
}

/** What must stand in quotes (RFC 4180). */
const QUOTED = /[",\r\n]/;

function lineOf(row: readonly string[]): string {
  const cells = row.map((cell) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${cells.join(',')}\r\n`;
}

function* pieces(columns: readonly string[], rows: Iterable<readonly string[]>): Generator<string> {
  let piece = lineOf(columns);
  let lines = 1;
  for (const row of rows) {
    piece += lineOf(row);
    lines += 1;
    if (lines % PIECE !== 0) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function nameOf(code: string, { names, language }: Telling): string {
  return plainCell(names.get(code)?.[language] ?? code);
}

function rowOf(
  { period, formulaVersion }: ScoreReport,
  unit: { readonly code: string; readonly name: string },
  of: Indicator,
  telling: Telling,
): string[] {
  return [
    period,
    plainCell(formulaVersion),
    plainCell(unit.code),
    plainCell(unit.name),
    of.group,
    plainCell(of.code),
    nameOf(of.code, telling),
    numberCell(of.numerator, 0),
    numberCell(of.denominator, 0),
    numberCell(of.ratio, 6),
    numberCell(of.score, 4),
    numberCell(of.max, 4),
    numberCell(of.atMost, 4),
    of.reason ?? '',
    of.reason === null ? '' : plainCell(noFigureWords[of.reason][telling.language]),
  ];
}

/** The province alone has neither code nor name. */
function named(group: ScoredGroup, { language }: Telling): ScoredGroup {
  return group.code === '' && group.name === '' ? { ...group, name: unknownUnit[language] } : group;
}

/** Cells of {@link PUBLISHED_COLUMNS}; empty where nothing was published of it. */
function publishedCells(official: OfficialComparison, agency: string, code: string): string[] {
  const found = official.indicators.find((one) => one.agency === agency && one.code === code);
  const { numerator = null, denominator = null, ratio = null, score = null } = found?.official ?? {};
  return [
    numberCell(numerator, 0),
    numberCell(denominator, 0),
    numberCell(ratio, 6),
    numberCell(score, 4),
    numberCell(found?.difference.score ?? null, 4),
  ];
}

function* indicatorRows(
  report: ScoreReport,
  telling: Telling,
  official: OfficialComparison | null,
): Generator<string[]> {
  const province = { code: '', name: '', indicators: report.indicators };
  const units = report.groupedBy === null ? [province] : report.groups.map((one) => named(one, telling));
  for (const unit of units) {
    for (const one of unit.indicators) {
      const row = rowOf(report, unit, one, telling);
      yield official === null ? row : [...row, ...publishedCells(official, unit.code, one.code)];
    }
  }
}

/**
 * The indicators of the province, or of each agency, commune or procedure where the report is by them.
 * @param official published figures, of the province and of agencies, beside them
 */
export function indicatorCsv(
  report: ScoreReport,
  telling: Telling,
  official: OfficialComparison | null = null,
): Generator<string> {
  const columns = official === null ? INDICATOR_COLUMNS : [...INDICATOR_COLUMNS, ...PUBLISHED_COLUMNS];
  return pieces(columns, indicatorRows(report, telling, official));
}

function* costRows({ period, formulaVersion, costs }: ScoreReport, telling: Telling): Generator<string[]> {
  const formula = plainCell(formulaVersion);
  // Few agencies and procedures, many rows.
  const known = new Map<string, string>();
  const plain = (text: string): string => {
    let cell = known.get(text);
    if (cell === undefined) {
      cell = plainCell(text);
      known.set(text, cell);
    }
    return cell;
  };
  for (const { indicator, blame, reason, dossiers } of costs) {
    const name = nameOf(indicator, telling);
    const told = plainCell(tellReason(reason, telling.language).message);
    const head = [period, formula, plainCell(indicator), name, blame, reason, told];
    for (const { dossier, agency, procedure, received, due, ended } of dossiers) {
      yield [...head, plainCell(dossier), plain(agency), plain(procedure), received, due, ended];
    }
  }
}

/** The listed dossiers that cost points; one that costs several has as many rows. */
export function costCsv(report: ScoreReport, telling: Telling): Generator<string> {
  return pieces(COST_COLUMNS, costRows(report, telling));
}
