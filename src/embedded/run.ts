/**
 * Runs one of PostgreSQL's own programs and waits for its end.
 * Guarantees: the program sees none of this process's PG… settings, speaks English, and never
 * keeps us waiting for a daemon that it leaves behind (we await its exit, not its pipes).
 */
import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

/** How a program ended; `output` is the tail of what it wrote. */
export interface RunResult {
  readonly ok: boolean;
  readonly output: string;
}

const OUTPUT_LIMIT = 4000;

/**
 * Runs `file` as `account` (as ourselves where `null`) in the folder `cwd`.
 * Never throws: a program that cannot be started is a result with `ok: false`.
 */
export function run(
  file: string,
  args: readonly string[],
  account: Account | null,
  cwd: string,
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', HOME: cwd },
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_LIMIT);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('exit', (code, signal) => {
      // A turn of the event loop lets the last words arrive; the pipes may stay open in a daemon.
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        const ending = code === 0 ? '' : ` (exit ${code ?? signal})`;
        resolve({ ok: code === 0, output: output.trim() + ending });
      });
    });
  });
}
