/**
 * What each statement of a run cost the server, for whoever looks for the most costly one.
 * Guarantees: from PostgreSQL's own account (pg_stat_statements), statements of triggers and keys apart; texts without
 * values. Must not: run beside what is timed, for keeping that account costs time itself.
 */
import type { Database } from '../../src/ledger/database.ts';

/** Settings of a server that keeps the account. */
export const ACCOUNTED: readonly string[] = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.track=all',
  'pg_stat_statements.track_planning=on',
];

/** One statement, for a thousand dossiers. */
export interface StatementCost {
  readonly ms: number;
  readonly planMs: number;
  readonly calls: number;
  readonly walKilobytes: number;
  /** Run by a trigger, or to keep a foreign key; its time is in that of the statement that caused it. */
  readonly inner: boolean;
  readonly text: string;
}

const COSTS = `
  SELECT total_exec_time::float8 AS ms, total_plan_time::float8 AS "planMs", calls::float8 AS calls,
    wal_bytes::float8 / 1000 AS "walKilobytes", NOT toplevel AS inner,
    left(regexp_replace(query, '\\s+', ' ', 'g'), 160) AS text
  FROM pg_stat_statements
  WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  ORDER BY total_exec_time + total_plan_time DESC LIMIT 20`;

/** Begins to count; the server must have been started with {@link ACCOUNTED}. */
export async function countStatements(db: Database): Promise<void> {
  await db.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await db.query('SELECT pg_stat_statements_reset()');
}

/** The most costly ones since {@link countStatements}, in a run over `dossiers`. */
export async function statementCosts(db: Database, dossiers: number): Promise<readonly StatementCost[]> {
  const { rows } = await db.query<StatementCost & Record<string, unknown>>(COSTS);
  const per = (figure: number): number => Math.round((figure * 1e5) / dossiers) / 100;
  return rows.map(({ ms, planMs, calls, walKilobytes, inner, text }) => ({
    ms: per(ms),
    planMs: per(planMs),
    calls: per(calls),
    walKilobytes: per(walKilobytes),
    inner,
    text,
  }));
}
