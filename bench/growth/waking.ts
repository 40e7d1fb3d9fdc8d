/**
 * What waking alone costs on this machine: a process that wakes as often as the daemon and then does nothing.
 * Guarantees: the kernel's own figures (Linux). Beside it stands what an idle daemon costs: there are machines on which a process
 * that wakes thirty times a second takes a fiftieth of what it takes on others.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { processorOfProcess } from '../frame/processor.ts';

const SETTLING_MS = 2_000;
const WATCHED_MS = 20_000;

const milliseconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, count));

/** How often the main thread of a process has gone to sleep so far. */
export async function wakesOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(text)?.[1]);
}

/** Percent of a core that waking so often a second takes. Throws where the kernel does not tell. */
export async function costOfWaking(aSecond: number): Promise<number> {
  const every = Math.max(1, Math.round(1_000 / aSecond));
  const child = spawn(process.execPath, ['-e', `setInterval(() => {}, ${every})`], { stdio: 'ignore' });
  try {
    const used = async (): Promise<number> => (await processorOfProcess(child.pid ?? 0)) ?? Number.NaN;
    await milliseconds(SETTLING_MS);
    const before = await used();
    await milliseconds(WATCHED_MS);
    const cost = (100 * 1_000 * ((await used()) - before)) / WATCHED_MS;
    if (Number.isNaN(cost)) throw new Error('what a process costs is not told: /proc is needed');
    return cost;
  } finally {
    child.kill('SIGKILL');
  }
}
