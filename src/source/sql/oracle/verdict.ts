/**
 * What an error of oracledb is.
 * Guarantees: of the server's own words only those are told that speak of names, rights and the server itself;
 * wherever it may quote a row, the error's number has to do (invariant 10).
 */
import type { Verdict } from '../verdict.ts';

/** As oracledb makes it. */
interface OracleError {
  readonly code?: unknown;
  readonly errorNum?: unknown;
  readonly message?: unknown;
}

/** Wrong user or password, account locked or expired, no right to log in, no such service or SID. */
const LOGIN = new Set([1005, 1017, 1045, 12505, 12514, 28000, 28001, 28002, 28009]);
/** Starting, shutting down, out of processes or sessions, killed, cut off, no listener. */
const AWAY = new Set([
  18, 20, 28, 1012, 1033, 1034, 1089, 1090, 1092, 2399, 3113, 3114, 3135, 12170, 12516, 12518, 12519, 12520,
  12528, 12537, 12541, 12547,
]);
/** Unknown table or column, rights on them, read-only, snapshot too old, locks, cancelled, out of room. */
const ABOUT_NAMES = new Set([54, 60, 904, 942, 1013, 1031, 1456, 1555, 1652, 1722, 4020, 4063, 8177, 16000]);
/** The same words quote a value since version 23. */
const QUOTES_VALUES = new Set([1722]);

/** See the file's head. */
export function oracleVerdict(error: unknown): Verdict {
  const { code, errorNum, message } = (error ?? {}) as OracleError;
  if (typeof code !== 'string' || !code.startsWith('ORA-') || typeof errorNum !== 'number')
    return { kind: 'network' };
  const [words = ''] = typeof message === 'string' ? message.split('\n') : [];
  if (LOGIN.has(errorNum)) return { kind: 'login', reason: words };
  if (AWAY.has(errorNum)) return { kind: 'away', reason: words };
  const isTellable = ABOUT_NAMES.has(errorNum) && !QUOTES_VALUES.has(errorNum);
  return { kind: 'query', state: code, reason: isTellable ? words : code };
}
