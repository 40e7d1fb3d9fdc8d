/** What a server or a process of a bench has cost. Guarantees: of Linux alone; elsewhere it says that it does not know. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Clock ticks of Linux' accounts a second. */
const TICKS = 100;

/** Of `/proc/<pid>/stat`, after the name: own time, and that of children that have ended. */
async function ticksOf(pid: string, upTo: 'own' | 'ended children'): Promise<number> {
  const account = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return account.slice(11, upTo === 'own' ? 13 : 15).reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** Seconds of processor that a process has used itself; `null` where nobody tells. */
export function processorOfProcess(pid: number): Promise<number | null> {
  return ticksOf(String(pid), 'own').then(
    (ticks) => ticks / TICKS,
    () => null,
  );
}

/** Seconds of processor that a PostgreSQL server has used, with all its sessions; `null` where nobody tells. */
export async function processorOf(url: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const [pid = ''] = (await readFile(join(rows[0]?.data_directory ?? '', 'postmaster.pid'), 'utf8')).split(
      '\n',
    );
    // A session is counted by the server only some time after it has ended: those that are there count by themselves.
    const sessions = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
    const ticks = await Promise.all(sessions.map((session) => ticksOf(session, 'own').catch(() => 0)));
    return ticks.reduce((sum, one) => sum + one, await ticksOf(pid, 'ended children')) / TICKS;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}
