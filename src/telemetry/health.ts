/**
 * The answers of `/healthz` and `/readyz`.
 * Guarantees: every check is run and told, with the code of the error catalogue where it has one;
 * a check that gives no answer in time has failed.
 */
import { DongboError, type ErrorCode, explainError, type Language, reasonOf } from '../domain/errors.ts';
import { within } from './within.ts';

/** One check as shown. */
export interface CheckResult {
  readonly ok: boolean;
  /** What is no fault, but good to know. */
  readonly note?: string;
  readonly code?: ErrorCode;
  /** What is wrong, and what to do; only where something is. */
  readonly reason?: string;
  readonly remedy?: string;
}

/** What `/healthz` and `/readyz` answer: 200 when `ok`, else 503. */
export interface HealthReport {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Throws when what it checks is not well; a text in answer is good to know all the same. */
export type Check = () => Promise<unknown>;

async function run(check: Check, patienceMs: number, language: Language): Promise<CheckResult> {
  try {
    const note = await within(check(), patienceMs);
    return { ok: true, ...(typeof note === 'string' ? { note } : {}) };
  } catch (error) {
    if (!(error instanceof DongboError)) return { ok: false, reason: reasonOf(error) };
    const { message, remedy } = explainError(error.code, language, error.params);
    return { ok: false, code: error.code, reason: message, remedy };
  }
}

/** Runs all checks at once; each has `patienceMs`. */
export async function runChecks(
  checks: Readonly<Record<string, Check>>,
  patienceMs: number,
  language: Language,
): Promise<HealthReport> {
  const entries = await Promise.all(
    Object.entries(checks).map(
      async ([name, check]) => [name, await run(check, patienceMs, language)] as const,
    ),
  );
  return { ok: entries.every(([, { ok }]) => ok), checks: Object.fromEntries(entries) };
}
