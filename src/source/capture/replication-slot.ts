/**
 * The replication slot of a source: there or not, how much WAL the province's server keeps for it.
 * Guarantees: asks with rights that every account has. Must not: drop a slot; that is the province's to do.
 */
import type { FeedBacklog } from '../../domain/source-ports.ts';
import { replicationName } from './names.ts';
import { type Ask, withConnection } from './own-connection.ts';

/** A slot as the server shows it. */
export interface SlotState {
  readonly name: string;
  /** Somebody reads it now. */
  readonly active: boolean;
  /** WAL kept for it. */
  readonly bytes: number;
  /** `reserved`, `extended`: kept; `unreserved`: about to be lost; `lost`. '' before PostgreSQL 13. */
  readonly walStatus: string;
}

// A standby has no current position of its own writing: what it has replayed counts.
const STATE = `
  SELECT slot_name AS name, active, to_jsonb(s) ->> 'wal_status' AS "walStatus",
    coalesce(pg_wal_lsn_diff(
      CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END, restart_lsn), 0)::text AS bytes
  FROM pg_catalog.pg_replication_slots s WHERE slot_name = $1 AND database = current_database()`;

/** The slot of the source `name`; `null` where there is none. */
export async function slotState(ask: Ask, name: string): Promise<SlotState | null> {
  const [row] = await ask<{ name: string; active: boolean; walStatus: string | null; bytes: string }>(STATE, [
    replicationName(name),
  ]);
  if (!row) return null;
  const bytes = Math.max(0, Number(row.bytes));
  return { name: row.name, active: row.active, bytes, walStatus: row.walStatus ?? '' };
}

/** What is kept for the source's slot, whoever left it there. Throws DB-SRC-…. */
export async function slotBacklog(url: string, name: string): Promise<FeedBacklog | null> {
  const state = await withConnection(url, (ask) => slotState(ask, name));
  if (state === null) return null;
  return { bytes: state.bytes, endangered: isEndangered(state) };
}

/** Will WAL that it needs be thrown away, or was it? */
export function isEndangered({ walStatus }: SlotState): boolean {
  return walStatus === 'unreserved' || walStatus === 'lost';
}
