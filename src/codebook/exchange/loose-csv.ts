/**
 * Reads CSV as spreadsheets write it: commas, semicolons or tabs, UTF-8 or UTF-16, with or without
 * byte order mark or Excel's `sep=` line.
 * Guarantees: told by line and column. Only what is taken in may be written so; `mappings/` stays strict.
 * Must not: guess an older encoding (TCVN3, windows-1258): letters would be changed in silence.
 */
import { tidyCode } from '../clean-code.ts';
import { type CsvRecord, readRecords } from '../csv-records.ts';
import { FaultSink, FILE_START } from '../mapping-fault.ts';
import { readHeaderColumns, tableOfHeader } from './header-columns.ts';
import type { ImportFault, IncomingRow, IncomingTable, Origin } from './incoming.ts';
import { TABLES, type TableFile } from './table-shape.ts';

const SEPARATORS = [',', ';', '\t'];
const HINT = /^sep=(.)\n/i;

/** Encoding by byte order mark. Throws where the bytes are not of it. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const wide =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  return new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
}

/** The separator by which the header has most columns. */
function separatorOf(text: string): string {
  const columnsBy = (separator: string): number => {
    const header = readRecords(text.slice(0, 4_000), separator, new FaultSink(''))[0];
    return header?.cells.length ?? 0;
  };
  return SEPARATORS.toSorted((a, b) => columnsBy(b) - columnsBy(a))[0] ?? ',';
}

/** A CSV file in records, with the faults of its form. */
export interface LooseRecords {
  readonly records: readonly CsvRecord[];
  readonly sink: FaultSink;
}

/** The records of any CSV file, as they are written. @param name as faults tell it */
export function recordsOf(name: string, bytes: Uint8Array): LooseRecords {
  const sink = new FaultSink(name);
  let text: string;
  try {
    text = decode(bytes);
  } catch {
    sink.add(FILE_START, 'DB-MAP-005');
    return { records: [], sink };
  }
  const hint = HINT.exec(text);
  // The line of the hint is kept as an empty one, so that lines keep their numbers.
  const body = hint === null ? text : `\n${text.slice(hint[0].length)}`;
  const records = readRecords(body, hint?.[1] ?? separatorOf(body), sink);
  return { records, sink };
}

const texts = (record: CsvRecord | undefined): string[] => record?.cells.map(({ text }) => text) ?? [];

/** The table that this file is by its header, `null` where it is none. */
export function tableOfCsv(bytes: Uint8Array): TableFile | null {
  return tableOfHeader(texts(recordsOf('', bytes).records[0]));
}

/** Reads the file as `file`. @param name as the fault's place tells it */
export function readLooseCsv(name: string, bytes: Uint8Array, file: TableFile): IncomingTable {
  const { records, sink } = recordsOf(name, bytes);
  const [first, ...others] = records;
  const columnsAt = new Map<number, ReadonlyMap<string, string>>();
  const origin: Origin = {
    name,
    placeOf: (at, column) => columnsAt.get(at)?.get(column ?? '') ?? `${name}:${at}`,
  };
  if (first === undefined) {
    if (sink.faults.length === 0)
      sink.add(FILE_START, 'DB-MAP-006', { expected: TABLES[file].columns.join(',') });
    return { file, origin, rows: [], faults: told(sink), passedOver: [] };
  }
  const header = readHeaderColumns(file, texts(first));
  const placeIn = (record: CsvRecord, place: number): string => {
    const cell = record.cells[place] ?? record.cells.at(-1) ?? { line: record.line, column: 1 };
    return `${name}:${cell.line}:${cell.column}`;
  };
  const faults: ImportFault[] = header.faults.map(({ place, code, params }) => ({
    place: placeIn(first, place),
    code,
    params,
  }));
  const passedOver = header.unknown.map(([place, column]) => ({
    place: placeIn(first, place),
    name: column,
  }));
  const rows: IncomingRow[] = [];
  for (const record of faults.length > 0 ? [] : others) {
    if (record.cells.every(({ text }) => tidyCode(text) === '')) continue;
    if (record.cells.length !== first.cells.length) {
      const params = { found: record.cells.length, expected: first.cells.length };
      faults.push({ place: `${name}:${record.line}:1`, code: 'DB-MAP-013', params });
      continue;
    }
    const entries = [...header.places];
    const row = Object.fromEntries(
      entries.map(([column, place]) => [column, record.cells[place]?.text ?? '']),
    );
    if (Object.values(row).every((text) => tidyCode(text) === '')) continue;
    columnsAt.set(record.line, new Map(entries.map(([column, place]) => [column, placeIn(record, place)])));
    rows.push({ row, origin, at: record.line });
  }
  return { file, origin, rows, faults: [...told(sink), ...faults], passedOver };
}

function told(sink: FaultSink): ImportFault[] {
  return sink.faults.map(({ line, column, code, params }) => ({
    place: `${sink.file}:${line}:${column}`,
    code,
    params,
  }));
}
