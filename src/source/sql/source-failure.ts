/**
 * What went wrong at the source, as an error of the catalogue.
 * Guarantees: says which server and database, never user or password; no value of a row comes
 * into the text (invariant 10), nor does the driver's own error travel along as a cause.
 */
import pg from 'pg';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { tlsFaultIn } from '../../domain/tls-fault.ts';

/** Connection classes of SQLSTATE: broken, shutting down or starting, no more connections. */
const AWAY_STATES = /^(08|57P0[1-5]|53300)/;
/** Wrong user or password, no such database. */
const LOGIN_STATES = /^(28|3D000)/;

/** Host, port and database of a source URL. Throws DB-SRC-006 where it is no URL. */
export function placeOf(url: URL): string {
  const host = url.searchParams.get('host') ?? url.hostname;
  return `${host || 'localhost'}:${url.port || '5432'}${decodeURIComponent(url.pathname)}`;
}

/** Reads SOURCE_URL. Throws DB-SRC-006 (no address), DB-SRC-003 (a system not supported yet). */
export function readSourceUrl(text: string): URL {
  let url: URL;
  try {
    if (!/^[a-z]+:\/\//i.test(text)) throw new Error('no scheme');
    url = new URL(text);
    decodeURIComponent(url.pathname + url.username + url.password);
  } catch {
    // The cause would carry the text, password and all.
    throw new DongboError('DB-SRC-006');
  }
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'postgres' && scheme !== 'postgresql') throw new DongboError('DB-SRC-003', { scheme });
  return url;
}

/** Is it a mistake of ours, which no operator can mend and nothing may dress up? */
function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

/** The catalogue's error for something that the driver threw; a mistake of our own passes as it is. */
export function sourceFailure(error: unknown, where: string): unknown {
  if (error instanceof DongboError || isBug(error)) return error;
  const reason = reasonOf(error);
  // What is not the server's own word comes from the network, TLS or a timeout.
  const state = error instanceof pg.DatabaseError ? (error.code ?? '') : '';
  if (LOGIN_STATES.test(state)) return new DongboError('DB-SRC-002', { where, reason });
  const tls = state === '' ? tlsFaultIn(error) : null;
  if (tls !== null) return new DongboError(tls, { where, reason });
  if (state === '' || AWAY_STATES.test(state)) return new DongboError('DB-SRC-001', { where, reason });
  // The state has its own place in the text.
  const words = reason.replace(` (SQLSTATE ${state})`, '');
  return new DongboError('DB-SRC-005', { where, state, reason: words });
}
