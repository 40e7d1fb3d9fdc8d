/** What an error of node-postgres is: the server's own word, or trouble on the way to it. */
import pg from 'pg';
import type { Verdict } from '../verdict.ts';

/** Connection classes of SQLSTATE: broken, shutting down or starting, no more connections. */
const AWAY_STATES = /^(08|57P0[1-5]|53300)/;
/** Wrong user or password, no such database. */
const LOGIN_STATES = /^(28|3D000)/;

/** What is not the server's own word comes from the network, TLS or a timeout. */
export function postgresVerdict(error: unknown): Verdict {
  if (!(error instanceof pg.DatabaseError) || !error.code) return { kind: 'network' };
  if (LOGIN_STATES.test(error.code)) return { kind: 'login' };
  if (AWAY_STATES.test(error.code)) return { kind: 'away' };
  return { kind: 'query', state: error.code };
}
