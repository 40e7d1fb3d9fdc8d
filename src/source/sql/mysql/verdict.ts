/**
 * What an error of mysql2 is.
 * Guarantees: of the server's own words only those are told that speak of names, rights and the server itself;
 * wherever it may quote a row, the error's symbol has to do (invariant 10).
 */
import { type TlsFault, tlsFaultOf } from '../../../domain/tls-fault.ts';
import type { Verdict } from '../verdict.ts';

/** As mysql2 makes it. */
interface MysqlError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly sqlState?: unknown;
  readonly sqlMessage?: unknown;
}

/** Access denied (to a database), no such database, host or login method not allowed, account locked, password expired. */
const LOGIN = new Set([1044, 1045, 1049, 1130, 1251, 1524, 1698, 1820, 1862, 3118, 4151]);
/** Too many connections, shutting down, host blocked, network, killed. */
const AWAY = new Set([
  1040, 1053, 1077, 1079, 1129, 1135, 1152, 1158, 1159, 1160, 1161, 1184, 1203, 1226, 1927, 2006, 2013,
]);
/** Unknown column or table, rights on them, views that lost theirs, read-only, locks, limits, collations. */
const ABOUT_NAMES = new Set([
  1054, 1142, 1143, 1146, 1205, 1213, 1227, 1267, 1290, 1305, 1317, 1356, 1370, 1449, 1792, 1969, 3024,
]);

/** The driver puts a code of its own in the place of OpenSSL's: what is left are the words. */
function handshakeFault(error: unknown): TlsFault {
  const words = error instanceof Error ? error.message : '';
  return tlsFaultOf(words) ?? (/certificate|altnames|issuer/i.test(words) ? 'DB-TLS-001' : 'DB-TLS-003');
}

/** See the file's head. */
export function mysqlVerdict(error: unknown): Verdict {
  const { code, errno, sqlState, sqlMessage } = (error ?? {}) as MysqlError;
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT') return { kind: 'tls', fault: 'DB-TLS-003' };
  if (code === 'HANDSHAKE_SSL_ERROR') return { kind: 'tls', fault: handshakeFault(error) };
  if (typeof errno !== 'number' || typeof sqlState !== 'string') return { kind: 'network' };
  const symbol = typeof code === 'string' ? code : '';
  const isTellable = LOGIN.has(errno) || AWAY.has(errno) || ABOUT_NAMES.has(errno);
  const words = isTellable && typeof sqlMessage === 'string' ? sqlMessage : symbol;
  const reason = words.replace(/\s*[\r\n]+\s*/g, ' ');
  if (LOGIN.has(errno)) return { kind: 'login', reason };
  if (AWAY.has(errno)) return { kind: 'away', reason };
  return { kind: 'query', state: `${sqlState}, ${errno}`, reason };
}
