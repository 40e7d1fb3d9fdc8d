/**
 * `SOURCE_URL`, whichever system it names.
 * Guarantees: what is thrown never holds the text, password and all; the place told is host, port and database.
 */
import { DongboError } from '../../domain/errors.ts';

/** The systems that can be read. */
export type System = 'postgres' | 'mysql' | 'sqlserver' | 'oracle';

/** A URL that was read. */
export interface SourceUrl {
  readonly system: System;
  readonly url: URL;
  /** As it was written. */
  readonly text: string;
  /** Host, port and database. */
  readonly where: string;
}

const SCHEMES: Readonly<Record<string, System>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
  mssql: 'sqlserver',
  sqlserver: 'sqlserver',
  oracle: 'oracle',
};

const PORTS: Readonly<Record<System, string>> = {
  postgres: '5432',
  mysql: '3306',
  sqlserver: '1433',
  oracle: '1521',
};

/** Reads SOURCE_URL. Throws DB-SRC-006 (no address), DB-SRC-003 (a system that cannot be read). */
export function readSourceUrl(text: string): SourceUrl {
  let url: URL;
  try {
    if (!/^[a-z]+:\/\//i.test(text)) throw new Error('no scheme');
    url = new URL(text);
    decodeURIComponent(url.pathname + url.username + url.password);
  } catch {
    // The cause would carry the text, password and all.
    throw new DongboError('DB-SRC-006');
  }
  const scheme = url.protocol.slice(0, -1).toLowerCase();
  const system = Object.hasOwn(SCHEMES, scheme) ? SCHEMES[scheme] : undefined;
  if (system === undefined) throw new DongboError('DB-SRC-003', { scheme });
  const host = url.searchParams.get('host') ?? url.searchParams.get('socketPath') ?? url.hostname;
  const where = `${host || 'localhost'}:${url.port || PORTS[system]}${decodeURIComponent(url.pathname)}`;
  return { system, url, text, where };
}
