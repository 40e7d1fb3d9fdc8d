/** Where reading of a source goes on. Moved only by `storePage`, with the rows before it (invariant 2). */
import type { SourcePosition } from '../domain/source-ports.ts';
import type { Queryable } from './database.ts';

/** A cursor from before maps had a hash says '' and counts as read by whatever map there is. */
const READ_BY_THIS_MAP = `SELECT position_at, position_key FROM source_cursor
  WHERE source = $1 AND map_hash IN ('', $2)`;

/** The position of `source`, `null` before its first page and where its rows were read by another map. */
export async function readCursor(
  db: Queryable,
  source: string,
  mapHash: string,
): Promise<SourcePosition | null> {
  const { rows } = await db.query<{ position_at: string; position_key: string }>(READ_BY_THIS_MAP, [
    source,
    mapHash,
  ]);
  const row = rows[0];
  return row ? { at: row.position_at, key: row.position_key } : null;
}
