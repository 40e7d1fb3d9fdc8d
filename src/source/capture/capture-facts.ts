/**
 * How far a province's PostgreSQL is ready to tell of changes; for the doctor.
 * Guarantees: asks the catalogs alone, with rights that every account has.
 */
import { type Ask, withConnection } from './own-connection.ts';
import { publishedOf } from './ready-slot.ts';
import { type SlotState, slotState } from './replication-slot.ts';
import { findWatched, type WatchedSource, type WatchedTable } from './watched-tables.ts';

/** See the file's head. */
export interface CaptureFacts {
  readonly walLevel: string;
  /** The server keeps log for slots up to a limit, and not without end. */
  readonly keepsUpTo: string | null;
  readonly slot: SlotState | null;
  /** Watched tables, with what they have. */
  readonly tables: readonly {
    readonly name: string;
    readonly hasTriggers: boolean;
    readonly isPublished: boolean;
  }[];
  readonly unknown: readonly string[];
}

const SETTINGS = `SELECT current_setting('wal_level') AS level, current_setting('max_slot_wal_keep_size', true) AS keep`;
const TRIGGERS = `
  SELECT n.nspname || '.' || c.relname AS name FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE t.tgname = 'dongbo_update' AND t.tgenabled IN ('O', 'A')`;

const nameOf = ({ schema, table }: WatchedTable): string => `${schema}.${table}`;

async function ask(ask: Ask, name: string, source: WatchedSource): Promise<CaptureFacts> {
  const [settings] = await ask<{ level: string; keep: string | null }>(SETTINGS);
  const triggers = new Set((await ask<{ name: string }>(TRIGGERS)).map((row) => row.name));
  const published = await publishedOf(ask, name);
  const { tables, unknown } = await findWatched(ask, source);
  const keep = settings?.keep ?? null;
  return {
    walLevel: settings?.level ?? '',
    keepsUpTo: keep === null || keep === '-1' ? null : keep,
    slot: await slotState(ask, name),
    tables: tables.map((table) => ({
      name: nameOf(table),
      hasTriggers: triggers.has(nameOf(table)),
      isPublished: published.has(nameOf(table)),
    })),
    unknown,
  };
}

/** Asks. Throws DB-SRC-… when the database cannot be asked. */
export function captureFacts(
  url: string,
  name: string,
  source: WatchedSource,
  timeoutMs: number,
): Promise<CaptureFacts> {
  return withConnection(url, (query) => ask(query, name, source), timeoutMs);
}
