/** Which engine reads what `SOURCE_URL` names. Must not: load a driver that is not asked for. */
import { DongboError } from '../../domain/errors.ts';
import type { Engine } from './engine.ts';
import { mysqlEngine } from './mysql/engine.ts';
import { postgresEngine } from './postgres/engine.ts';
import { readSourceUrl } from './source-url.ts';

/**
 * Prepares the engine; connects with the first use.
 * @param timeoutMs for one statement
 * Throws DB-SRC-003, DB-SRC-006 (exit 78) for a URL that it cannot use.
 */
export function openEngine(urlText: string, timeoutMs: number): Engine {
  const { system, url, text, where } = readSourceUrl(urlText);
  if (system === 'postgres') return postgresEngine(text, where, timeoutMs);
  if (system === 'mysql') return mysqlEngine(url, where, timeoutMs);
  throw new DongboError('DB-SRC-003', { scheme: system });
}
