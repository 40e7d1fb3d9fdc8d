/**
 * What went wrong at the source, as an error of the catalogue.
 * Guarantees: says which server and database, never user or password; no value of a row comes
 * into the text (invariant 10), nor does the driver's own error travel along as a cause.
 */
import { DongboError, reasonOf } from '../../domain/errors.ts';
import { tlsFaultIn } from '../../domain/tls-fault.ts';
import { postgresVerdict } from './postgres/verdict.ts';
import type { Verdict } from './verdict.ts';

/** Is it a mistake of ours, which no operator can mend and nothing may dress up? */
function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
}

/** The catalogue's error for something that the driver threw; a mistake of our own passes as it is. */
export function sourceFailure(
  error: unknown,
  where: string,
  verdictOf: (error: unknown) => Verdict = postgresVerdict,
): unknown {
  if (error instanceof DongboError || isBug(error)) return error;
  const verdict = verdictOf(error);
  if (verdict.kind === 'network' || verdict.kind === 'tls') {
    const tls = verdict.kind === 'tls' ? verdict.fault : tlsFaultIn(error);
    return new DongboError(tls ?? 'DB-SRC-001', { where, reason: reasonOf(error) });
  }
  const reason = verdict.reason ?? reasonOf(error);
  if (verdict.kind === 'login') return new DongboError('DB-SRC-002', { where, reason });
  if (verdict.kind === 'away') return new DongboError('DB-SRC-001', { where, reason });
  const { state } = verdict;
  // The state has its own place in the text.
  return new DongboError('DB-SRC-005', { where, state, reason: reason.replace(` (SQLSTATE ${state})`, '') });
}
