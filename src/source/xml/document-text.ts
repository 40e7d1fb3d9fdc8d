/**
 * The bytes of a document as text, piece by piece.
 * Guarantees: memory for one piece, however long the document is; UTF-8, or UTF-16 where a byte order mark says
 * so, and nothing that is not valid in it; no character that XML forbids; what is wrong is told with its byte.
 * Must not: know elements.
 */
import type { FileHandle } from 'node:fs/promises';
import { refusal } from './refusal.ts';

/** An encoding that is read. */
export type Encoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE';

/** The file system failed: nothing is known of the document. */
export class ReadFailure extends Error {}

/** Bytes read at a time: what is done with them is done in one go, while everything else of the program waits. */
const PIECE_BYTES = 1 << 16;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
/** No character takes more bytes. */
const LONGEST_CHARACTER = 4;

/** What other files begin with. */
const SIGNATURES: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['OLE', [0xd0, 0xcf, 0x11, 0xe0]],
];

function beginsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

/** Encoding and length of the byte order mark. Throws a refusal for what is no XML at all. */
export function sniff(bytes: Uint8Array): { readonly encoding: Encoding; readonly markBytes: number } {
  if (bytes.length === 0) throw refusal('DB-XML-010');
  for (const [found, start] of SIGNATURES)
    if (beginsWith(bytes, start)) throw refusal('DB-XML-011', { found });
  if (beginsWith(bytes, [0xef, 0xbb, 0xbf])) return { encoding: 'UTF-8', markBytes: 3 };
  if (beginsWith(bytes, [0xff, 0xfe, 0, 0]) || beginsWith(bytes, [0, 0, 0xfe, 0xff]))
    throw refusal('DB-XML-011', { found: 'UTF-32' });
  if (beginsWith(bytes, [0xff, 0xfe])) return { encoding: 'UTF-16LE', markBytes: 2 };
  if (beginsWith(bytes, [0xfe, 0xff])) return { encoding: 'UTF-16BE', markBytes: 2 };
  if (beginsWith(bytes, [0x3c, 0]) || beginsWith(bytes, [0, 0x3c]))
    throw refusal('DB-XML-011', { found: 'UTF-16, no BOM' });
  return { encoding: 'UTF-8', markBytes: 0 };
}

/** How many of `bytes` make whole, valid characters. */
function goodBytes(bytes: Uint8Array, encoding: Encoding): number {
  const isGood = (length: number): boolean => {
    try {
      new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), {
        stream: true,
      });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  // What a character began with is no good without the rest of it.
  return good - pending(bytes.subarray(0, good), encoding);
}

const bytesOf = (text: string, encoding: Encoding): number =>
  encoding === 'UTF-8' ? Buffer.byteLength(text) : text.length * 2;

/** The last bytes of a piece, from the beginning of a character: where the next piece's decoding may have begun. */
function tailOf(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  let from = Math.max(0, bytes.length - LONGEST_CHARACTER);
  if (encoding !== 'UTF-8') from -= from % 2;
  if (encoding === 'UTF-8') while (from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
  else if ((((bytes[encoding === 'UTF-16LE' ? from + 1 : from] ?? 0) & 0xfc) ^ 0xdc) === 0) from += 2;
  return bytes.slice(from);
}

/**
 * Reads the file from its beginning to its end.
 * Throws a {@link Refusal}: DB-XML-010 (empty), -011 (no XML), -012 (not of its encoding), -014 (forbidden
 * character), -018 (ends within a character); {@link ReadFailure}.
 * @param onEncoding told once, before the first piece
 * @param pieceBytes at least 8: the first piece tells what the file is
 */
export async function* documentText(
  file: FileHandle,
  onEncoding: (encoding: Encoding) => void,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<string> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let position = 0;
  let encoding: Encoding = 'UTF-8';
  let decoder = new TextDecoder();
  let tail = new Uint8Array();
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, position).catch((error: unknown) => {
      throw new ReadFailure((error as NodeJS.ErrnoException).code ?? 'read');
    });
    let bytes: Uint8Array = buffer.subarray(0, bytesRead);
    if (position === 0) {
      const sniffed = sniff(bytes);
      encoding = sniffed.encoding;
      bytes = bytes.subarray(sniffed.markBytes);
      position = sniffed.markBytes;
      decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
      onEncoding(encoding);
    }
    if (bytesRead === 0) break;
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      const both = Buffer.concat([tail, bytes]);
      const offset = position - tail.length + goodBytes(both, encoding);
      throw refusal('DB-XML-012', { offset, found: encoding });
    }
    const forbidden = text.search(FORBIDDEN);
    if (forbidden >= 0) {
      // The piece may begin with the rest of a character: what is decoded ends where its bytes end.
      const behind = bytesOf(text.slice(forbidden), encoding) + pending(bytes, encoding);
      throw refusal('DB-XML-014', { offset: position + bytes.length - behind });
    }
    position += bytes.length;
    tail = Uint8Array.from(tailOf(bytes, encoding));
    if (text !== '') yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw refusal('DB-XML-018');
  }
}

/** Bytes at the end that belong to a character which is not whole yet. */
function pending(bytes: Uint8Array, encoding: Encoding): number {
  const tail = tailOf(bytes, encoding);
  const whole = new TextDecoder(encoding, { ignoreBOM: true }).decode(tail, { stream: true });
  return tail.length - bytesOf(whole, encoding);
}
