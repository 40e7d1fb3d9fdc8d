/**
 * Reads the cells of one row, each with its own check.
 * Guarantees: a bad cell is told with its place and what would be right, and the next one is read
 * all the same; a column that the header lacks is told once, there, and not again here.
 */
import type { IsoDay } from '../domain/codes.ts';
import { cleanCode, tidyCode } from './clean-code.ts';
import type { Cell, CsvRecord } from './csv-records.ts';
import type { FaultSink } from './mapping-fault.ts';
import type { Dated } from './mapping-tables.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Is this text a day of the calendar, `YYYY-MM-DD`? */
export function isDay(text: string): text is IsoDay {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined || Number(year) < 1900) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** One row of a table. */
export class CsvRow {
  readonly line: number;
  readonly sink: FaultSink;
  readonly #cells: readonly Cell[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(record: CsvRecord, places: ReadonlyMap<string, number>, sink: FaultSink) {
    this.line = record.line;
    this.sink = sink;
    this.#cells = record.cells;
    this.#places = places;
  }

  /** The cell, or the row's beginning where the header lacks the column. */
  cell(column: string): Cell {
    const place = this.#places.get(column);
    return (place === undefined ? undefined : this.#cells[place]) ?? { text: '', line: this.line, column: 1 };
  }

  /** The cell as written; '' where there is nothing but blanks. */
  text(column: string): string {
    const { text } = this.cell(column);
    return cleanCode(text) === '' ? '' : text;
  }

  /** The cell as written; a fault where it is empty. */
  needed(column: string): string {
    const text = this.text(column);
    if (text === '' && this.#places.has(column)) this.sink.add(this.cell(column), 'DB-MAP-014', { column });
    return text;
  }

  /** A day, or '' where the cell is empty or (told) no day. */
  day(column: string): IsoDay | '' {
    const text = tidyCode(this.text(column));
    if (text === '' || isDay(text)) return text;
    this.sink.add(this.cell(column), 'DB-MAP-015', { column, value: text });
    return '';
  }

  /** `valid_from` and `valid_to`; `sound` is false where one is no day or they are the wrong way round. */
  validity(): { readonly dates: Pick<Dated, 'validFrom' | 'validTo'>; readonly sound: boolean } {
    const before = this.sink.faults.length;
    const validFrom = this.day('valid_from');
    const validTo = this.day('valid_to');
    if (validFrom !== '' && validTo !== '' && validFrom > validTo) {
      this.sink.add(this.cell('valid_from'), 'DB-MAP-016', { from: validFrom, to: validTo });
    }
    return { dates: { validFrom, validTo }, sound: this.sink.faults.length === before };
  }

  /** One of a list, case aside; `null` after a fault. */
  oneOf<Value extends string>(column: string, allowed: readonly Value[]): Value | null {
    const text = this.needed(column);
    if (text === '') return null;
    const found = allowed.find((value) => value === cleanCode(text));
    if (found === undefined) {
      this.sink.add(this.cell(column), 'DB-MAP-017', {
        column,
        value: tidyCode(text),
        allowed: allowed.join(', '),
      });
    }
    return found ?? null;
  }
}
