/**
 * Answers that are too large or compressed.
 * Guarantees: the words inside are a good answer, padded with blanks where size is asked for.
 * Must not: hold a large answer in memory; it is made while it is sent.
 */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { sendBytes } from './send-answer.ts';

interface Packable {
  readonly response: ServerResponse;
  readonly status: number;
  readonly bytes: Buffer;
}

/** Bytes of a `huge` answer, above any sensible limit. */
export const HUGE_BYTES = 11 * 1024 * 1024 + 1;
/** Bytes of a `gzipBomb` once unpacked. */
export const BOMB_BYTES = 64 * 1024 * 1024 + 1;

const BLANKS = Buffer.alloc(64 * 1024, ' ');
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const PACKED = { ...JSON_TYPE, 'content-encoding': 'gzip' };

/** The answer with blanks before its last brace: the same words to whoever reads it to the end. */
function* padded(bytes: Buffer, size: number): Generator<Buffer> {
  yield bytes.subarray(0, -1);
  for (let at = bytes.length; at < size; at += BLANKS.length) yield BLANKS;
  yield bytes.subarray(-1);
}

/** More than 11 MB; its length is not told, so that a client has to count. */
export async function sendHuge({ response, status, bytes }: Packable): Promise<void> {
  response.writeHead(status, JSON_TYPE);
  await pipeline(Readable.from(padded(bytes, HUGE_BYTES)), response);
}

/** Compressed and good. */
export function sendPacked({ response, status, bytes }: Packable): void {
  sendBytes(response, status, PACKED, gzipSync(bytes));
}

/** HTTP is content with it; the compressed stream inside lacks its second half. */
export function sendPackedShort({ response, status, bytes }: Packable): void {
  const packed = gzipSync(bytes);
  sendBytes(response, status, PACKED, packed.subarray(0, Math.floor(packed.length / 2)));
}

/** Some kilobytes on the wire, more than 64 MB behind it. */
export async function sendBomb({ response, status, bytes }: Packable): Promise<void> {
  response.writeHead(status, PACKED);
  await pipeline(Readable.from(padded(bytes, BOMB_BYTES)), createGzip(), response);
}
