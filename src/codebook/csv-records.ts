/**
 * Splits CSV text (RFC 4180) into records whose every field knows its line and column.
 * Guarantees: real line numbers, also after newlines within quotes; a fault of quoting is reported
 * at the quote itself and reading goes on, so that the rest of the file is checked too.
 * Why not a library: those tried give the line of a record, not the place of a field, and lose
 * the rest of the file at a stray quote.
 */
import type { FaultSink, Position } from './mapping-fault.ts';

/** One field. */
export interface Cell extends Position {
  readonly text: string;
}

/** One record; never without cells. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** @param text with `\n` line ends. Lines without any character are left out. */
export function readRecords(text: string, separator: string, sink: FaultSink): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let cells: Cell[] = [];

  const here = (): Position => ({ line, column: at - lineStart + 1 });
  const newline = (): void => {
    line += 1;
    lineStart = at + 1;
  };

  /** Reads on from an opening quote; `at` ends behind the closing one. */
  const quoted = (): string => {
    const opening = here();
    let value = '';
    for (at += 1; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (char === '"') {
        if (text.charAt(at + 1) !== '"') {
          at += 1;
          return value;
        }
        at += 1;
      } else if (char === '\n') newline();
      value += char;
    }
    sink.add(opening, 'DB-MAP-011');
    return value;
  };

  /** Reads up to the separator or the line end; a quote in here does not belong. */
  const plain = (): string => {
    const start = at;
    let stray: Position | null = null;
    for (; at < text.length; at += 1) {
      const char = text.charAt(at);
      if (char === separator || char === '\n') break;
      if (char === '"') stray ??= here();
    }
    const value = text.slice(start, at);
    if (stray !== null) sink.add(stray, 'DB-MAP-012');
    return value;
  };

  while (at < text.length) {
    const place = here();
    let value = '';
    if (text.charAt(at) === '"') {
      value = quoted();
      if (at < text.length && text.charAt(at) !== separator && text.charAt(at) !== '\n') {
        const rest = here();
        const faultsBefore = sink.faults.length;
        value += plain();
        if (sink.faults.length === faultsBefore) sink.add(rest, 'DB-MAP-012');
      }
    } else value = plain();
    cells.push({ text: value, ...place });

    const ended = at >= text.length || text.charAt(at) === '\n';
    if (!ended && at + 1 === text.length) {
      // A separator is the last character of the file: an empty field follows it.
      at += 1;
      cells.push({ text: '', ...here() });
    }
    if (ended || at >= text.length) {
      const first = cells[0];
      const blank = cells.length === 1 && first?.text === '';
      if (first !== undefined && !blank) records.push({ line: first.line, cells });
      cells = [];
      if (ended && at < text.length) newline();
    }
    at += 1;
  }
  return records;
}
