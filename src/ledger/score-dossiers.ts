/**
 * The dossiers of a period, as the indicators see them.
 * Guarantees: exactly those received up to its end of which not all sides ended before it began; found by indexes, so
 * that a month costs what a month has, however many the ledger has; pages from one snapshot, and never all at once.
 * Must not: answer in any order.
 */
import type { ClockSeconds, ScoredDossier, ScoreRecord } from '../domain/score/score-record.ts';
import { type Database, LONG_STATEMENT_MS, type Queryable } from './database.ts';

/** First and last second of a period. */
export interface ScoreSpan {
  readonly begin: ClockSeconds;
  readonly end: ClockSeconds;
}

/** As in the index `score_fact_long`. */
const LONG = 62 * 86_400;

/**
 * SQL: rows of `score_fact f` of the period from $1 to $2. Three kinds, each found by an index of its own, none in two
 * of them: received at most two months before it begins; open for longer; and ended after longer.
 */
export const ofPeriod = (columns: string): string => `
  SELECT ${columns} FROM score_fact f
  WHERE f.received BETWEEN $1::bigint - ${LONG} AND $2::bigint AND (f.ended IS NULL OR f.ended >= $1)
  UNION ALL
  SELECT ${columns} FROM score_fact f WHERE f.ended IS NULL AND f.received < $1::bigint - ${LONG}
  UNION ALL
  SELECT ${columns} FROM score_fact f
  WHERE f.ended::bigint - f.received > ${LONG} AND f.ended >= $1 AND f.received < $1::bigint - ${LONG}`;

interface FactRow {
  readonly id: number;
  readonly province: ScoreRecord | null;
  readonly portal: ScoreRecord | null;
  readonly released: ScoreRecord | null;
  readonly as_province: boolean;
  readonly synced: number | null;
  readonly step_lag_minutes: number | null;
}

type Row = FactRow & Record<string, unknown>;

const ROWS = ofPeriod(
  'f.dossier_id AS id, f.province, f.portal, f.released, f.as_province, f.synced, f.step_lag_minutes',
);

/** Pages of the period's dossiers, in no order. Throws DB-SVC-001 where the ledger goes away meanwhile. */
export async function* scoredDossiers(
  db: Database,
  { begin, end }: ScoreSpan,
  pageSize = 2_000,
): AsyncGenerator<readonly ScoredDossier[], void, void> {
  const session = await db.connect(LONG_STATEMENT_MS);
  let sound = false;
  try {
    await session.query('BEGIN READ ONLY');
    // All of it is wanted, and not only the first tenth soon.
    await session.query('SET LOCAL cursor_tuple_fraction = 1');
    await session.query(`DECLARE of_period NO SCROLL CURSOR FOR ${ROWS}`, [begin, end]);
    const fetchPage = () => ahead(session.query<Row>(`FETCH FORWARD ${pageSize} FROM of_period`));
    // While a page is counted the ledger makes the next one ready.
    let next: ReturnType<typeof fetchPage> | null = fetchPage();
    while (next !== null) {
      const rows: readonly FactRow[] = (await next).rows;
      next = rows.length === pageSize ? fetchPage() : null;
      if (rows.length > 0) yield rows.map(scored);
    }
    await session.query('COMMIT');
    sound = true;
  } finally {
    // Whoever leaves early leaves a transaction open: closing the connection ends it.
    session.release(!sound);
  }
}

/** A failure waits for whoever asks for the result, who may have left. */
function ahead<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

const scored = (row: FactRow): ScoredDossier => ({
  id: row.id,
  portal: row.as_province ? row.province : row.portal,
  province: row.province,
  released: row.released,
  synced: row.synced,
  stepLagMinutes: row.step_lag_minutes,
});

/** How many records have no day of receipt: they belong to no period that is known. */
export async function withoutReceipt(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM score_fact WHERE received IS NULL',
  );
  return rows[0]?.count ?? 0;
}

/** Codes of dossiers by their ids in the ledger. */
export async function dossierCodes(db: Queryable, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<{ id: number; code: string }>(
    'SELECT id, code FROM dossier WHERE id = ANY($1::bigint[])',
    [ids],
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}
