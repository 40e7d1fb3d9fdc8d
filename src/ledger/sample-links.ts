/**
 * A few file links by chance, for the doctor.
 * Guarantees: reads only; costs the same however large the ledger is; each dossier at most once.
 * Must not: tell a link to anybody but the one who asks for it.
 */
import type { Queryable } from './database.ts';

/** A link and whose it is. */
export interface SampledLink {
  readonly dossier: string;
  readonly link: string;
}

/** From so many dossiers behind a place of chance one with a link is looked for. */
const NEIGHBOURS = 200;

const SAMPLE = `
  WITH places AS MATERIALIZED (
    SELECT (random() * (SELECT coalesce(max(id), 0) FROM dossier))::bigint AS place FROM generate_series(1, $1)),
  found AS (
    SELECT DISTINCT ON (near.code) near.code AS dossier, near.link
    FROM places CROSS JOIN LATERAL (
      SELECT one.code, part ->> 'link' AS link
      FROM (SELECT d.id, d.code FROM dossier d WHERE d.id >= places.place ORDER BY d.id LIMIT ${NEIGHBOURS}) one
      JOIN delivery v ON v.dossier_id = one.id AND v.kind = 'dossier'
      CROSS JOIN LATERAL jsonb_array_elements(
        coalesce((v.payload -> 'components')::jsonb, '[]') || coalesce((v.payload -> 'results')::jsonb, '[]')) AS part
      WHERE part ->> 'link' ~ '^https?://'
      ORDER BY one.id, random() LIMIT 1) near)
  SELECT dossier, link FROM found ORDER BY random() LIMIT $2`;

/** Several places may lead to the same dossier. */
const TRIES_A_LINK = 4;

/** At most `count`; none where no payload has one. */
export async function sampleLinks(db: Queryable, count: number): Promise<SampledLink[]> {
  const { rows } = await db.query<SampledLink & Record<string, unknown>>(SAMPLE, [
    count * TRIES_A_LINK,
    count,
  ]);
  return rows;
}
