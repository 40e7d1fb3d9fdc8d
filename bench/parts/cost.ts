/**
 * What work on a ledger costs beside its time: processor of this process and of the server, and log written.
 * Guarantees: told for a thousand dossiers, so that parts can be added up; the server's processor is `null` where
 * nobody tells (processor.ts).
 */
import type { Database } from '../../src/ledger/database.ts';
import { processorOf } from '../frame/processor.ts';
import { type Spread, spread } from '../frame/spread.ts';

/** Of one run, for a thousand dossiers. */
export interface Cost {
  readonly nodeMs: number;
  readonly postgresMs: number | null;
  readonly walKilobytes: number;
  /** Of the source's server, where there is one. */
  readonly sourceMs?: number | null;
}

/** What a run took. */
export interface Run {
  readonly seconds: number;
  readonly cost: Cost;
}

async function logWritten(db: Database): Promise<number> {
  const { rows } = await db.query<{ bytes: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text AS bytes`,
  );
  return Number(rows[0]?.bytes);
}

/** Does `work`, which concerns `dossiers`, and measures it. @param url of the ledger's server */
export async function costOf(
  { db, url, dossiers }: { readonly db: Database; readonly url: string; readonly dossiers: number },
  work: () => Promise<void>,
): Promise<Run> {
  const [server, log] = [await processorOf(url), await logWritten(db)];
  const before = process.cpuUsage();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  const logged = (await logWritten(db)) - log;
  const after = await processorOf(url);
  const thousands = dossiers / 1000;
  return {
    seconds,
    cost: {
      nodeMs: (user + system) / 1000 / thousands,
      postgresMs: server === null || after === null ? null : ((after - server) * 1000) / thousands,
      walKilobytes: logged / 1000 / thousands,
    },
  };
}

/** Costs of several runs, rounded; for the details of a section. */
export type Costs = Readonly<Partial<Record<keyof Cost, Spread>>>;

/** See {@link Costs}; what nobody tells is left out. */
export function costsOf(runs: readonly Run[]): Costs {
  const of = (name: keyof Cost): Costs => {
    const figures = runs.flatMap(({ cost }) => cost[name] ?? []);
    return figures.length === 0 ? {} : { [name]: spread(figures.map(Math.round)) };
  };
  return { ...of('nodeMs'), ...of('postgresMs'), ...of('sourceMs'), ...of('walKilobytes') };
}
