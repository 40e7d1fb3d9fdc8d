/**
 * Who keeps the cores of this machine busy while a bench measures.
 * Guarantees: each share is of the same stretch of time, in cores (1 = one of them all the time); what nobody tells is `null`.
 */
import { cpus } from 'node:os';
import { Redis } from 'ioredis';
import { processorOf, processorOfProcess } from './processor.ts';

/** Whose work is counted apart. */
export interface Parties {
  readonly dongbo: readonly number[];
  readonly portal: number;
  readonly postgresUrl: string;
  readonly redisUrl: string | null;
}

/** Cores that were busy; `machine` = with everybody, also those whom nobody counts. */
export type Cores = Readonly<Record<'dongbo' | 'postgres' | 'redis' | 'portal' | 'machine', number | null>>;

async function secondsOfRedis(url: string): Promise<number | null> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  // Told by the answer that does not come.
  redis.on('error', () => undefined);
  try {
    const told = await redis.info('cpu');
    const of = (name: string): number => Number(new RegExp(`^${name}:(.+)$`, 'm').exec(told)?.[1]);
    return of('used_cpu_user') + of('used_cpu_sys');
  } catch {
    return null;
  } finally {
    redis.disconnect();
  }
}

function sum(all: readonly (number | null)[]): number | null {
  return all.reduce((before, one) => (before === null || one === null ? null : before + one), 0);
}

function secondsOfMachine(): number {
  return (
    cpus().reduce((before, { times }) => before + times.user + times.nice + times.sys + times.irq, 0) / 1000
  );
}

async function secondsOf({ dongbo, portal, postgresUrl, redisUrl }: Parties): Promise<Cores> {
  const [ofDongbo, ofPortal, postgres, redis] = await Promise.all([
    Promise.all(dongbo.map(processorOfProcess)),
    processorOfProcess(portal),
    processorOf(postgresUrl),
    redisUrl === null ? null : secondsOfRedis(redisUrl),
  ]);
  return { dongbo: sum(ofDongbo), portal: ofPortal, postgres, redis, machine: secondsOfMachine() };
}

/** Counts from now on; ask what it answers while all of them still run. */
export async function watchCores(parties: Parties): Promise<() => Promise<Cores>> {
  const before = await secondsOf(parties);
  const began = performance.now();
  return async () => {
    const seconds = (performance.now() - began) / 1000;
    const after = await secondsOf(parties);
    const share = (who: keyof Cores): number | null => {
      const used = sum([after[who], before[who] === null ? null : -before[who]]);
      return used === null ? null : used / seconds;
    };
    return {
      dongbo: share('dongbo'),
      postgres: share('postgres'),
      redis: share('redis'),
      portal: share('portal'),
      machine: share('machine'),
    };
  };
}
