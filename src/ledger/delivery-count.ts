/**
 * How many deliveries there are, from the counts that triggers keep (migration 0012).
 * Guarantees: the sum is exact in every snapshot; putting rows together changes no sum, and holds up nobody who stores.
 */
import type { Queryable } from './database.ts';

/** SQL: rows (kind, count), a kind that has none left out. */
export const DELIVERY_COUNTS = '(SELECT kind, sum(count) AS count FROM delivery_count GROUP BY kind)';

/** So many rows are read in less time than one statement more takes. */
const FEW = 200;

/** Of two who do it at once, the second finds what the first has taken gone, and leaves it. */
const PUT_TOGETHER = `
  WITH taken AS (
    DELETE FROM delivery_count WHERE (SELECT count(*) FROM (SELECT FROM delivery_count LIMIT ${FEW + 1}) few) > ${FEW}
    RETURNING kind, count)
  INSERT INTO delivery_count SELECT kind, sum(count) FROM taken GROUP BY kind`;

/** Makes one row of each kind where there have come to be many. */
export async function putCountsTogether(db: Queryable): Promise<void> {
  await db.query(PUT_TOGETHER);
}
