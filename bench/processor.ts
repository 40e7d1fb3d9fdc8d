/** What a PostgreSQL server of a bench has cost. Guarantees: of Linux alone; elsewhere it says that it does not know. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Clock ticks of Linux' accounts a second. */
const TICKS = 100;

/** Seconds of processor that a server has used, with all its sessions that have ended; `null` where nobody tells. */
export async function processorOf(url: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const [pid = ''] = (await readFile(join(rows[0]?.data_directory ?? '', 'postmaster.pid'), 'utf8')).split(
      '\n',
    );
    const account = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
    return account.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
  } catch {
    return null;
  } finally {
    await client.end();
  }
}
