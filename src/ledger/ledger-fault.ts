/**
 * What keeps the ledger from working: told by the code that PostgreSQL or the network gives.
 * Guarantees: a statement that is wrong is never taken for a server that is away; each fault has the
 * code whose remedy mends it; no password in any text.
 */
import { DongboError, type ErrorCode, reasonOf } from '../domain/errors.ts';
import { tlsFaultIn } from '../domain/tls-fault.ts';

/** The faults that mend without us: whoever can wait tries again (all end a command with 69). */
export const LEDGER_FAULTS = [
  'DB-SVC-001',
  'DB-SVC-010',
  'DB-SVC-011',
  'DB-SVC-012',
  'DB-SVC-013',
  'DB-SVC-014',
  'DB-TLS-001',
  'DB-TLS-002',
  'DB-TLS-003',
] as const satisfies readonly ErrorCode[];
/** See {@link LEDGER_FAULTS}. */
export type LedgerFault = (typeof LEDGER_FAULTS)[number];

const AWAY =
  /ECONN|ENOENT|ENOTFOUND|EAI_AGAIN|EHOST|ENET|ETIMEDOUT|EPIPE|terminat|timeout|Client has encountered a connection error|Client was closed/;

/** node-postgres' own words for an answer that did not come within `query_timeout`. */
const NO_ANSWER = 'Query read timeout';

/** By SQLSTATE. What is not here is the statement's own fault, or ours. */
const STATES: readonly (readonly [RegExp, LedgerFault])[] = [
  [/^(08...|57P0.|28...|3D000)$/, 'DB-SVC-001'],
  [/^53100$/, 'DB-SVC-010'],
  [/^(53200|58030)$/, 'DB-SVC-011'],
  [/^25006$/, 'DB-SVC-012'],
  [/^53300$/, 'DB-SVC-013'],
  // Cancelled, a lock not got in time, a transaction that idled or took too long.
  [/^(57014|55P03|25P03|25P04)$/, 'DB-SVC-014'],
];

/** Which fault of the ledger an error of PostgreSQL or the network is; `null` = none, the statement was wrong. */
export function ledgerFaultOf(error: unknown): LedgerFault | null {
  if (error instanceof DongboError) return LEDGER_FAULTS.find((fault) => fault === error.code) ?? null;
  const code = (error as { code?: unknown } | null)?.code;
  const state = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
  const known = state === null ? undefined : STATES.find(([states]) => states.test(state));
  if (known) return known[1];
  const tls = state === null ? tlsFaultIn(error) : null;
  if (tls !== null) return tls;
  if (typeof code === 'string' && AWAY.test(code)) return 'DB-SVC-001';
  const reason = reasonOf(error);
  if (state !== null || !AWAY.test(reason)) return null;
  return reason === NO_ANSWER ? 'DB-SVC-014' : 'DB-SVC-001';
}

/** Was the connection lost, so that nobody knows what the server did with the last statement? */
export function isCut(error: unknown): boolean {
  const told = error instanceof DongboError ? error.cause : error;
  return ledgerFaultOf(told) === 'DB-SVC-001' || reasonOf(told) === NO_ANSWER;
}

/** Is this an error of a ledger that cannot work at the moment, and will again? */
export function isLedgerFault(error: unknown): error is DongboError {
  return error instanceof DongboError && ledgerFaultOf(error) !== null;
}

/** The error as people can act on it; one that is no fault of the ledger comes back as it is. */
export function explainFault(error: unknown, where: string): unknown {
  const fault = error instanceof DongboError ? null : ledgerFaultOf(error);
  return fault === null
    ? error
    : new DongboError(fault, { where, reason: reasonOf(error) }, { cause: error });
}
