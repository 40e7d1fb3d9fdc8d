/** Which engine reads what `SOURCE_URL` names. Must not: load a driver that is not asked for. */
import type { Engine } from './engine.ts';
import { mysqlEngine } from './mysql/engine.ts';
import { oracleEngine } from './oracle/engine.ts';
import { postgresEngine } from './postgres/engine.ts';
import { readSourceUrl } from './source-url.ts';
import { sqlserverEngine } from './sqlserver/engine.ts';

/**
 * Prepares the engine; connects with the first use.
 * @param timeoutMs for one statement
 * Throws DB-SRC-003, DB-SRC-006, DB-SRC-008 (exit 78) for a URL that it cannot use.
 */
export function openEngine(urlText: string, timeoutMs: number): Engine {
  const { system, url, text, where } = readSourceUrl(urlText);
  switch (system) {
    case 'postgres':
      return postgresEngine(text, where, timeoutMs);
    case 'mysql':
      return mysqlEngine(url, where, timeoutMs);
    case 'sqlserver':
      return sqlserverEngine(url, where, timeoutMs);
    case 'oracle':
      return oracleEngine(url, where, timeoutMs);
  }
}
