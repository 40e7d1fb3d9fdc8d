/** `oracle://user:password@host:1521/service?…` as oracledb takes it, without a client of Oracle's (thin mode). */
import { choiceOf, onlyKnown } from '../url-parameters.ts';

/** Of oracledb, what is used. */
export interface OracleOptions {
  readonly user: string;
  readonly password: string;
  readonly connectString: string;
  readonly walletLocation?: string;
  readonly walletPassword?: string;
  readonly sslServerDNMatch: boolean;
  readonly sslServerCertDN?: string;
}

/** Seconds to connect. */
const CONNECT_SECONDS = 10;

/** What would end a value of a connect descriptor. */
const plain = (text: string): string => text.replace(/[()=\s'"\\]/g, '');

/** Throws DB-SRC-008 (exit 78) for a parameter that is not known or cannot be used. */
export function oracleOptions(url: URL): OracleOptions {
  onlyKnown(url, ['tls', 'wallet', 'wallet-password', 'server-dn', 'verify-host', 'sid']);
  const tls = choiceOf(url, 'tls', ['true', 'false'], 'false') === 'true';
  const sid = url.searchParams.get('sid');
  const service = plain(decodeURIComponent(url.pathname.slice(1)));
  const address = `(ADDRESS=(PROTOCOL=${tls ? 'TCPS' : 'TCP'})(HOST=${plain(url.hostname)})(PORT=${url.port || '1521'}))`;
  const data = sid ? `(SID=${plain(sid)})` : `(SERVICE_NAME=${service})`;
  const wallet = url.searchParams.get('wallet');
  const walletPassword = url.searchParams.get('wallet-password');
  const dn = url.searchParams.get('server-dn');
  return {
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    connectString: `(DESCRIPTION=(TRANSPORT_CONNECT_TIMEOUT=${CONNECT_SECONDS})${address}(CONNECT_DATA=${data}))`,
    ...(wallet && { walletLocation: wallet }),
    ...(walletPassword && { walletPassword }),
    sslServerDNMatch: choiceOf(url, 'verify-host', ['true', 'false'], 'true') === 'true',
    ...(dn && { sslServerCertDN: dn }),
  };
}
