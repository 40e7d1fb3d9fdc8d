/**
 * The memory of a stand-in whose process may be killed: one line a writing call, appended before its
 * answer goes out, read at the next start.
 * Guarantees: a call is in the file whole or not at all; a torn last line, which nobody was answered
 * for, is cut off; any other line that is not ours stops the start.
 * Must not: survive the machine's end (nothing is forced to the disk); holds personal data as the portal does.
 */
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import type { Change, Remembered } from './portal-store.ts';

const NEWLINE = 10;

function refuse(file: string, expected: string): never {
  throw new DongboError('DB-CFG-003', { option: '--journal', value: file, expected });
}

function isLine(value: unknown): value is Remembered {
  if (typeof value !== 'object' || value === null || !('changes' in value)) return false;
  const { changes } = value;
  const kinds: readonly Change[0][] = ['create', 'update', 'step', 'forget', 'alter'];
  return Array.isArray(changes) && changes.every((one) => Array.isArray(one) && kinds.includes(one[0]));
}

function parseLine(text: string): Remembered | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : null;
  } catch {
    return null;
  }
}

/** An open journal. */
export class PortalJournal {
  private readonly descriptor: number;
  private closed = false;

  private constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /**
   * Hands every line of `file` to `replay`, then stands ready to add more. A missing file is begun.
   * @throws DongboError DB-CFG-003 where the file cannot be used.
   */
  static open(file: string, replay: (line: Remembered) => void): PortalJournal {
    let descriptor: number;
    try {
      descriptor = openSync(file, 'a+', 0o600);
    } catch (error) {
      refuse(file, `a file that can be written (${reasonOf(error)})`);
    }
    try {
      ftruncateSync(descriptor, readLines(file, replay));
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    return new PortalJournal(descriptor);
  }

  /** Adds a line. It outlives this process as soon as this returns. After `close` nothing is added any more. */
  append(line: Remembered): void {
    // A call that waited for its latency while the portal closed ends into nothing.
    if (this.closed) return;
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.descriptor, bytes, at);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.descriptor);
  }
}

/** Answers how many bytes are whole lines. */
function readLines(file: string, replay: (line: Remembered) => void): number {
  const bytes = readFileSync(file);
  let start = 0;
  for (let number = 1; ; number += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) return start;
    const line = parseLine(bytes.toString('utf8', start, end));
    if (line === null) refuse(file, `lines that this command wrote (line ${number} is none)`);
    replay(line);
    start = end + 1;
  }
}
