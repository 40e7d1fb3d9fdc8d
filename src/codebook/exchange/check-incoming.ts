/**
 * Holds rows that come in to the readers that load the tables.
 * Guarantees: the same faults as `mapping check`, told at the cell of the sheet or file that the row
 * came from; a cell that has a fault already is not told twice.
 */
import { readRecords } from '../csv-records.ts';
import { FaultSink } from '../mapping-fault.ts';
import { composeTable } from './compose-table.ts';
import type { ImportFault, IncomingRow } from './incoming.ts';
import { parseTable } from './table-file.ts';
import { checkTableText, TABLES, type TableFile } from './table-shape.ts';

/** The faults of these rows. @param known faults of cells that were told before */
export function checkIncoming(
  file: TableFile,
  rows: readonly IncomingRow[],
  known: readonly ImportFault[],
): ImportFault[] {
  const { columns } = TABLES[file];
  const empty = parseTable(file, Buffer.from(`${columns.join(',')}\n`));
  const text = composeTable(
    empty,
    rows.map(({ row }) => row),
  );
  const faults = checkTableText(file, text);
  if (faults.length === 0) return [];

  const records = readRecords(text, ',', new FaultSink(file)).slice(1);
  const byLine = new Map(records.map(({ line }, index) => [line, rows[index]]));
  const byCell = new Map(
    records.flatMap(({ cells }, index) =>
      cells.map((cell, place) => [
        `${cell.line}:${cell.column}`,
        { from: rows[index], column: columns[place] },
      ]),
    ),
  );
  const places = new Set(known.map(({ place }) => place));
  return faults.flatMap(({ line, column, code, params }): ImportFault[] => {
    const cell = byCell.get(`${line}:${column}`);
    const from = cell?.from;
    if (from === undefined) return [{ place: file, code, params }];
    const place = from.origin.placeOf(from.at, cell?.column);
    if (places.has(place)) return [];
    // The readers say "line": what people see is the row of their sheet.
    const other = typeof params.other === 'number' ? byLine.get(params.other) : undefined;
    const shown = other === undefined ? {} : { other: otherPlace(other, from) };
    return [{ place, code, params: { ...params, ...shown } }];
  });
}

function otherPlace(other: IncomingRow, from: IncomingRow): string | number {
  return other.origin === from.origin ? other.at : other.origin.placeOf(other.at);
}
