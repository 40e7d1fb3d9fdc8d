/**
 * Names of periods as files write them, as ours (`2026-10`, `2026-Q3`, `2026`).
 * Guarantees: only what can be read in one way.
 */

const TEXTS: readonly (readonly [RegExp, (parts: readonly string[]) => string | null])[] = [
  [/^(\d{4})$/, ([year = '']) => periodName(year)],
  [/^(\d{4})[-/.]?q\s*([1-4])$/, ([year = '', quarter = '']) => periodName(year, { quarter })],
  [/^q\s*([1-4])[-/.\s]*(\d{4})$/, ([quarter = '', year = '']) => periodName(year, { quarter })],
  [/^(\d{4})[-/.](\d{1,2})$/, ([year = '', month = '']) => periodName(year, { month })],
  [/^(\d{1,2})[-/.](\d{4})$/, ([month = '', year = '']) => periodName(year, { month })],
  [
    /^(?:tháng|month)\s*(\d{1,2})\s*[-/.,]?\s*(?:năm\s*)?(\d{4})$/,
    ([month = '', year = '']) => periodName(year, { month }),
  ],
  [
    /^(?:quý|quarter)\s*([1-4])\s*[-/.,]?\s*(?:năm\s*)?(\d{4})$/,
    ([quarter = '', year = '']) => periodName(year, { quarter }),
  ],
  [/^(?:năm|year)\s*(\d{4})$/, ([year = '']) => periodName(year)],
];

/** The name of a year, or of its month or quarter; `null` where there is none such. */
export function periodName(
  year: string,
  part: { readonly month?: string; readonly quarter?: string } = {},
): string | null {
  if (!/^20\d{2}$/.test(year)) return null;
  if (part.quarter !== undefined) return /^[1-4]$/.test(part.quarter) ? `${year}-Q${part.quarter}` : null;
  if (part.month === undefined) return year;
  return /^(0?[1-9]|1[0-2])$/.test(part.month) ? `${year}-${part.month.padStart(2, '0')}` : null;
}

/** The name of a period that is written as one text. */
export function periodOfText(written: string): string | null {
  const text = written.normalize('NFC').trim().toLowerCase();
  for (const [form, nameOf] of TEXTS) {
    const match = form.exec(text);
    if (match !== null) return nameOf(match.slice(1));
  }
  return null;
}

/** The month, quarter or year from the first to the last of two days `YYYY-MM-DD…`; `null` where they are no such one. */
export function periodOfDays(from: string, to: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(from) ?? [];
  const last = /^\d{4}-\d{2}-\d{2}/.exec(to)?.[0] ?? '';
  if (day !== '01') return null;
  const lastOf = (months: number): string =>
    new Date(Date.UTC(Number(year), Number(month) - 1 + months, 0)).toISOString().slice(0, 10);
  if (last === lastOf(1)) return periodName(year, { month });
  const isQuarter = Number(month) % 3 === 1;
  if (isQuarter && last === lastOf(3)) return periodName(year, { quarter: String((Number(month) + 2) / 3) });
  return month === '01' && last === lastOf(12) ? year : null;
}
