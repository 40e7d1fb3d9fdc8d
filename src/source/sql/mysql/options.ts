/**
 * `mysql://user:password@host:3306/database?ssl-mode=…` as mysql2 takes it.
 * Guarantees: with `ssl-ca` alone, chain and host name are verified; a parameter that is not known is refused, so that a
 * slip of the pen never leaves a connection unprotected.
 */
import { isIP } from 'node:net';
import { choiceOf, fileOf, onlyKnown, refused } from '../url-parameters.ts';

/** Of mysql2, what is used. */
export interface MysqlOptions {
  readonly host?: string;
  readonly port?: number;
  readonly socketPath?: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly ssl?: {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly rejectUnauthorized: boolean;
    readonly verifyIdentity: boolean;
  };
}

/** As the programs of MySQL name them. */
const MODES = ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const;

function tlsOf(url: URL): MysqlOptions['ssl'] {
  const [ca, cert, key] = [fileOf(url, 'ssl-ca'), fileOf(url, 'ssl-cert'), fileOf(url, 'ssl-key')];
  const mode = choiceOf(url, 'ssl-mode', MODES, ca || cert ? 'VERIFY_IDENTITY' : 'DISABLED');
  if (mode === 'DISABLED') return undefined;
  // The driver would hold the certificate against the name `localhost`.
  if (mode === 'VERIFY_IDENTITY' && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0)
    throw refused(
      'ssl-mode',
      'VERIFY_IDENTITY: tên máy thay cho địa chỉ IP / a host name instead of an IP address',
    );
  return {
    ...(ca && { ca }),
    ...(cert && { cert }),
    ...(key && { key }),
    rejectUnauthorized: mode !== 'REQUIRED',
    verifyIdentity: mode === 'VERIFY_IDENTITY',
  };
}

/** Throws DB-SRC-008 (exit 78) for a parameter that is not known or cannot be used. */
export function mysqlOptions(url: URL): MysqlOptions {
  onlyKnown(url, ['ssl-mode', 'ssl-ca', 'ssl-cert', 'ssl-key', 'socket']);
  const socketPath = url.searchParams.get('socket');
  const ssl = tlsOf(url);
  return {
    ...(socketPath
      ? { socketPath }
      : { host: url.hostname.replace(/^\[|\]$/g, '') || 'localhost', port: Number(url.port || 3306) }),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(ssl && { ssl }),
  };
}
