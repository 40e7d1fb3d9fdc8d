/**
 * What a province's administrator is to run so that its database tells of changes, or stops doing so.
 * Guarantees: fits the database as it is now: its tables, keys, replica identities and version.
 * Must not: run any of it.
 */
import type { ChangeCapture } from '../../domain/source-definition.ts';
import { listenStatements, unlistenStatements } from './listen-sql.ts';
import { logicalStatements, tellsDeleted, unlogicalStatements } from './logical-sql.ts';
import { withConnection } from './own-connection.ts';
import { findWatched, type WatchedSource, type WatchedTable } from './watched-tables.ts';

/** See the file's head. */
export interface CapturePlan {
  readonly statements: readonly string[];
  readonly tables: readonly WatchedTable[];
  /** Views and tables of the definition behind which no table with the key was found. */
  readonly unknown: readonly string[];
  /** Of `logical`: tables whose deleted rows do not tell of which dossier they were. */
  readonly silentDeletes: readonly string[];
}

const FACTS = `SELECT current_setting('server_version_num')::int AS version, current_user::text AS account`;

/** Makes it. Throws DB-SRC-… when the database cannot be asked. */
export function capturePlan(
  url: string,
  name: string,
  capture: ChangeCapture,
  source: WatchedSource,
): Promise<CapturePlan> {
  return withConnection(url, async (ask) => {
    const { tables, unknown } = await findWatched(ask, source);
    const [facts] = await ask<{ version: number; account: string }>(FACTS);
    const { version = 0, account = '' } = facts ?? {};
    const none = { tables, unknown, silentDeletes: [] };
    if (capture === 'poll')
      return { ...none, statements: [...unlogicalStatements(name), ...unlistenStatements()] };
    if (tables.length === 0) return { ...none, statements: [] };
    if (capture === 'listen') return { ...none, statements: listenStatements(tables) };
    const silent = tables
      .filter((one) => !tellsDeleted(one))
      .map(({ schema, table }) => `${schema}.${table}`);
    return {
      tables,
      unknown,
      silentDeletes: silent,
      statements: logicalStatements(name, tables, version, account),
    };
  });
}
