/** Where reading of a source goes on. Moved only by `storePage`, with the rows before it (invariant 2). */
import type { SourcePosition } from '../domain/ports.ts';
import type { Queryable } from './database.ts';

/** The position of `source`, `null` before its first page. */
export async function readCursor(db: Queryable, source: string): Promise<SourcePosition | null> {
  const { rows } = await db.query<{ position_at: string; position_key: string }>(
    'SELECT position_at, position_key FROM source_cursor WHERE source = $1',
    [source],
  );
  const row = rows[0];
  return row ? { at: row.position_at, key: row.position_key } : null;
}
