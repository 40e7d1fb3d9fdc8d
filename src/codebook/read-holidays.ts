/**
 * Reads `holidays.csv`: days off besides Saturdays and Sundays, and those of these that are worked to make up.
 * Guarantees: each day once, either off or worked; only a Saturday or Sunday can be worked, since any other day is
 * so without a row. The column `working` may be missing: files of before have none.
 */
import type { IsoDay } from '../domain/codes.ts';
import { cleanCode, tidyCode } from './clean-code.ts';
import type { CsvRow } from './csv-row.ts';
import { readTable } from './csv-table.ts';
import type { FaultSink } from './mapping-fault.ts';
import type { Holidays } from './mapping-tables.ts';

/** What stands in the column `working` of a day that is worked. */
export const WORKED = '1';

/** Columns of the file, and which of them may be missing. */
export const HOLIDAY_COLUMNS = {
  all: ['date', 'name', 'working'],
  optional: ['working'],
} as const satisfies { readonly all: readonly string[]; readonly optional: readonly string[] };

/** `holidays.csv` */
export function readHolidays(text: string, sink: FaultSink): Holidays {
  const holidays = new Map<IsoDay, string>();
  const workedDays = new Set<IsoDay>();
  const lines = new Map<IsoDay, number>();
  for (const row of readTable(text, HOLIDAY_COLUMNS.all, sink, HOLIDAY_COLUMNS.optional)) {
    row.needed('date');
    const day = row.day('date');
    const name = tidyCode(row.needed('name'));
    const worked = isWorked(row);
    if (day === '') continue;
    const other = lines.get(day);
    if (other !== undefined) {
      sink.add(row.cell('date'), 'DB-MAP-019', { date: day, other });
      continue;
    }
    lines.set(day, row.line);
    if (!worked) holidays.set(day, name);
    else if (isWeekend(day)) workedDays.add(day);
    else sink.add(row.cell('working'), 'DB-MAP-049', { date: day });
  }
  return { holidays, workedDays };
}

function isWorked(row: CsvRow): boolean {
  const text = cleanCode(row.text('working'));
  if (text === '') return false;
  return row.oneOf('working', [WORKED]) !== null;
}

function isWeekend(day: IsoDay): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
