/**
 * Where a first load is measured: servers of a bench and a province for each size that is asked for.
 * Guarantees: a province is made once, however often it is loaded; what was started is stopped, also where measuring fails.
 */
import type { BenchOptions } from '../frame/section.ts';
import { type BenchPostgres, type BenchRedis, benchPostgres, benchRedis } from '../frame/servers.ts';
import type { Arena } from './measure.ts';
import { fillViews } from './province.ts';

/** An arena, and in words on which servers. */
export interface ArenaOnServers extends Arena {
  /** `PostgreSQL 18.4, embedded`. */
  readonly postgresIs: string;
  readonly redisIs: string | null;
}

function arenaOn(
  postgres: BenchPostgres,
  redis: BenchRedis | null,
  { latencyMs, seed }: BenchOptions,
): ArenaOnServers {
  const sources = new Map<number, Promise<string>>();
  return {
    postgres,
    postgresIs: postgres.what,
    redisUrl: redis?.url ?? null,
    redisIs: redis?.what ?? null,
    latencyMs,
    sourceOf(dossiers) {
      const made =
        sources.get(dossiers) ??
        postgres.database(`province_${dossiers}`).then(async (url) => {
          await fillViews(url, dossiers, seed);
          return url;
        });
      sources.set(dossiers, made);
      return made;
    },
  };
}

/** Runs `measure` on servers that last as long as it. */
export async function inArena<Result>(
  options: BenchOptions,
  measure: (arena: ArenaOnServers) => Promise<Result>,
): Promise<Result> {
  const postgres = await benchPostgres();
  try {
    const redis = await benchRedis();
    try {
      return await measure(arenaOn(postgres, redis, options));
    } finally {
      await redis?.stop();
    }
  } finally {
    await postgres.stop();
  }
}
