/**
 * What waking alone costs on this machine, to stand beside what an idle daemon costs: machines differ in it by far more than in speed.
 * Guarantees: the kernel's own figures (Linux), of all threads, in nanoseconds; `null` where it does not tell. A process that is left behind ends by
 * itself.
 * Must not: stop a measurement that it stands beside.
 */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SETTLING_MS = 2_000;
const WATCHED_MS = 20_000;
/** What the other process does: nothing, so often, and not for long. */
const WAKER = 'setInterval(() => {}, Number(process.argv[1])); setTimeout(() => process.exit(), 60_000)';

const milliseconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, count));

/** A figure of each thread of a process, added up. */
async function ofThreads(pid: number, file: string, figure: RegExp): Promise<number | null> {
  try {
    const tasks = `/proc/${pid}/task`;
    const texts = await Promise.all(
      (await readdir(tasks)).map((thread) => readFile(join(tasks, thread, file), 'utf8')),
    );
    const sum = texts.reduce((so, text) => so + Number(figure.exec(text)?.[1]), 0);
    return Number.isNaN(sum) ? null : sum;
  } catch {
    return null;
  }
}

/** How often the threads of a process have gone to sleep so far. */
export function wakesOf(pid: number): Promise<number | null> {
  return ofThreads(pid, 'status', /^voluntary_ctxt_switches:\s+(\d+)$/m);
}

/** Percent of a core that waking so often a second takes. */
export async function costOfWaking(aSecond: number): Promise<number | null> {
  if (!(aSecond > 0)) return null;
  const every = String(Math.max(1, Math.round(1_000 / aSecond)));
  const child = spawn(process.execPath, ['-e', WAKER, every], { stdio: 'ignore' });
  const failed = new Promise<null>((done) => child.once('error', () => done(null)));
  const used = (): Promise<number | null> => ofThreads(child.pid ?? 0, 'schedstat', /^(\d+) /);
  const measured = async (): Promise<number | null> => {
    await milliseconds(SETTLING_MS);
    const before = await used();
    await milliseconds(WATCHED_MS);
    const after = await used();
    return before === null || after === null ? null : ((after - before) / 1e6 / WATCHED_MS) * 100;
  };
  try {
    return await Promise.race([measured(), failed]);
  } finally {
    child.kill('SIGKILL');
  }
}
