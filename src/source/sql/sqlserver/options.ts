/**
 * `mssql://user:password@host:1433/database?encrypt=…` as tedious takes it.
 * Guarantees: encrypted, and the server's certificate verified, unless the URL says otherwise.
 */
import { choiceOf, fileOf, onlyKnown } from '../url-parameters.ts';

/** Of tedious, what is used. */
export interface SqlserverOptions {
  readonly server: string;
  readonly authentication: {
    readonly type: 'default' | 'ntlm';
    readonly options: { readonly userName: string; readonly password: string; readonly domain?: string };
  };
  readonly options: Readonly<Record<string, unknown>>;
}

/** Milliseconds to connect. */
const CONNECT_MS = 10_000;

/** Throws DB-SRC-008 (exit 78) for a parameter that is not known or cannot be used. */
export function sqlserverOptions(url: URL, timeoutMs: number): SqlserverOptions {
  onlyKnown(url, ['encrypt', 'trust-server-certificate', 'ca-file', 'instance', 'domain']);
  const encrypt = choiceOf(url, 'encrypt', ['true', 'false', 'strict'], 'true');
  const trust = choiceOf(url, 'trust-server-certificate', ['true', 'false'], 'false');
  const ca = fileOf(url, 'ca-file');
  const instance = url.searchParams.get('instance');
  const domain = url.searchParams.get('domain');
  const [userName, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    server: url.hostname,
    authentication: domain
      ? { type: 'ntlm', options: { userName, password, domain } }
      : { type: 'default', options: { userName, password } },
    options: {
      database: decodeURIComponent(url.pathname.slice(1)),
      // The browser service tells the port of a named instance.
      ...(instance ? { instanceName: instance } : { port: Number(url.port || 1433) }),
      encrypt: encrypt === 'strict' ? 'strict' : encrypt === 'true',
      trustServerCertificate: trust === 'true',
      ...(ca && { cryptoCredentialsDetails: { ca: [ca.toString('utf8')] } }),
      connectTimeout: CONNECT_MS,
      requestTimeout: timeoutMs,
      appName: 'dongbo',
      readOnlyIntent: true,
      useColumnNames: false,
      enableArithAbort: true,
    },
  };
}
