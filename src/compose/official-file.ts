/**
 * A file of published figures, read as far as its form goes.
 * Guarantees: JSON or CSV by what is in it, not by its name; what is neither, or too large, is refused with what to do;
 * nothing larger than the limit is ever read.
 * Must not: read anything into a figure (`score/official`).
 */
import { open } from 'node:fs/promises';
import { recordsOf } from '../codebook/exchange/loose-csv.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { FoundFigure } from '../score/official/found-figure.ts';
import { figuresOfCsv } from '../score/official/official-csv.ts';
import type { OfficialFault } from '../score/official/official-fault.ts';
import { figuresOfJson, lackingPages } from '../score/official/official-json.ts';

const LIMIT = 20 * 1024 * 1024;
const NOTHING = { found: [], faults: [] };
const ZIP = 'PK\u0003\u0004';

/** What a file holds. */
export interface OfficialFile {
  readonly found: readonly FoundFigure[];
  readonly faults: readonly OfficialFault[];
  /** `1/3` where the answer is one page of several; else ''. */
  readonly pages: string;
}

/** Throws DB-SCR-020 (too large), DB-SCR-021 (neither JSON nor CSV), DB-SCR-023 (empty), DB-SCR-036 (cannot be read). */
export async function readOfficialFile(path: string): Promise<OfficialFile> {
  const bytes = await bytesOf(path);
  const text = textOf(bytes);
  const begin = text.trimStart().slice(0, 4);
  if (begin.startsWith('{') || begin.startsWith('[')) return ofJson(path, text);
  if (begin === ZIP) throw neither(path, 'Excel, ZIP');
  if (begin.startsWith('<')) throw neither(path, 'HTML, XML');
  const { records, sink } = recordsOf(path, bytes);
  if (records.length === 0 && sink.faults.length === 0) throw new DongboError('DB-SCR-023', { path });
  const isText = records.length > 0;
  const { found, faults } = isText ? figuresOfCsv(records.map(({ cells }) => cells)) : NOTHING;
  const ofForm = sink.faults.map(({ line, column, code, params }) => ({
    place: `${line}:${column}`,
    code,
    params,
  }));
  return { found, faults: [...ofForm, ...faults], pages: '' };
}

const neither = (path: string, reason: string): DongboError =>
  new DongboError('DB-SCR-021', { path, reason });

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(LIMIT + 1);
      let length = 0;
      // One read may bring less than there is.
      for (let more = -1; more !== 0; length += more) {
        more = (await file.read(buffer, length, buffer.length - length)).bytesRead;
        if (length + more > LIMIT) throw new DongboError('DB-SCR-020', { path, limit: '20 MB' });
      }
      return buffer.subarray(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof DongboError) throw error;
    throw new DongboError('DB-SCR-036', { path, reason: reasonOf(error) }, { cause: error });
  }
}

/** Only to tell what it is; what is of no encoding is told by whoever reads it. */
function textOf(bytes: Uint8Array): string {
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : null;
  return new TextDecoder(wide ?? 'utf-8').decode(bytes);
}

function ofJson(path: string, text: string): OfficialFile {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new DongboError('DB-SCR-021', { path, reason: placeOf(text, String(error)) });
  }
  return { found: figuresOfJson(document), faults: [], pages: lackingPages(document) };
}

/** V8 says where it stopped, or it says what stands there, which may be anything and is not told. */
function placeOf(text: string, reason: string): string {
  const isCut = /end of (?:JSON )?input|unterminated/i.test(reason);
  const position = /position (\d+)/.exec(reason)?.[1] ?? (isCut ? String(text.length) : null);
  if (position === null) return 'JSON';
  const before = text.slice(0, Number(position)).split('\n');
  return `JSON ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
