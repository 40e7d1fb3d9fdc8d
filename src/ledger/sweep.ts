/**
 * What sweeps of a source need of the ledger, and leave in it.
 * Guarantees: one round trip a page; dossiers of another source are told apart, so that nobody sweeps them twice.
 * Must not: change a dossier; what changed is taken in like any other reading.
 */
import type { Queryable } from './database.ts';
import { isOwnedBy } from './shadowed.ts';

/** Names under which the dossiers of a source stand in the ledger; '' = from before there were several. */
export type SourceNames = readonly string[];

/** A dossier as the ledger has it. */
export interface StandingDossier {
  readonly id: number;
  readonly sourceHash: string;
  /** It is for the source that is swept to say what it is. */
  readonly ours: boolean;
  /** The source that is swept has given it as it stands; else it takes it over. */
  readonly given: boolean;
  /** As noted by the last sweep that read it; `null` = none did. */
  readonly digest: string | null;
}

/** By a subquery and not by a join: of a few thousand of millions the planner would read the whole table each time. */
const STANDING = `
  SELECT d.id, d.code, d.source_hash AS "sourceHash", NOT ${isOwnedBy('$2')} AS ours, d.source = ANY($3::text[]) AS given,
    (SELECT s.digest FROM source_digest s WHERE s.dossier_id = d.id) AS digest
  FROM dossier d WHERE d.code = ANY($1::text[])`;

/**
 * Those of `codes` that the ledger knows.
 * @param names under which the dossiers of the source that is swept stand
 * @param others sources whose dossiers are none of ours
 */
export async function standingDossiers(
  db: Queryable,
  codes: readonly string[],
  names: SourceNames,
  others: SourceNames,
): Promise<Map<string, StandingDossier>> {
  const { rows } = await db.query<StandingDossier & { code: string }>(STANDING, [codes, others, names]);
  return new Map(rows.map((row) => [row.code, row]));
}

/** A digest to note. */
export interface NotedDigest {
  readonly id: number;
  readonly digest: string;
}

const NOTE_DIGESTS = `
  INSERT INTO source_digest AS s (dossier_id, digest)
  SELECT x.id, x.digest FROM unnest($1::bigint[], $2::text[]) AS x(id, digest)
  WHERE EXISTS (SELECT FROM dossier d WHERE d.id = x.id) ORDER BY x.id
  ON CONFLICT (dossier_id) DO UPDATE SET digest = excluded.digest WHERE s.digest <> excluded.digest`;

/** Notes what was read; no dossier twice. */
export async function noteDigests(db: Queryable, digests: readonly NotedDigest[]): Promise<void> {
  if (digests.length === 0) return;
  await db.query(NOTE_DIGESTS, [digests.map(({ id }) => id), digests.map(({ digest }) => digest)]);
}

/** Times of change as they were last read, by code. */
export async function changeTimes(
  db: Queryable,
  codes: readonly string[],
): Promise<ReadonlyMap<string, Date | null>> {
  const { rows } = await db.query<{ code: string; at: Date | null }>(
    'SELECT code, source_changed_at AS at FROM dossier WHERE code = ANY($1::text[])',
    [codes],
  );
  return new Map(rows.map(({ code, at }) => [code, at]));
}

const MARK = `
  SELECT now() AS now,
    (SELECT max(source_changed_at) FROM dossier
     WHERE source = ANY($1::text[]) AND source_changed_at <= now()) AS newest`;

/** Now, by the ledger's clock, and how far the source was read by its time; `null` = nothing was. */
export async function sweepBegins(
  db: Queryable,
  names: SourceNames,
): Promise<{ readonly now: Date; readonly newest: Date | null }> {
  const { rows } = await db.query<{ now: Date; newest: Date | null }>(MARK, [names]);
  const [row] = rows;
  if (!row) throw new Error('the ledger does not tell the time');
  return row;
}

/** A sweep that came to its end; what it found in that one. */
export interface EndedSweep {
  readonly source: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly swept: number;
  /** Read whole. */
  readonly reread: number;
  /** Taken in though their time had not told: it had not moved, or the cursor had passed it. */
  readonly changed: number;
  readonly vanished: number;
}

/** Keeps it as the last one of its source. */
export async function noteSweep(db: Queryable, sweep: Omit<EndedSweep, 'endedAt'>): Promise<void> {
  await db.query(
    `INSERT INTO sweep (source, started_at, ended_at, swept, reread, changed, vanished)
     VALUES ($1, $2, greatest(now(), $2), $3, $4, $5, $6)
     ON CONFLICT (source) DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at,
       swept = excluded.swept, reread = excluded.reread, changed = excluded.changed, vanished = excluded.vanished`,
    [sweep.source, sweep.startedAt, sweep.swept, sweep.reread, sweep.changed, sweep.vanished],
  );
}

/** What sweeps have found of a source. */
export interface SweepCounts {
  /** Dossiers in the last one that came to its end; `null` = there was none. */
  readonly swept: number | null;
  /** Of these: taken in though their time had not told. */
  readonly changed: number | null;
  /** Dossiers that are noted as vanished. */
  readonly vanished: number;
}

/** By source; only those that gave something that vanished, or were swept. */
export async function sweepCounts(db: Queryable): Promise<ReadonlyMap<string, SweepCounts>> {
  const { rows } = await db.query<SweepCounts & { source: string }>(
    `WITH gone AS (
       SELECT d.source, count(*) AS vanished FROM vanished v JOIN dossier d ON d.id = v.dossier_id GROUP BY d.source)
     SELECT source, s.swept, s.changed, coalesce(g.vanished, 0) AS vanished
     FROM sweep s FULL JOIN gone g USING (source) WHERE source <> ''`,
  );
  return new Map(rows.map(({ source, swept, changed, vanished }) => [source, { swept, changed, vanished }]));
}

/** The last one of each source. */
export async function lastSweeps(db: Queryable): Promise<readonly EndedSweep[]> {
  const { rows } = await db.query<EndedSweep>(
    `SELECT source, started_at AS "startedAt", ended_at AS "endedAt", swept, reread, changed, vanished
     FROM sweep ORDER BY source`,
  );
  return rows;
}
