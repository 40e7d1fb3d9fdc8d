/**
 * What is due of dossiers whose ids are known.
 * Guarantees: says the same as the view due_dossier, and reads the rows of these dossiers alone, whatever the server believes of its
 * tables: during a first load nearly all is pending, an hour later nothing is, and a plan made for the one takes
 * hundreds of times as long in the other.
 */

/**
 * SQL: delivery `v` is in one of these states. As text, so that no partial index on the state fits: such a one is read from end to
 * end, with all that has left it since it was last cleaned up. Found by its key, a row is one step away.
 */
export const inState = (...states: readonly string[]): string =>
  `v.state::text IN (${states.map((state) => `'${state}'`).join(', ')})`;

const PENDING = inState('queued', 'retrying', 'unknown');

/** SQL: `dossier_id, due_at` of those of `ids` that have something pending. @param ids SQL of an array of bigint */
export const dueByKey = (ids: string): string => `
  SELECT v.dossier_id, v.due_at FROM delivery v
  WHERE v.dossier_id = ANY(${ids}) AND v.kind = 'dossier' AND ${PENDING}
  UNION ALL (
    SELECT DISTINCT ON (v.dossier_id) v.dossier_id, v.due_at FROM delivery v
    JOIN delivery p ON p.dossier_id = v.dossier_id AND p.kind = 'dossier' AND p.accepted_version IS NOT NULL
      AND p.state::text IN ('accepted', 'held') AND p.absence IS DISTINCT FROM 'absent'
    WHERE v.dossier_id = ANY(${ids}) AND v.kind = 'step' AND ${PENDING}
    ORDER BY v.dossier_id, v.position, v.id)`;
