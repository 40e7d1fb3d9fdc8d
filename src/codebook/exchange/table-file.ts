/**
 * A table as it lies on disk: its rows, and the very text of each, so that what is not touched can
 * be written back unchanged.
 * Guarantees: the texts of header and rows, one after the other, are the file; the hash tells
 * whether somebody changed it since.
 * Must not: judge what cells say. A file that is no table at all is told by `faults`.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { cleanCode } from '../clean-code.ts';
import { readRecords } from '../csv-records.ts';
import { readTable } from '../csv-table.ts';
import { FaultSink, FILE_START, type MappingFault } from '../mapping-fault.ts';
import { TABLES, type TableFile, type TableRow } from './table-shape.ts';

/** A row on disk. */
export interface TableLine {
  readonly row: TableRow;
  /** Line where it begins, from 1. */
  readonly line: number;
  /** Its text with its line end, and the lines without content that follow it. */
  readonly raw: string;
}

/** A table on disk. */
export interface TableOnDisk {
  readonly file: TableFile;
  /** SHA-256 of the bytes; `null` where there is no such file. */
  readonly hash: string | null;
  readonly bom: boolean;
  readonly lineEnd: '\n' | '\r\n';
  /** In the order of the file. */
  readonly columns: readonly string[];
  /** The text of the header line. */
  readonly header: string;
  readonly lines: readonly TableLine[];
  /** Why this is no table: header, quotes, numbers of fields. No lines where there is any. */
  readonly faults: readonly MappingFault[];
}

/** SHA-256 in hexadecimal digits. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const BOM = '\uFEFF';

function fresh(file: TableFile, hash: string | null, faults: readonly MappingFault[] = []): TableOnDisk {
  const { columns } = TABLES[file];
  const header = `${columns.join(',')}\n`;
  return { file, hash, bom: false, lineEnd: '\n', columns, header, lines: [], faults };
}

/** Takes the bytes of a table apart. Pure. */
export function parseTable(file: TableFile, bytes: Uint8Array): TableOnDisk {
  const hash = hashOf(bytes);
  const sink = new FaultSink(file);
  let whole: string;
  try {
    whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    sink.add(FILE_START, 'DB-MAP-005');
    return fresh(file, hash, sink.faults);
  }
  const bom = whole.startsWith(BOM);
  const original = bom ? whole.slice(1) : whole;
  const lineEnd = /\r\n|\n/.exec(original)?.[0] === '\r\n' ? '\r\n' : '\n';
  const text = original.replace(/\r\n?/g, '\n');
  const { columns, optional } = TABLES[file];
  const rows = readTable(text, columns, sink, optional);
  if (sink.faults.length > 0) return { ...fresh(file, hash, sink.faults), bom, lineEnd };

  const ends = original.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
  const between = (from: number, to = ends.length + 1): string => ends.slice(from - 1, to - 1).join('');
  const cells = readRecords(text, ',', sink)[0]?.cells ?? [];
  return {
    file,
    hash,
    bom,
    lineEnd,
    columns: cells.map((cell) => cleanCode(cell.text)),
    header: between(1, rows[0]?.line),
    lines: rows.map((row, index) => ({
      row: Object.fromEntries(columns.map((column) => [column, row.cell(column).text])),
      line: row.line,
      raw: between(row.line, rows[index + 1]?.line),
    })),
    faults: [],
  };
}

/** Reads a table of `dir`; one that is not there is empty. Throws DB-MAP-001 where it cannot be read. */
export function readTableFile(dir: string, file: TableFile): TableOnDisk {
  try {
    return parseTable(file, readFileSync(join(dir, file)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fresh(file, null);
    const details = [`${file}: ${reasonOf(error)}`];
    throw new DongboError('DB-MAP-001', { count: 1, dir }, { cause: error, details });
  }
}
