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

/** One snapshot sees both: whoever stores meanwhile is in neither. */
const COUNT_ANEW = `
  INSERT INTO delivery_count
  SELECT kind, coalesce(found.count, 0) - coalesce(told.count, 0)
  FROM (SELECT kind, count(*) AS count FROM delivery GROUP BY kind) found FULL JOIN ${DELIVERY_COUNTS} told USING (kind)
  WHERE coalesce(found.count, 0) <> coalesce(told.count, 0)
  RETURNING abs(count)::int AS off`;

/**
 * Counts all of them, and mends what is told, which is off after a pg_restore of data alone, and where rows came or went with
 * the triggers asleep. Reads the whole table's index. Answers by how many it was off.
 */
export async function countAnew(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ off: number }>(COUNT_ANEW);
  return rows.reduce((sum, { off }) => sum + off, 0);
}
