/**
 * The body of an answer, unpacked.
 * Guarantees: never unpacks beyond `maxBytes`, however little was sent; a body that cannot be unpacked,
 * or is cut short, goes on as it came, so that it is no JSON and nothing is read out of half of it.
 * Must not: trust `Content-Encoding` alone: gateways unpack a body and leave its header, or the reverse.
 */
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** What a call asks for. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate';

/** `too-large`: longer than `maxBytes` when unpacked. */
export type Unpacked = Buffer | 'too-large';

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const UNPACK = {
  gzip: promisify(gunzip) as Unpack,
  zlib: promisify(inflate) as Unpack,
  raw: promisify(inflateRaw) as Unpack,
  brotli: promisify(brotliDecompress) as Unpack,
} as const;

/** Unpacks `bytes`; @param encoding the header, '' where there is none. */
export async function unpack(bytes: Buffer, encoding: string, maxBytes: number): Promise<Unpacked> {
  const how = methodOf(bytes, encoding.trim().toLowerCase());
  if (how === null) return bytes;
  try {
    return await UNPACK[how](bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return 'too-large';
    return bytes;
  }
}

function methodOf(bytes: Buffer, encoding: string): keyof typeof UNPACK | null {
  const [first = 0, second = 0] = bytes;
  if (bytes.length < 2) return null;
  // Nothing else that a portal answers begins like this.
  if (first === 0x1f && second === 0x8b) return 'gzip';
  if (encoding === 'br') return 'brotli';
  if (encoding !== 'deflate') return null;
  // "deflate" should be zlib's format (RFC 9110 section 8.4.1.2), but is not everywhere.
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 ? 'zlib' : 'raw';
}
