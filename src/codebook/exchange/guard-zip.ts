/**
 * Looks at a workbook's bytes before a library unpacks them.
 * Guarantees: nothing that is no workbook, and nothing that unpacks to more than the limits, gets
 * further; sizes are measured by unpacking, not believed.
 * Must not: keep what it unpacked.
 */
import { inflateRawSync } from 'node:zlib';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { MAX_CELLS, MAX_ROWS, type Part, sizeOf } from './measure-part.ts';

/** Bytes of a file that is taken in. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;
/** Bytes of all its parts, unpacked. */
export const MAX_UNPACKED_BYTES = 256 * 1024 * 1024;

const OLD_EXCEL = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const END_OF_DIRECTORY = Buffer.from('504b0506', 'hex');
const IN_DIRECTORY = 0x02014b50;
const END_BYTES = 22;
const STORED = 0;
const DEFLATED = 8;

/** Throws DB-XLS-011 for a size over its limit. */
export function assertWithin(
  path: string,
  found: number,
  limit: number,
  unit: 'bytes' | 'rows' | 'cells',
): void {
  if (found <= limit) return;
  const shown = (size: number): string =>
    unit === 'bytes'
      ? `${Math.ceil(size / 1024 / 1024)} MB`
      : `${size} ${unit === 'rows' ? 'dòng/rows' : 'ô/cells'}`;
  throw new DongboError('DB-XLS-011', { path, found: shown(found), limit: shown(limit) });
}

function* parts(path: string, zip: Buffer): Generator<Part> {
  const end = zip.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0 || end + END_BYTES > zip.length) throw new Error('no zip directory');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  let room = MAX_UNPACKED_BYTES;
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== IN_DIRECTORY) throw new Error('broken zip directory');
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + packed);
    if (method !== STORED && method !== DEFLATED) throw new Error(`packed by method ${method}`);
    const bytes = method === STORED ? content : unpack(path, content, room);
    room -= bytes.length;
    assertWithin(path, MAX_UNPACKED_BYTES - room, MAX_UNPACKED_BYTES, 'bytes');
    yield { name, bytes };
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function unpack(path: string, content: Buffer, room: number): Buffer {
  try {
    return inflateRawSync(content, { maxOutputLength: room + 1 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      assertWithin(path, MAX_UNPACKED_BYTES + 1, MAX_UNPACKED_BYTES, 'bytes');
    }
    throw error;
  }
}

/** Throws DB-XLS-009 (old format, password), DB-XLS-010 (no workbook), DB-XLS-011 (too large). */
export function guardWorkbook(path: string, bytes: Buffer): void {
  assertWithin(path, bytes.length, MAX_FILE_BYTES, 'bytes');
  if (bytes.subarray(0, OLD_EXCEL.length).equals(OLD_EXCEL)) throw new DongboError('DB-XLS-009', { path });
  try {
    let rows = 0;
    let cells = 0;
    let hasWorkbook = false;
    for (const part of parts(path, bytes)) {
      if (part.name === 'xl/workbook.xml') hasWorkbook = true;
      const size = sizeOf(part);
      rows += size.rows;
      cells += size.cells;
      assertWithin(path, rows, MAX_ROWS, 'rows');
      assertWithin(path, cells, MAX_CELLS, 'cells');
    }
    if (!hasWorkbook) throw new Error('no xl/workbook.xml');
  } catch (error) {
    if (error instanceof DongboError) throw error;
    throw new DongboError('DB-XLS-010', { path, reason: reasonOf(error) }, { cause: error });
  }
}
