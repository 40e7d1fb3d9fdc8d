/**
 * The session of the portal's account, shared by all processes on this ledger.
 * Guarantees: the contract of `SessionStore` (domain/ports.ts); no transaction stays open during a
 * login (invariant 4): who is at it stands in the row, with a deadline by the database's clock. A
 * statement is given up after seconds: a place in line for a call may wait for it. What nobody has used
 * for a month is removed with the next session that is stored.
 */
import { randomUUID } from 'node:crypto';
import type { SessionStore } from '../domain/ports.ts';
import type { Database } from './database.ts';

/** When a session began names its login: exact to the microsecond, and two of an account never begin at once. */
const READ = `
  SELECT value, logged_in_at::text AS login,
    coalesce(greatest(0, extract(epoch FROM refused_until - clock_timestamp()) * 1000), 0)::float8 AS refused_for_ms,
    coalesce(login_until > clock_timestamp(), false) AS under_way
  FROM portal_session WHERE account = $1`;

const CLAIM = `
  INSERT INTO portal_session AS s (account, login_token, login_until)
  VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
  ON CONFLICT (account) DO UPDATE SET login_token = excluded.login_token, login_until = excluded.login_until
  WHERE s.logged_in_at IS NOT DISTINCT FROM $4::timestamptz
    AND coalesce(s.login_until <= clock_timestamp(), true)
    AND coalesce(s.refused_until <= clock_timestamp(), true)`;

/** A password that was changed leaves the row of its account, with a session in it. */
const STORE = `
  WITH unused AS (
    DELETE FROM portal_session WHERE account <> $1
      AND coalesce(greatest(logged_in_at, refused_until, login_until), '-infinity') < clock_timestamp() - interval '30 days')
  UPDATE portal_session SET value = $3, logged_in_at = clock_timestamp(), refused_until = NULL,
    login_token = NULL, login_until = NULL
  WHERE account = $1 AND login_token = $2
  RETURNING logged_in_at::text AS login`;

const GIVE_UP = `
  UPDATE portal_session SET login_token = NULL, login_until = NULL,
    refused_until = CASE WHEN $3 > 0 THEN clock_timestamp() + $3 * interval '1 millisecond' END
  WHERE account = $1 AND login_token = $2`;

/** Longer than the ledger takes for one row, and shorter than a login by oneself is worth waiting for. */
const PATIENCE_MS = 3_000;

interface Row {
  readonly value: string | null;
  readonly login: string | null;
  readonly refused_for_ms: number;
  readonly under_way: boolean;
}

/**
 * @param account names the account without telling it: a hash
 * @param patienceMs without an answer after which a statement, and its connection, is given up
 */
export function ledgerSessionStore(
  ledger: Database,
  account: string,
  patienceMs = PATIENCE_MS,
): SessionStore {
  let token = randomUUID();
  async function ask<Found extends object>(text: string, values: readonly unknown[]) {
    const session = await ledger.connect(patienceMs);
    let sound = false;
    try {
      const answer = await session.query<Found & Record<string, unknown>>(text, values);
      sound = true;
      return answer;
    } finally {
      session.release(!sound);
    }
  }
  return {
    async read() {
      const { rows } = await ask<Row>(READ, [account]);
      const row = rows[0];
      return {
        value: row?.value ?? null,
        login: row?.login ?? null,
        refusedForMs: row?.refused_for_ms ?? 0,
        underWay: row?.under_way ?? false,
      };
    },
    async claim(seen, loginMs) {
      token = randomUUID();
      const { rowCount } = await ask(CLAIM, [account, token, loginMs, seen]);
      return rowCount === 1;
    },
    async store(value) {
      const { rows } = await ask<{ login: string }>(STORE, [account, token, value]);
      return rows[0]?.login ?? null;
    },
    async giveUp(refusedForMs) {
      await ask(GIVE_UP, [account, token, refusedForMs]);
    },
  };
}
