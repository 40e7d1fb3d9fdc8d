/**
 * Is this a PostgreSQL that the ledger can live on?
 * Guarantees: one that lacks what leading and locking rest on (decision 0014) is told by name before the
 * first job, and not by a scheduler that never leads.
 */
import { DongboError } from '../domain/errors.ts';
import type { Database, Queryable } from './database.ts';

/** `idle_session_timeout` came with it. */
const OLDEST = 14;
/** A pooler under load may give the same session twice by chance, but not time and again. */
const ROUNDS = 5;
/** A pooler with one session only lets the second connection wait. */
const PATIENCE_MS = 10_000;

/** Throws DB-SVC-016 for a server that is too old, DB-SVC-017 behind a pooler that shares sessions. */
export async function assertFit(database: Database): Promise<void> {
  const { rows } = await database.query<{ number: number; version: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  );
  const { number = 0, version = '?' } = rows[0] ?? {};
  if (Math.floor(number / 10_000) < OLDEST) {
    throw new DongboError('DB-SVC-016', { where: database.where, version });
  }
  if (await sharesSessions(database)) throw new DongboError('DB-SVC-017', { where: database.where });
}

/**
 * Do our connections share sessions of the server? A second one takes a session for its transaction:
 * where it got the one that the first had just now, or the first has to move to another, they do.
 */
async function sharesSessions(database: Database): Promise<boolean> {
  const first = await database.connect(PATIENCE_MS);
  let sound = false;
  try {
    const second = await database.connect(PATIENCE_MS);
    try {
      let shares = false;
      for (let round = 0; round < ROUNDS && !shares; round += 1) {
        const before = await pidOf(first);
        await second.query('BEGIN');
        const beside = await pidOf(second);
        const after = await pidOf(first);
        await second.query('ROLLBACK');
        shares = beside === before || after !== before;
      }
      sound = true;
      return shares;
    } finally {
      second.release(!sound);
    }
  } finally {
    first.release(!sound);
  }
}

async function pidOf(session: Queryable): Promise<number> {
  const { rows } = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}
