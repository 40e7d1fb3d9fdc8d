/**
 * The lines of a backup: a header, each table with its rows in PostgreSQL's COPY text, an end.
 * Guarantees: a backup that was cut anywhere is told from a whole one; rows go through in blocks, so that
 * memory stays flat however large a table is; pure.
 * Must not: know tables or files.
 */

/** First line. */
export interface BackupHeader {
  readonly format: 1;
  /** Version of the ledger (name of its newest migration). */
  readonly version: string;
  /** Moment for which all of it stands, ISO 8601. */
  readonly takenAt: string;
  /** Version of the program that wrote it. */
  readonly program: string;
}

/** Line before the rows of a table. */
export interface BackupTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Last line. */
export interface BackupEnd {
  readonly end: true;
  readonly tables: number;
}

const LF = 0x0a;
/** COPY text escapes backslashes: no row looks like this. */
const END_OF_ROWS = Buffer.from('\\.\n');
const END_AFTER_ROW = Buffer.from('\n\\.\n');

/** Text of a line, with its line break. */
export function lineOf(value: BackupHeader | BackupTable | BackupEnd): string {
  return `${JSON.stringify(value)}\n`;
}

/** What follows the rows of a table. */
export const ROWS_END = END_OF_ROWS.toString();

/** Takes a backup apart, from its beginning on. */
export class BackupReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next line, parsed; `null` at the end or where it is cut or is none of ours. */
  async line(): Promise<unknown> {
    for (;;) {
      const at = this.#rest.indexOf(LF);
      if (at >= 0) {
        const text = this.#rest.subarray(0, at).toString('utf8');
        this.#rest = this.#rest.subarray(at + 1);
        return parsed(text);
      }
      if (!(await this.#more())) return null;
    }
  }

  /** The rows up to the end of this table, in blocks of whole rows. Throws where the backup is cut. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      if (startsWith(this.#rest, END_OF_ROWS)) {
        this.#rest = this.#rest.subarray(END_OF_ROWS.length);
        return;
      }
      const end = this.#rest.indexOf(END_AFTER_ROW);
      const upTo = (end >= 0 ? end : this.#rest.lastIndexOf(LF)) + 1;
      if (upTo > 0) {
        yield this.#rest.subarray(0, upTo);
        this.#rest = this.#rest.subarray(upTo);
      } else if (!(await this.#more())) {
        throw new Error('cut in the middle of a table');
      }
    }
  }

  /** True when nothing follows. */
  async isOver(): Promise<boolean> {
    return this.#rest.length === 0 && !(await this.#more());
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const { value, done } = await this.#chunks.next();
    if (done === true) {
      this.#ended = true;
      return false;
    }
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    return true;
  }
}

function startsWith(buffer: Buffer, start: Buffer): boolean {
  return buffer.length >= start.length && buffer.subarray(0, start.length).equals(start);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
