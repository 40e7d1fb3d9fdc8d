/**
 * Published figures from the records of a CSV file.
 * Guarantees: columns by their names, in any order; a cell is told by line and column.
 * Must not: split text (`codebook/` does), nor read anything into a cell.
 */
import type { AmountName, FoundFigure } from './found-figure.ts';
import type { OfficialFault } from './official-fault.ts';
import { tidyFlags } from './official-json.ts';
import { periodOfText } from './period-name.ts';
import { folded, isAgencyCode } from './surroundings.ts';

/** A cell with its place, as whoever splits CSV text gives it. */
export interface FileCell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Columns; all but `code` may be lacking. */
export const OFFICIAL_COLUMNS = [
  'period',
  'agency',
  'code',
  'numerator',
  'denominator',
  'ratio',
  'score',
  'max_score',
  'flags',
] as const;

const AMOUNT_COLUMNS: Readonly<Record<AmountName, string>> = {
  numerator: 'numerator',
  denominator: 'denominator',
  ratio: 'ratio',
  score: 'score',
  maxScore: 'maxscore',
};

const EXPECTED = OFFICIAL_COLUMNS.join(',');
const placeAt = ({ line, column }: FileCell): string => `${line}:${column}`;

/** The figures, and what is wrong with the file's form. @param rows never without cells; the first is the header */
export function figuresOfCsv(rows: readonly (readonly FileCell[])[]): {
  readonly found: readonly FoundFigure[];
  readonly faults: readonly OfficialFault[];
} {
  const [header, ...others] = rows;
  const columns = new Map((header ?? []).map(({ text }, at) => [folded(text.trim()), at]));
  const hasAmount = Object.values(AMOUNT_COLUMNS).some((name) => columns.has(name));
  if (header === undefined || !columns.has('code') || !hasAmount) {
    return { found: [], faults: [{ place: '1:1', code: 'DB-SCR-031', params: { expected: EXPECTED } }] };
  }
  const found: FoundFigure[] = [];
  const faults: OfficialFault[] = [];
  for (const cells of others) {
    if (cells.every(({ text }) => text.trim() === '')) continue;
    const [first] = cells;
    if (cells.length === header.length) found.push(figureOf(cells, columns));
    else if (first !== undefined) {
      const params = { found: cells.length, expected: header.length };
      faults.push({ place: placeAt(first), code: 'DB-SCR-032', params });
    }
  }
  return { found, faults };
}

function figureOf(cells: readonly FileCell[], columns: ReadonlyMap<string, number>): FoundFigure {
  const cell = (name: string): FileCell | undefined => cells[columns.get(name) ?? -1];
  const text = (name: string): string => cell(name)?.text.trim() ?? '';
  const [first] = cells;
  const row = first === undefined ? '' : placeAt(first);
  const agency = text('agency');
  const period = text('period');
  const amountOf = (amount: AmountName): string => text(AMOUNT_COLUMNS[amount]);
  return {
    place: row,
    code: text('code'),
    period: period === '' ? null : { name: periodOfText(period), written: period },
    agency: {
      code: isAgencyCode(agency) ? agency : '',
      name: isAgencyCode(agency) ? '' : agency,
      id: '',
    },
    amounts: {
      numerator: amountOf('numerator'),
      denominator: amountOf('denominator'),
      ratio: amountOf('ratio'),
      score: amountOf('score'),
      maxScore: amountOf('maxScore'),
    },
    placeOf: (amount) => {
      const at = cell(AMOUNT_COLUMNS[amount]);
      return at === undefined ? row : placeAt(at);
    },
    flags: tidyFlags(text('flags').split(/[|;,\s]+/)),
    published: '',
  };
}
