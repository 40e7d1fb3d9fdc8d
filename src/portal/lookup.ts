/**
 * What `TraCuuHoSo` says the portal has.
 * Guarantees: `absent` only where the portal says so (not found, or an empty `result`); `steps` is
 * `null` where the answer carries none of the fields that the rules name; pure.
 */
import type { AnswerRules } from '../domain/answer-rules.ts';
import type { LookupAnswer, PortalStep } from '../domain/ports.ts';
import { firstText, isRecord } from './body.ts';
import type { Answer, Meaning } from './classify-answer.ts';
import { outcomeOf } from './judge-records.ts';
import { callOutcome } from './readings.ts';

/** Reading carries nothing that a portal could dislike: so it fails where the portal does. */
const AWAY: ReadonlySet<Meaning> = new Set(['unavailable', 'throttled', 'unreadable', 'session-expired']);

/** Reads the answer to a lookup of `code`. */
export function readLookup(answer: Answer, code: string, rules: AnswerRules): LookupAnswer {
  if (answer.meaning === 'not-found') return { kind: 'absent' };
  if (answer.meaning !== 'ok') {
    const outcome = outcomeOf(callOutcome(answer.meaning), answer, answer);
    return { kind: 'failed', outcome: AWAY.has(answer.meaning) ? { ...outcome, away: true } : outcome };
  }
  if (isNothing(answer.result)) return { kind: 'absent' };
  const row = rowFor(answer.result, code, rules);
  if (row === null) return { kind: 'failed', outcome: outcomeOf('not-understood', answer, answer) };
  return { kind: 'present', steps: stepsOf(row, rules), fields: row };
}

/** `result` there but empty. Where it is not there at all, nothing was said. */
function isNothing(result: unknown): boolean {
  if (result === null || result === '') return true;
  if (Array.isArray(result)) return result.length === 0;
  return isRecord(result) && Object.keys(result).length === 0;
}

/** The row of this dossier; a row that names another dossier is no answer. */
function rowFor(result: unknown, code: string, rules: AnswerRules): Readonly<Record<string, unknown>> | null {
  const rows: unknown[] = Array.isArray(result) ? result : [result];
  for (const row of rows) {
    if (!isRecord(row)) continue;
    const named = firstText(row, rules.row.dossierCode);
    if (named === '' ? rows.length === 1 : named.toLowerCase() === code.toLowerCase()) return row;
  }
  return null;
}

function stepsOf(row: Readonly<Record<string, unknown>>, rules: AnswerRules): readonly PortalStep[] | null {
  const name = rules.lookup.steps.find((one) => Array.isArray(row[one]));
  const list = name === undefined ? undefined : row[name];
  if (!Array.isArray(list)) return null;
  return list.filter(isRecord).map((step) => ({
    at: firstText(step, rules.lookup.stepAt),
    status: firstText(step, rules.lookup.stepStatus),
    processor: firstText(step, rules.lookup.stepProcessor),
    content: firstText(step, rules.lookup.stepContent),
    department: firstText(step, rules.lookup.stepDepartment),
    position: firstText(step, rules.lookup.stepPosition),
  }));
}
