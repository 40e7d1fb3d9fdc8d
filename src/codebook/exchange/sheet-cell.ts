/**
 * Reads a cell of a workbook as text.
 * Guarantees: what Excel changed behind people's backs is told, not guessed at: a number where a
 * code should be (`007` → 7), a code that became a date, a formula without a usable result.
 * Must not: judge texts; the readers of the tables do.
 */
import type { Cell, CellValue } from 'exceljs';
import type { ErrorCode, ErrorParams } from '../../domain/errors.ts';

/** What a column holds: codes (every character counts), days, or words for people. */
export type CellKind = 'code' | 'day' | 'words';

/** Is this number certainly the code that is written so? Knows the codes of the table that is there. */
export type NumberCodes = (text: string) => boolean;

/** Text, and what is wrong with the cell where something is. */
export interface CellReading {
  readonly text: string;
  readonly fault?: { readonly code: ErrorCode; readonly params: ErrorParams };
}

/** One kind for each column of all tables. */
export function kindOfColumn(column: string): CellKind {
  if (['valid_from', 'valid_to', 'date'].includes(column)) return 'day';
  return ['note', 'name'].includes(column) ? 'words' : 'code';
}

/** Text behind a date: the day alone where it has no time. */
function dateText(date: Date): { readonly text: string; readonly isDay: boolean } {
  if (Number.isNaN(date.getTime())) return { text: '?', isDay: false };
  const iso = date.toISOString();
  const isDay = iso.endsWith('T00:00:00.000Z');
  return { text: isDay ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' '), isDay };
}

function readValue(value: CellValue, column: string, isCode: NumberCodes): CellReading {
  const kind = kindOfColumn(column);
  if (value === null || value === undefined) return { text: '' };
  if (typeof value === 'string') return { text: value.replace(/\r\n?/g, '\n') };
  if (typeof value === 'number' || typeof value === 'boolean') {
    const text = typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
    // A number in a column of days is told by the reader as what it is: no day.
    if (kind !== 'code' || (typeof value === 'number' && isCode(text))) return { text };
    return { text, fault: { code: 'DB-XLS-014', params: { column, value: text } } };
  }
  if (value instanceof Date) {
    const { text, isDay } = dateText(value);
    if (kind === 'words' || (kind === 'day' && isDay)) return { text };
    return { text, fault: { code: 'DB-XLS-015', params: { column, value: text } } };
  }
  if ('richText' in value) return { text: value.richText.map(({ text }) => text).join('') };
  if ('hyperlink' in value) return readValue(value.text as CellValue, column, isCode);
  const failed = (shown: string): CellReading => ({
    text: shown,
    fault: { code: 'DB-XLS-016', params: { column, value: shown } },
  });
  if ('error' in value) return failed(value.error);
  const { result } = value;
  if (result === undefined) return failed('?');
  return readValue(result as CellValue, column, isCode);
}

/** Reads a cell. A merged one is a fault at its first cell; the others are read as empty. */
export function readCell(cell: Cell, column: string, isCode: NumberCodes): CellReading {
  if (!cell.isMerged) return readValue(cell.value, column, isCode);
  if (cell.master !== cell) return { text: '' };
  const { text } = readValue(cell.value, column, isCode);
  return { text, fault: { code: 'DB-XLS-017', params: {} } };
}
