/**
 * What the ledger knows of each source: how its reading goes, and how far delivery is behind.
 * Guarantees: reads only; a fixed number of statements, however many sources there are.
 */
import type { Queryable } from './database.ts';
import { ON_ITS_WAY, UNDER_WAY } from './overview.ts';

/** A source by the names under which the ledger has it. */
export interface NamedSource {
  /** Of its cursors. */
  readonly name: string;
  /** Of its dossiers. */
  readonly names: readonly string[];
  /** Of the job that reads it. */
  readonly job: string;
}

/** See the file's head. Seconds are by the ledger's clock. */
export interface SourceFigures {
  /** Since a reading position of it was last written; `null` = none ever was. */
  readonly cursorAgeSeconds: number | null;
  /** When it was last read to its end; `null` = never. */
  readonly lastRead: Date | null;
  readonly lastReadAgeSeconds: number | null;
  /** Code of the error with which the last reading ended; '' = it went well, or there was none. */
  readonly lastError: string;
  /** Age of its oldest change that is on its way; 0 = there is none. */
  readonly oldestPendingSeconds: number;
}

const READ = `
  SELECT s.name, r.last_success_at AS "lastRead", coalesce(r.last_error, '') AS "lastError",
    extract(epoch FROM now() - r.last_success_at)::float8 AS "lastReadAgeSeconds",
    (SELECT extract(epoch FROM now() - max(c.moved_at))::float8 FROM source_cursor c
     WHERE split_part(c.source, '/', 1) = s.name) AS "cursorAgeSeconds"
  FROM unnest($1::text[], $2::text[]) AS s(name, job) LEFT JOIN job_run r ON r.job = s.job`;

const PENDING = `
  SELECT d.source, extract(epoch FROM now() - min(v.wanted_at))::float8 AS seconds
  FROM ${UNDER_WAY} v JOIN dossier d ON d.id = v.dossier_id WHERE ${ON_ITS_WAY} GROUP BY d.source`;

/** Reads them, in their order. */
export async function sourceFigures(
  db: Queryable,
  sources: readonly NamedSource[],
): Promise<ReadonlyMap<string, SourceFigures>> {
  const { rows } = await db.query<Omit<SourceFigures, 'oldestPendingSeconds'> & { name: string }>(READ, [
    sources.map(({ name }) => name),
    sources.map(({ job }) => job),
  ]);
  const pending = await db.query<{ source: string; seconds: number }>(PENDING);
  return new Map(
    sources.flatMap(({ name, names }) => {
      const found = rows.find((row) => row.name === name);
      if (found === undefined) return [];
      const { name: _, ...read } = found;
      const ages = pending.rows.flatMap(({ source, seconds }) => (names.includes(source) ? [seconds] : []));
      return [[name, { ...read, oldestPendingSeconds: Math.max(0, ...ages) }] as const];
    }),
  );
}

/** How many dossiers the ledger has of each source, by the name that stands with them. */
export async function dossierCounts(db: Queryable): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ source: string; count: number }>(
    'SELECT source, count(*)::int AS count FROM dossier GROUP BY source',
  );
  return new Map(rows.map(({ source, count }) => [source, count]));
}
