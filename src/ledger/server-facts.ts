/**
 * The ledger's server in figures, for the doctor.
 * Guarantees: reads only, and what any account may read; nothing of a dossier.
 */
import type { Database, Queryable } from './database.ts';

/** See the file's head. */
export interface ServerFacts {
  readonly version: string;
  readonly bytes: number;
  /** As the server has it for everybody; our own sessions never go below `on`. */
  readonly synchronousCommit: string;
  /** Connections that an ordinary account may still open; those of a running Dongbo are taken already. */
  readonly connectionsLeft: number;
  readonly connectionsMost: number;
  /** Connections of Dongbo, this one's own among them. */
  readonly connectionsOurs: number;
}

/** `reset_val` is what a session begins with, before we set it. */
const FACTS = `
  SELECT current_setting('server_version') AS version,
    pg_database_size(current_database())::float8 AS bytes,
    (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit') AS "synchronousCommit",
    current_setting('max_connections')::int AS "connectionsMost",
    (current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'))::int AS "connectionsLeft",
    (SELECT count(*)::int FROM pg_stat_activity WHERE application_name LIKE 'dongbo%') AS "connectionsOurs"`;

/** Reads them. */
export async function serverFacts(db: Queryable): Promise<ServerFacts> {
  const { rows } = await db.query<ServerFacts & Record<string, unknown>>(FACTS);
  const [facts] = rows;
  if (facts === undefined) throw new Error('the server told nothing of itself');
  return facts;
}

/** The server's clock against this machine's, milliseconds, positive = it is ahead; exact to half the way there and back. */
export async function serverAheadMs(db: Database): Promise<number> {
  const session = await db.connect();
  try {
    // The first answer of a session may wait for more than the way.
    await session.query('SELECT 1');
    const askedAt = Date.now();
    const { rows } = await session.query<{ ms: number }>(
      'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms',
    );
    const answeredAt = Date.now();
    return (rows[0]?.ms ?? answeredAt) - (askedAt + answeredAt) / 2;
  } finally {
    session.release();
  }
}
