/**
 * Writes down in the audit what a command changes: that it begins, and how it ended.
 * Guarantees: nothing is changed where the beginning could not be written down; an end that could not
 * be written is told in the log, never at the cost of the work that was done.
 * Must not: take values of fields, or anything of a person but who acts.
 */
import { hostname, userInfo } from 'node:os';
import type { House } from '../compose.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { type AuditDetail, type AuditPhase, appendAudit } from '../ledger/audit.ts';

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

/** Who acts: the user of the operating system, and who became that user by sudo. */
export function actingUser(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const sudo = environment.SUDO_USER;
  const user = userName();
  return sudo && sudo !== user ? `${user} (sudo: ${sudo})` : user;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A service may run under a number that has no name on this machine.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Does the work between two entries of the audit. Throws what the work throws, and DB-SVC-… where the audit cannot be written. */
export async function audited<Result>(
  house: Pick<House, 'ledger' | 'log'>,
  { action, detail, work, outcome }: AuditedAction<Result>,
): Promise<Result> {
  const ledger = await house.ledger();
  const note = (phase: AuditPhase, told: AuditDetail) =>
    appendAudit(ledger, { who: actingUser(), host: hostname(), action, phase, detail: told });
  const { seq } = await note('begun', detail);
  const end = async (phase: AuditPhase, told: AuditDetail): Promise<void> => {
    try {
      await note(phase, { begun: seq, ...told });
    } catch (error) {
      house.log.warn('end of an action could not be written to the audit', {
        job: action,
        reason: reasonOf(error),
      });
    }
  };
  try {
    const result = await work();
    await end('done', outcome(result));
    return result;
  } catch (error) {
    await end('failed', { error: error instanceof DongboError ? error.code : 'DB-SVC-007' });
    throw error;
  }
}
