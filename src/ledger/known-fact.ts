/**
 * The record of one dossier that the indicators are counted from, for people who ask about it.
 * Guarantees: reads only; `null` where there is none yet.
 */
import type { ClockSeconds, ScoredDossier, ScoreRecord } from '../domain/score/score-record.ts';
import type { ScoreProcedure } from '../domain/score/score-world.ts';
import type { Queryable } from './database.ts';

/** See the file's head. */
export interface KnownFact extends Pick<ScoredDossier, 'portal' | 'province' | 'released'> {
  /** See `score_fact.urgent_due`. */
  readonly urgentDue: ClockSeconds | null;
  /** False: it has changed since, or is due for another reason; the next run makes the record anew where it can. */
  readonly upToDate: boolean;
  /** That of the province's record, with its terms; `null` = none is known. */
  readonly procedure: Pick<ScoreProcedure, 'terms'> | null;
}

const FACT = `
  SELECT f.province, CASE WHEN f.as_province THEN f.province ELSE f.portal END AS portal, f.released,
    f.urgent_due AS "urgentDue", p.terms, NOT EXISTS (SELECT FROM score_due WHERE dossier_id = d.id)
      AND NOT EXISTS (SELECT FROM score_later WHERE dossier_id = d.id) AS "upToDate"
  FROM dossier d JOIN score_fact f ON f.dossier_id = d.id
  LEFT JOIN score_word w ON w.id = (coalesce(f.released, f.province) ->> 'procedure')::int AND w.kind = 'procedure'
  LEFT JOIN procedure p ON p.code = w.code
  WHERE d.code = $1`;

interface FactRow {
  readonly province: ScoreRecord | null;
  readonly portal: ScoreRecord | null;
  readonly released: ScoreRecord | null;
  readonly urgentDue: number | null;
  readonly upToDate: boolean;
  readonly terms: ScoreProcedure['terms'] | null;
}

/** @param code of the dossier, as the ledger has it */
export async function knownFact(db: Queryable, code: string): Promise<KnownFact | null> {
  const { rows } = await db.query<FactRow & Record<string, unknown>>(FACT, [code]);
  const [row] = rows;
  if (row === undefined) return null;
  const { terms, ...fact } = row;
  return { ...fact, procedure: terms && { terms } };
}
