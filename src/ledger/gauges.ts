/**
 * The ledger in numbers, for the metrics.
 * Guarantees: reads only; counts and times, no dossier's code, no value of a field.
 * Must not: be asked often: some of it walks whole tables.
 */
import type { BreakerState } from '../domain/breaker.ts';
import type { Lane } from '../domain/delivery.ts';
import { type BackupAge, newestBackup } from './backup-age.ts';
import { breakers } from './breaker.ts';
import { catalogueAge } from './catalogue-snapshot.ts';
import type { Queryable } from './database.ts';
import { driftCounts } from './drift.ts';
import { jobRuns } from './job-runs.ts';
import { ON_ITS_WAY, type Overview, overview, UNDER_WAY } from './overview.ts';
import { factsDue } from './score-facts.ts';
import { faultyFactCount } from './score-later.ts';
import { type NamedSource, type SourceFigures, sourceFigures } from './source-figures.ts';
import { type SweepCounts, sweepCounts } from './sweep.ts';
import { unmappedCodes } from './unmapped.ts';
import { type Urgent, urgentCounts } from './urgent.ts';

/** See the file's head. Seconds are by the ledger's clock. */
export interface LedgerGauges extends Overview, Urgent {
  /** Dossiers that have a part held for this reason (error code). */
  readonly held: ReadonlyMap<string, number>;
  /** Different codes of the province, by kind, that have no national one. */
  readonly unmapped: ReadonlyMap<string, number>;
  /** Of each source. */
  readonly sources: ReadonlyMap<string, SourceFigures>;
  /** Since the catalogue was last pulled to its end; `null` when it never was. */
  readonly catalogueAgeSeconds: number | null;
  /** Last success of each job that ever succeeded. */
  readonly lastSuccess: ReadonlyMap<string, Date>;
  /** The newest backup by `dongbo backup`; `null` = there is none. */
  readonly backup: BackupAge | null;
  /** Whether each lane may call the portal. */
  readonly breakers: Readonly<Record<Lane, BreakerState>>;
  /** Whether a person has paused the lane. */
  readonly paused: Readonly<Record<Lane, boolean>>;
  /** Age of the oldest change of today's lane that is on its way; 0 = none. */
  readonly oldestLiveSeconds: number;
  /** Dossiers of which something is due now. */
  readonly pending: Readonly<Record<Lane, number>>;
  /** Dossiers that the portal has otherwise than the ledger says, by cause, as last compared and not mended. */
  readonly drift: ReadonlyMap<string, number>;
  /** What sweeps have found, by source. */
  readonly sweeps: ReadonlyMap<string, SweepCounts>;
  /** Dossiers whose record for the indicators is to be made anew; counted up to 100,000. */
  readonly factsDue: number;
  /** Those whose record could not be made. */
  readonly factsFaulty: number;
  /** Size of the whole database. */
  readonly bytes: number;
}

const HELD = `
  SELECT code AS name, count(DISTINCT dossier_id)::int AS count FROM held GROUP BY code`;

const OLDEST_LIVE = `
  SELECT coalesce(extract(epoch FROM now() - min(v.wanted_at)), 0)::float8 AS seconds
  FROM ${UNDER_WAY} v JOIN dossier d ON d.id = v.dossier_id WHERE d.lane = 'live' AND ${ON_ITS_WAY}`;

const DUE = `
  SELECT d.lane AS name, count(DISTINCT d.id)::int AS count
  FROM due_dossier w JOIN dossier d ON d.id = w.dossier_id WHERE w.due_at <= now() GROUP BY d.lane`;

async function counts(db: Queryable, sql: string): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; count: number }>(sql);
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** Reads them, of `sources` as well. @param dueSoonHours see `ScoreFormulas` */
export async function ledgerGauges(
  db: Queryable,
  sources: readonly NamedSource[],
  dueSoonHours: number,
): Promise<LedgerGauges> {
  const seen = await overview(db);
  const now = await db.query<{ now: Date }>('SELECT now()');
  const { pulledAt } = await catalogueAge(db);
  const runs = await jobRuns(db);
  const { live, backfill } = await breakers(db);
  const due = await counts(db, DUE);
  const oldestLive = await db.query<{ seconds: number }>(OLDEST_LIVE);
  const size = await db.query<{ bytes: number }>(
    'SELECT pg_database_size(current_database())::float8 AS bytes',
  );
  const nowMs = now.rows[0]?.now.getTime() ?? 0;
  return {
    ...seen,
    ...(await urgentCounts(db, dueSoonHours)),
    held: await counts(db, HELD),
    unmapped: await unmappedCodes(db),
    sources: await sourceFigures(db, sources),
    catalogueAgeSeconds: pulledAt ? Math.max(0, (nowMs - pulledAt.getTime()) / 1000) : null,
    lastSuccess: new Map(
      runs.flatMap(({ job, lastSuccess }) => (lastSuccess ? [[job, lastSuccess] as const] : [])),
    ),
    backup: await newestBackup(db),
    breakers: { live: live.state, backfill: backfill.state },
    paused: { live: live.pausedBy !== null, backfill: backfill.pausedBy !== null },
    oldestLiveSeconds: Math.max(0, oldestLive.rows[0]?.seconds ?? 0),
    pending: { live: due.get('live') ?? 0, backfill: due.get('backfill') ?? 0 },
    drift: await driftCounts(db),
    sweeps: await sweepCounts(db),
    factsDue: await factsDue(db),
    factsFaulty: await faultyFactCount(db),
    bytes: size.rows[0]?.bytes ?? 0,
  };
}
