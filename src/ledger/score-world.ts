/**
 * What scoring knows of the ledger besides dossiers: catalogue, agencies, and why dossiers of a period are held.
 * Guarantees: reads only; what the catalogue does not say is `null`.
 */
import type { HeldCodes, ScoreAgency, ScoreProcedure, ScoreWorld } from '../domain/score/score-world.ts';
import type { Queryable } from './database.ts';
import { ofPeriod, type ScoreSpan } from './score-dossiers.ts';

const PROCEDURES = `
  SELECT w.id, w.code, coalesce(p.name, w.name) AS name, coalesce(p.terms, '[]') AS terms,
    CASE WHEN p.code IS NOT NULL THEN EXISTS (
      SELECT FROM result r WHERE r.procedure = p.code AND r.valid_to IS NULL) END AS "returnsResult",
    p.charges, p.for_citizens AS "forCitizens"
  FROM score_word w LEFT JOIN procedure p ON p.code = w.code WHERE w.kind = 'procedure'`;

const CHARGING = `
  SELECT array_agg(code) FILTER (WHERE charges AND published AND valid_to IS NULL) AS codes
  FROM procedure HAVING count(charges) > 0`;

/** Procedures and agencies that records name, and what charges. */
export async function scoreWorld(db: Queryable): Promise<Omit<ScoreWorld, 'calendar'>> {
  const procedures = await db.query<ScoreProcedure & { id: number }>(PROCEDURES);
  const agencies = await db.query<ScoreAgency & { id: number }>(
    `SELECT id, code, name FROM score_word WHERE kind = 'agency'`,
  );
  const charging = await db.query<{ codes: string[] | null }>(CHARGING);
  return {
    procedures: new Map(procedures.rows.map(({ id, ...procedure }) => [id, procedure])),
    agencies: new Map(agencies.rows.map(({ id, ...agency }) => [id, agency])),
    charging: charging.rows[0] ? new Set(charging.rows[0].codes ?? []) : null,
  };
}

const HELD = `
  SELECT h.dossier_id AS id, array_agg(DISTINCT h.code ORDER BY h.code) AS codes
  FROM (${ofPeriod('f.dossier_id')}) of_period JOIN held h USING (dossier_id) GROUP BY h.dossier_id`;

/** Why dossiers of the period are held, by faults and by answers of the portal. */
export async function heldCodes(db: Queryable, { begin, end }: ScoreSpan): Promise<HeldCodes> {
  const { rows } = await db.query<{ id: number; codes: string[] }>(HELD, [begin, end]);
  // Few combinations, many dossiers: each is kept once.
  const kept = new Map<string, readonly string[]>();
  return new Map(
    rows.map(({ id, codes }) => {
      const key = codes.join();
      const same = kept.get(key) ?? codes;
      kept.set(key, same);
      return [id, same];
    }),
  );
}
