/**
 * A stand-in for systemd's notification socket: a real unix datagram socket, held by a few lines of Python,
 * because Node has none.
 * Guarantees: every message is kept in order; the socket is gone after `close`. Skips loudly where there is no
 * python3 or systemd-notify.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { waitFor } from './wait-for.ts';

// The descriptor that a message may bring (BARRIER=1) is dropped, which is what its sender waits for.
const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('', flush=True)
while True:
    print(s.recv(65536).decode().replace(chr(10), ' '), flush=True)
`;

/** See the file's head. */
export interface NotifySocket {
  readonly path: string;
  /** Messages so far, one a line, assignments parted by blanks. */
  readonly messages: () => readonly string[];
  /** Waits for a further message that fits. @param seen messages before this one do not count */
  next(fits: RegExp, seen?: number): Promise<string>;
  close(): void;
}

/** Opens one. */
export async function notifySocket(): Promise<NotifySocket> {
  const folder = mkdtempSync(join(tmpdir(), 'dongbo-notify-'));
  const path = join(folder, 'socket');
  const receiver = spawn('python3', ['-c', RECEIVER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  receiver.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await waitFor(() => said.startsWith('\n'), { what: 'the receiver of notifications', timeoutMs: 20_000 });
  const messages = (): readonly string[] => said.split('\n').slice(1, -1);
  return {
    path,
    messages,
    next: async (fits, seen = 0) => {
      const find = () =>
        messages()
          .slice(seen)
          .find((message) => fits.test(message));
      await waitFor(find, { what: `a message ${fits}`, timeoutMs: 20_000 });
      return find() ?? '';
    },
    close: () => {
      receiver.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `describe` that needs both programs. */
export function describeWithNotify(name: string, tests: () => void): void {
  const lacking = ['python3', 'systemd-notify'].filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined,
  );
  if (lacking.length > 0) process.stderr.write(`\n!!! SKIPPED, no ${lacking.join(', ')} on PATH: ${name}\n`);
  describe.skipIf(lacking.length > 0)(name, tests);
}
