/**
 * The portal's published figures as they were imported.
 * Guarantees: one figure a period, agency and indicator: what is imported again stands instead of what was there; a
 * figure whose time of publishing is not told keeps the one that was told before only where it is the same figure.
 * Must not: compute; what was published as nothing stays NULL.
 */
import type { OfficialScore } from '../domain/score/official-score.ts';
import type { Database, Queryable } from './database.ts';
import { toJsonb } from './jsonb.ts';

const STORE = `
  INSERT INTO official_score AS o (period, agency, code, numerator, denominator, ratio, score, max_score, flags,
    published_at, file)
  SELECT x.period, x.agency, x.code, x.numerator, x.denominator, x.ratio, x.score, x."maxScore",
    ARRAY(SELECT json_array_elements_text(x.flags)), x."publishedAt", $2
  FROM json_to_recordset($1::json) AS x(period text, agency text, code text, numerator float8, denominator float8,
    ratio float8, score float8, "maxScore" float8, flags json, "publishedAt" timestamptz)
  ORDER BY x.period, x.agency, x.code
  ON CONFLICT (period, agency, code) DO UPDATE SET numerator = excluded.numerator,
    denominator = excluded.denominator, ratio = excluded.ratio, score = excluded.score,
    max_score = excluded.max_score, flags = excluded.flags, file = excluded.file, imported_at = now(),
    published_at = CASE
      WHEN excluded.published_at IS NOT NULL THEN excluded.published_at
      WHEN (o.numerator, o.denominator, o.ratio, o.score) IS NOT DISTINCT FROM
        (excluded.numerator, excluded.denominator, excluded.ratio, excluded.score) THEN o.published_at END
  RETURNING (xmax = 0) AS fresh`;

/** What storing did. */
export interface OfficialStored {
  readonly added: number;
  readonly replaced: number;
}

/** Stores figures. @param file name of the file they come from */
export async function storeOfficialScores(
  db: Database,
  figures: readonly OfficialScore[],
  file: string,
): Promise<OfficialStored> {
  const { rows } = await db.transaction((tx) =>
    tx.query<{ fresh: boolean }>(STORE, [toJsonb(figures), file]),
  );
  const added = rows.filter(({ fresh }) => fresh).length;
  return { added, replaced: rows.length - added };
}

const LIST = `
  SELECT period, agency, code, numerator, denominator, ratio, score, max_score AS "maxScore", flags,
    published_at AS "publishedAt"
  FROM official_score WHERE period = $1 ORDER BY agency, code`;

/** The figures of a period, the province's first. */
export async function officialScores(db: Queryable, period: string): Promise<OfficialScore[]> {
  const { rows } = await db.query<OfficialScore & Record<string, unknown>>(LIST, [period]);
  return rows;
}

const AGENCIES = `
  SELECT code, name, true AS used FROM score_word WHERE kind = 'agency'
  UNION ALL SELECT code, name, false FROM catalogue_item WHERE list = 'agency' AND valid_to IS NULL`;

/** An agency that published figures may be of. */
export interface KnownAgency {
  readonly code: string;
  readonly name: string;
  /** Dossiers name it; else the national catalogue alone does, which lists those of all provinces. */
  readonly used: boolean;
}

/** Agencies of dossiers and of the national catalogue. */
export async function knownAgencies(db: Queryable): Promise<KnownAgency[]> {
  const { rows } = await db.query<KnownAgency & Record<string, unknown>>(AGENCIES);
  return rows;
}
