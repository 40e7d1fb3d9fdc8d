/**
 * Writes down in the audit what a command changes: that it begins, and how it ended.
 * Guarantees: nothing is changed where the beginning could not be written down; an end that could not
 * be written is told in the log, never at the cost of the work that was done; the newest hash goes to
 * the log, which is a witness outside of the database.
 * Must not: take values of fields, or anything of a person but who acts.
 */
import { hostname, userInfo } from 'node:os';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { type AuditDetail, type AuditNote, type AuditPhase, appendAudit } from '../ledger/audit.ts';
import type { Database } from '../ledger/database.ts';
import type { Logger } from '../telemetry/logger.ts';

/** What this needs of a house. */
interface Telling {
  readonly log: Logger;
}

/** An action and what is told of its beginning. */
export interface AuditedAction<Result> {
  /** `resync`, `held release`, …: the command as typed. */
  readonly action: string;
  /** Options and selection; no personal data. */
  readonly detail: AuditDetail;
  readonly work: () => Promise<Result>;
  /** What is told of its end: counts. */
  readonly outcome: (result: Result) => AuditDetail;
}

/** An account's name; what is none (anybody may set SUDO_USER) is not written down. */
const ACCOUNT = /^[\p{L}\p{N}._@$\\-]{1,64}$/u;

/** Who acts: the user of the operating system, and who became that user by sudo. */
export function actingUser(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const sudo = environment.SUDO_USER ?? '';
  const user = userName();
  return ACCOUNT.test(sudo) && sudo !== user ? `${user} (sudo: ${sudo})` : user;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A service may run under a number that has no name on this machine.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** An action that has begun. */
export interface BegunAction {
  /** Writes down how it ended; never throws: what could not be written is told in the log. */
  end(phase: Exclude<AuditPhase, 'begun'>, told: AuditDetail): Promise<void>;
}

/** Writes an entry in the name of whoever acts, and its hash to the log. Throws DB-SVC-…. */
export async function noteAudit(
  house: Telling,
  ledger: Database,
  note: Pick<AuditNote, 'action' | 'phase' | 'detail'>,
): Promise<number> {
  const { seq, hash } = await appendAudit(ledger, { who: actingUser(), host: hostname(), ...note });
  if (note.phase !== 'begun') house.log.info('audit', { job: note.action, records: seq, hash });
  return seq;
}

/** Writes down that an action begins. Throws DB-SVC-… where that cannot be written: then it must not begin. */
export async function beginAudited(
  house: Telling,
  ledger: Database,
  action: string,
  detail: AuditDetail,
): Promise<BegunAction> {
  const begun = await noteAudit(house, ledger, { action, phase: 'begun', detail });
  return {
    async end(phase, told) {
      try {
        await noteAudit(house, ledger, { action, phase, detail: { begun, ...told } });
      } catch (error) {
        house.log.warn('end of an action could not be written to the audit', {
          job: action,
          reason: reasonOf(error),
        });
      }
    },
  };
}

async function between<Result>(
  begun: BegunAction,
  { work, outcome }: AuditedAction<Result>,
): Promise<Result> {
  try {
    const result = await work();
    await begun.end('done', outcome(result));
    return result;
  } catch (error) {
    await begun.end('failed', { error: error instanceof DongboError ? error.code : 'DB-SVC-007' });
    throw error;
  }
}

/** Does the work between two entries of the audit. Throws what the work throws, and DB-SVC-… where the audit cannot be written. */
export async function audited<Result>(
  house: Telling & { ledger(): Promise<Database> },
  action: AuditedAction<Result>,
): Promise<Result> {
  return between(await beginAudited(house, await house.ledger(), action.action, action.detail), action);
}

/**
 * The same for work that needs no ledger: without one it is done all the same, and that is told.
 * @param onUnaudited told why nothing is written down; '' = there is no ledger yet
 */
export async function auditedWhereLedger<Result>(
  house: Telling & { existingLedger(): Promise<Database | null> },
  action: AuditedAction<Result>,
  onUnaudited: (reason: string) => void,
): Promise<Result> {
  const begun = await beginWhereLedger(house, action, onUnaudited);
  return begun === null ? action.work() : between(begun, action);
}

async function beginWhereLedger(
  house: Telling & { existingLedger(): Promise<Database | null> },
  { action, detail }: Pick<AuditedAction<unknown>, 'action' | 'detail'>,
  onUnaudited: (reason: string) => void,
): Promise<BegunAction | null> {
  try {
    const ledger = await house.existingLedger();
    if (ledger !== null) return await beginAudited(house, ledger, action, detail);
    onUnaudited('');
  } catch (error) {
    onUnaudited(reasonOf(error));
  }
  return null;
}
