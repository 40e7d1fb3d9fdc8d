/** Ends a MariaDB that the tests started. Guarantees: only the process that its folder names. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from './wait-for.ts';

/** Is there a process of that id? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Is it really the server of that folder? An id may have gone to another process since. */
async function isServerOf(pid: number, folder: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes(folder);
}

/** Ends the server of a folder, where one runs. */
export async function stopMariaDb(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, 'process'), 'utf8').catch(() => '0'));
  if (pid <= 0 || !isAlive(pid) || !(await isServerOf(pid, folder))) return;
  process.kill(pid, 'SIGKILL');
  await waitFor(() => !isAlive(pid), { what: 'the end of MariaDB' });
}
