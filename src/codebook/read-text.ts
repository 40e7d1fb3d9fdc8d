/**
 * Reads a file of `mappings/` as text.
 * Guarantees: UTF-8 or a fault that says where it stops being so; a byte order mark and CRLF are
 * borne (Excel writes them); lines keep their numbers.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../domain/errors.ts';
import { type FaultSink, FILE_START, type Position } from './mapping-fault.ts';

const NEWLINE = 0x0a;

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first place that is not UTF-8; only called when there is one. */
function firstBadPlace(bytes: Uint8Array): Position {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found === -1 ? bytes.length : found;
    if (decode(bytes.subarray(start, end)) === null) {
      let good = start;
      let column = 1;
      for (let to = start + 1; to <= end; to += 1) {
        const character = decode(bytes.subarray(good, to));
        // A character takes 4 bytes at most.
        if (character === null && to - good >= 4) break;
        if (character !== null) {
          good = to;
          column += 1;
        }
      }
      return { line, column };
    }
    start = end + 1;
    line += 1;
  }
  return FILE_START;
}

/** The text of `dir/sink.file` with `\n` as the only line end, or `null` after adding a fault. */
export function readText(dir: string, sink: FaultSink): string | null {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(dir, sink.file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      sink.add(FILE_START, 'DB-MAP-003', { file: sink.file, dir });
    } else {
      sink.add(FILE_START, 'DB-MAP-004', { reason: reasonOf(error) });
    }
    return null;
  }
  const text = decode(bytes);
  if (text === null) {
    sink.add(firstBadPlace(bytes), 'DB-MAP-005');
    return null;
  }
  return text.replace(/\r\n?/g, '\n');
}
