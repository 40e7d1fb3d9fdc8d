/**
 * Reads a province's own list of codes and names, for proposals before any dossier is read.
 * Guarantees: written as spreadsheets write it (loose-csv.ts); every fault of the file at once, with
 * line and column.
 * Must not: be a mapping table; nothing is translated by it.
 */
import { DongboError, type Language } from '../domain/errors.ts';
import { tidyCode } from './clean-code.ts';
import type { CsvRecord } from './csv-records.ts';
import { CsvRow } from './csv-row.ts';
import { headerName } from './exchange/header-columns.ts';
import { recordsOf } from './exchange/loose-csv.ts';
import { FaultSink, FILE_START, formatFault, type MappingFault, type Position } from './mapping-fault.ts';

const KINDS = ['procedure', 'component', 'result', 'agency'] as const;
const COLUMNS = ['kind', 'procedure', 'province_code', 'name'] as const;

/** One code with its name; `procedure` is national, '' = any. */
export interface WantedName {
  readonly kind: (typeof KINDS)[number];
  readonly procedure: string;
  readonly provinceCode: string;
  readonly name: string;
  /** Where its procedure stands. */
  readonly at: Position;
}

/** A list as it was read. */
export interface WantedNames {
  readonly file: string;
  readonly names: readonly WantedName[];
  /** Of the faults that it may still turn out to have. */
  readonly language: Language;
}

/** @param bytes CSV with kind,procedure,province_code,name. Throws DB-MAP-033 with every fault, in `language`. */
export function readWantedNames(file: string, bytes: Uint8Array, language: Language): WantedNames {
  const { records, sink } = recordsOf(file, bytes);
  const [header, ...others] = records;
  const names = header === undefined ? noHeader(sink) : rowsOf(header, others, sink);
  if (sink.faults.length > 0) throw faultyNames(file, sink.faults, language);
  return { file, names, language };
}

/** The list with every procedure as `spell` spells it. Throws DB-MAP-033 where it answers `null`. */
export function spellProcedures(
  { file, names, language }: WantedNames,
  spell: (written: string) => string | null,
): WantedName[] {
  const sink = new FaultSink(file);
  const spelled = names.map((name) => {
    if (name.procedure === '') return name;
    const procedure = spell(name.procedure);
    if (procedure === null) sink.add(name.at, 'DB-MAP-034', { value: name.procedure });
    return { ...name, procedure: procedure ?? '' };
  });
  if (sink.faults.length > 0) throw faultyNames(file, sink.faults, language);
  return spelled;
}

function faultyNames(file: string, faults: readonly MappingFault[], language: Language): DongboError {
  const details = faults.map((fault) => formatFault(fault, language));
  return new DongboError('DB-MAP-033', { file, count: faults.length }, { details });
}

/** Bytes that are no text are told already. */
function noHeader(sink: FaultSink): WantedName[] {
  if (sink.faults.length === 0) sink.add(FILE_START, 'DB-MAP-006', { expected: COLUMNS.join(',') });
  return [];
}

function rowsOf(header: CsvRecord, records: readonly CsvRecord[], sink: FaultSink): WantedName[] {
  const places = placesOf(header, sink);
  if (places.size < COLUMNS.length) return [];
  return records.flatMap((record) => {
    if (record.cells.every(({ text }) => tidyCode(text) === '')) return [];
    if (record.cells.length !== header.cells.length) {
      const params = { found: record.cells.length, expected: header.cells.length };
      sink.add({ line: record.line, column: 1 }, 'DB-MAP-013', params);
      return [];
    }
    return nameOf(new CsvRow(record, places, sink));
  });
}

function nameOf(row: CsvRow): WantedName[] {
  const kind = row.oneOf('kind', KINDS);
  const provinceCode = tidyCode(row.needed('province_code'));
  const name = row.needed('name');
  // A procedure is of no procedure, nor is an agency: what stands there would only split one code in two.
  const procedure = kind === 'procedure' || kind === 'agency' ? '' : tidyCode(row.text('procedure'));
  const { line, column } = row.cell('procedure');
  return kind === null ? [] : [{ kind, procedure, provinceCode, name, at: { line, column } }];
}

/** Columns in any order; others are passed over, since a province's own list has more than is asked for. */
function placesOf({ cells }: CsvRecord, sink: FaultSink): Map<string, number> {
  const places = new Map<string, number>();
  for (const [place, cell] of cells.entries()) {
    const name = headerName(cell.text);
    if (!COLUMNS.some((column) => column === name)) continue;
    if (places.has(name)) sink.add(cell, 'DB-MAP-009', { column: name });
    else places.set(name, place);
  }
  const end = cells.at(-1) ?? FILE_START;
  for (const column of COLUMNS) {
    if (!places.has(column)) sink.add(end, 'DB-MAP-007', { column, expected: COLUMNS.join(',') });
  }
  return places;
}
