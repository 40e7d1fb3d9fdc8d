/**
 * What a Redis that answers may lack, in words for whoever runs it.
 * Guarantees: decides by what Redis says of itself; where it says nothing (a managed one may not), all is well.
 */
import { DongboError, reasonOf } from '../domain/errors.ts';
import { tlsFaultIn } from '../domain/tls-fault.ts';

const REFUSES_ACCOUNT = /\b(NOAUTH|WRONGPASS|NOPERM)\b/;
const TAKES_NOTHING = /\b(READONLY|OOM|MISCONF|LOADING|MASTERDOWN|CLUSTERDOWN|NOREPLICAS)\b/;
/** Oldest version whose every command BullMQ uses. */
const OLDEST: readonly [number, number] = [6, 2];

/** An answer that is an error, as DB-SVC-020 or -021; `null` where it is neither. */
export function explainReply(message: string, where: string, cause?: unknown): DongboError | null {
  // The rest of the answer may name a script or a user.
  const reason = message.split(/\. script:|, on @/)[0] ?? '';
  if (REFUSES_ACCOUNT.test(message)) return new DongboError('DB-SVC-020', { where, reason }, { cause });
  if (TAKES_NOTHING.test(message)) return new DongboError('DB-SVC-021', { where, reason }, { cause });
  return null;
}

/** Codes of system calls (`ECONNRESET`) and of TLS, not Node's own (`ERR_INVALID_ARG_TYPE`), and what ioredis says when a connection is not there or silent. */
const CONNECTION_CODE = /^(E(?!RR_)[A-Z_]+|ERR_(TLS|SSL)_.*)$/;
const CONNECTION_WORDS =
  /^(Connection is closed|Stream isn't writeable|Socket timeout|Command (timed out|aborted)|connect |timeout: |All sentinels|Reached the max retries)/;

/** True where an error means that the server is away or silent; false for what is wrong in this process. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && CONNECTION_CODE.test(code)) || CONNECTION_WORDS.test(error.message);
}

/**
 * A Redis that is away, or refuses, as DB-SVC-002, -020, -021 or DB-TLS-001 to -003. The connection tells in an event
 * why it did not come about (`last`; `null` = it told nothing), a command only that there is none (`error`).
 */
export function explainAway(last: Error | null, error: unknown, where: string): DongboError {
  const reason = (last && reasonOf(last)) || reasonOf(error);
  return (
    explainReply(reason, where, error) ??
    explainReply(reasonOf(error), where, error) ??
    new DongboError(
      tlsFaultIn(last) ?? tlsFaultIn(error) ?? 'DB-SVC-002',
      { where, reason },
      { cause: error },
    )
  );
}

/** A field of the answer to INFO. */
export function infoField(info: string, name: string): string | null {
  const [, value = null] = new RegExp(`^${name}:(.*)$`, 'm').exec(info) ?? [];
  return value === null ? null : value.trim();
}

/**
 * What is wrong with a server that answers INFO like this: `fatal`, nothing can be enqueued; `warnings`,
 * it works, but may lose or refuse what it should keep.
 */
export function faultsOf(
  info: string,
  where: string,
): { fatal: DongboError | null; warnings: DongboError[] } {
  const warnings: DongboError[] = [];
  const policy = infoField(info, 'maxmemory_policy');
  if (policy !== null && policy !== 'noeviction') {
    warnings.push(new DongboError('DB-SVC-022', { where, policy }));
  }
  const version = infoField(info, 'redis_version');
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (version !== null && (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))) {
    warnings.push(new DongboError('DB-SVC-023', { where, version }));
  }
  const replica = infoField(info, 'role') === 'slave' && infoField(info, 'slave_read_only') !== '0';
  const fatal = replica ? explainReply('READONLY, it is a replica', where) : null;
  return { fatal, warnings };
}
