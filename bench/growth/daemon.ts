/**
 * The daemon as a process of its own: its memory over ticks and changes, and what it costs with nothing to do.
 * Guarantees: `dongbo run` as it is installed; memory and processor time are the kernel's own figures (Linux).
 */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { DongboProcess } from '../../test/support/e2e/child.ts';
import { processorOf } from '../frame/processor.ts';
import type { Changes } from './changes.ts';
import { EVERY_TICK } from './ticks.ts';
import { costOfWaking, wakesOf } from './waking.ts';
import type { GrowthWorld } from './world.ts';

/** Of a daemon, MB. */
export interface Memory {
  /** After its first ticks. */
  readonly begun: number;
  /** After a hundred changes. */
  readonly changed: number;
  /** The most that it ever had. */
  readonly peak: number;
}

/** Parts of a core, percent, over the watched time; the servers' where they are ours. */
export interface Idle {
  readonly daemon: number;
  readonly servers: number | null;
  /** How often a second its threads woke; `null` where the kernel does not tell. */
  readonly wakes: number | null;
  /** What waking so often costs a process that does nothing else. */
  readonly waking: number | null;
  readonly rssMb: number;
}

/** Seconds for which a daemon with nothing to do is watched, after its start has settled. */
const IDLE_SECONDS = 60;
const SETTLING_SECONDS = 45;
/** Clock ticks of Linux' accounts a second. */
const TICKS = 100;
const MOST_MS = 180_000;

const seconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, count * 1000));

async function memoryOf(pid: number): Promise<{ readonly rss: number; readonly peak: number }> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024) / 1e6;
  return { rss: of('VmRSS'), peak: of('VmHWM') };
}

async function processorSeconds(pid: number): Promise<number> {
  const account = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return account.slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
}

async function withDaemon<Result>(
  world: GrowthWorld,
  settings: Readonly<Record<string, string>>,
  work: (pid: number, daemon: DongboProcess) => Promise<Result>,
): Promise<Result> {
  const daemon = new DongboProcess(['run'], { ...world.settings, LOG_LEVEL: 'info', ...settings });
  try {
    await daemon.until('started', () => daemon.logged('started').length > 0, MOST_MS);
    return await work(Number(daemon.logged('started')[0]?.pid), daemon);
  } finally {
    await daemon.end('SIGTERM');
  }
}

/** Waits until each job of a tick has gone well after `since`. */
async function ticked(world: GrowthWorld, daemon: DongboProcess, since: Date): Promise<void> {
  const client = new pg.Client({ connectionString: world.ledger });
  await client.connect();
  try {
    const done = 'SELECT count(*)::int AS count FROM job_run WHERE job = ANY($1) AND last_success_at > $2';
    await daemon.until(
      'ticks',
      async () => (await client.query(done, [EVERY_TICK, since])).rows[0]?.count === EVERY_TICK.length,
      MOST_MS,
    );
  } finally {
    await client.end();
  }
}

/** Ticks come fast here, so that memory has grown to what it comes to. */
const FAST = {
  SCHEDULE_EXTRACT: '* * * * * *',
  SCHEDULE_RECOVER: '* * * * * *',
  SCHEDULE_SCORE: '* * * * * *',
};
const FIRST_TICKS = 10;

/** Memory of a daemon on this ledger. */
export function memoryOfDaemon(world: GrowthWorld, changes: Changes): Promise<Memory> {
  return withDaemon(world, FAST, async (pid, daemon) => {
    await ticked(world, daemon, new Date());
    await seconds(FIRST_TICKS);
    const begun = (await memoryOf(pid)).rss;
    await changes.commit();
    await changes.accepted();
    await ticked(world, daemon, new Date());
    const { rss, peak } = await memoryOf(pid);
    return { begun, changed: rss, peak };
  });
}

/** What a daemon costs that has nothing to do, by the schedules that it ships with. */
export async function idleDaemon(world: GrowthWorld): Promise<Idle> {
  const idle = await withDaemon(world, {}, async (pid) => {
    await seconds(SETTLING_SECONDS);
    const used = () =>
      Promise.all([processorSeconds(pid), processorOf(world.ledger), processorOf(world.source)]);
    const before = await used();
    const wokenBefore = await wakesOf(pid);
    await seconds(IDLE_SECONDS);
    const [daemon = 0, ...servers] = (await used()).map(
      (after, at) => (100 * ((after ?? Number.NaN) - (before[at] ?? 0))) / IDLE_SECONDS,
    );
    const both = servers.reduce((sum, one) => sum + one, 0);
    const woken = await wakesOf(pid);
    const wakes = woken === null || wokenBefore === null ? null : (woken - wokenBefore) / IDLE_SECONDS;
    return { daemon, servers: Number.isNaN(both) ? null : both, wakes, rssMb: (await memoryOf(pid)).rss };
  });
  return { ...idle, waking: await costOfWaking(idle.wakes ?? 0) };
}
