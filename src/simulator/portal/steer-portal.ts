/**
 * Speaks to a simulated portal of another process.
 * Guarantees: an order is taken whole or an error is thrown; the real portal has no such addresses
 * and takes no order from here.
 */
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { isRecord } from './check-fields.ts';
import type { PortalControl } from './portal-control.ts';

const PATIENCE_MS = 10_000;

async function ask(url: string, path: string, body?: string): Promise<Readonly<Record<string, unknown>>> {
  let reason: string;
  try {
    const response = await fetch(new URL(path, url), {
      method: body === undefined ? 'GET' : 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body === undefined ? {} : { body }),
    });
    const answer: unknown = await response.json();
    if (response.ok && isRecord(answer)) return answer;
    reason = `HTTP ${response.status}`;
  } catch (error) {
    // `fetch failed` alone says nothing: the reason is behind it.
    reason = reasonOf(error instanceof Error && error.cause !== undefined ? error.cause : error);
  }
  throw new DongboError('DB-SVC-015', { where: url, reason });
}

/** Changes how it behaves. Throws DongboError DB-SVC-015. */
export async function steerPortal(url: string, change: PortalControl): Promise<void> {
  await ask(url, '/__control', JSON.stringify(change));
}

/** What it has and has seen. Throws DongboError DB-SVC-015. */
export function stateOfPortal(url: string): Promise<Readonly<Record<string, unknown>>> {
  return ask(url, '/__state');
}

/** Those of `codes` that it has not. Throws DongboError DB-SVC-015. */
export async function unknownTo(url: string, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const { byCode } = await ask(url, '/__state?dossiers');
  return codes.filter((code) => !isRecord(byCode) || !Object.hasOwn(byCode, code));
}
