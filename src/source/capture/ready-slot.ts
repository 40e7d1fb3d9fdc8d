/**
 * Makes a source's replication slot ready to be read: everything that can be wrong with it is told by its own code.
 * Guarantees: makes the slot where there is none and the account may; never makes or changes a publication or a
 * table, which are the province's.
 */
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { replicationName } from './names.ts';
import type { Ask } from './own-connection.ts';
import { slotState } from './replication-slot.ts';
import { findWatched, type WatchedSource, type WatchedTable } from './watched-tables.ts';

const LEVEL = `SELECT current_setting('wal_level') AS level`;
const PUBLISHED =
  'SELECT schemaname AS schema, tablename AS "table" FROM pg_catalog.pg_publication_tables WHERE pubname = $1';

/** The tables of `name`'s publication that are watched. */
export async function publishedOf(ask: Ask, name: string): Promise<ReadonlySet<string>> {
  const rows = await ask<{ schema: string; table: string }>(PUBLISHED, [replicationName(name)]);
  return new Set(rows.map(({ schema, table }) => `${schema}.${table}`));
}

/**
 * Answers the tables that are watched. Throws DB-CDC-001 (wal_level), -002 (publication), -003 (the slot cannot be
 * made), -004 (the slot is lost), -005 (somebody else reads it), -006 (no table is known).
 */
export async function readySlot(
  ask: Ask,
  where: string,
  source: WatchedSource & { readonly name: string },
): Promise<readonly WatchedTable[]> {
  const slot = replicationName(source.name);
  const [level] = await ask<{ level: string }>(LEVEL);
  if (level?.level !== 'logical') throw new DongboError('DB-CDC-001', { where, found: level?.level ?? '' });
  const published = await publishedOf(ask, source.name);
  const { tables, unknown } = await findWatched(ask, source);
  if (tables.length === 0) throw new DongboError('DB-CDC-006', { where, value: unknown.join(', ') });
  const watched = tables.filter(({ schema, table }) => published.has(`${schema}.${table}`));
  if (watched.length === 0) throw new DongboError('DB-CDC-002', { where, value: slot });
  const state = await slotState(ask, source.name);
  if (state?.walStatus === 'lost') throw new DongboError('DB-CDC-004', { where, value: slot });
  if (state?.active) throw new DongboError('DB-CDC-005', { where, value: slot });
  if (state === null) {
    try {
      await ask(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [slot]);
    } catch (error) {
      throw new DongboError('DB-CDC-003', { where, value: slot, reason: reasonOf(error) });
    }
  }
  return watched;
}
