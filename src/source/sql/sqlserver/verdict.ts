/**
 * What an error of tedious is.
 * Guarantees: of the server's own words only those are told that speak of names, rights and the server itself;
 * wherever it may quote a row, the error's number has to do (invariant 10).
 */
import type { Verdict } from '../verdict.ts';

/** As tedious makes it. */
interface TediousError {
  readonly code?: unknown;
  readonly number?: unknown;
  readonly message?: unknown;
}

/** Login failed, cannot open the database, login disabled, password expired. */
const LOGIN = new Set([4060, 4062, 18452, 18456, 18470, 18486, 18487, 18488]);
/** Shutting down, paused, out of connections, database being recovered or not to be had now. */
const AWAY = new Set([233, 922, 941, 945, 983, 6005, 10928, 10929, 17142, 17809, 40197, 40501, 40613]);
/** Unknown column or table, rights on them, deadlock, locks, snapshot, read-only database. */
const ABOUT_NAMES = new Set([207, 208, 229, 230, 262, 297, 300, 916, 1205, 1222, 3906, 3952, 3960, 4104]);

/** See the file's head. */
export function sqlserverVerdict(error: unknown): Verdict {
  const { code, number, message } = (error ?? {}) as TediousError;
  const words = typeof message === 'string' ? message.replace(/\s*[\r\n]+\s*/g, ' ') : '';
  if (code === 'ELOGIN') return { kind: 'login', reason: words };
  if (code === 'ETIMEOUT' && /request/i.test(words))
    return { kind: 'query', state: 'timeout', reason: words };
  if (typeof number !== 'number') return { kind: 'network' };
  if (LOGIN.has(number)) return { kind: 'login', reason: words };
  if (AWAY.has(number)) return { kind: 'away', reason: words };
  return {
    kind: 'query',
    state: String(number),
    reason: ABOUT_NAMES.has(number) ? words : `error ${number}`,
  };
}
