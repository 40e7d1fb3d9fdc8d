/**
 * From the answer to a call to what it says of each record in it.
 * Guarantees: rows speak for the records they name, names in the message for theirs, the rest
 * follows the whole; every record is in exactly one part of the verdict; pure.
 * Must not: take a record for accepted that no success speaks for.
 */
import type { OutcomeKind, RecordOutcome } from '../domain/portal-outcome.ts';
import { assignRows } from './assign-rows.ts';
import type { Answer, AnswerRow, Judgement } from './classify-answer.ts';
import type { Verdict } from './isolate.ts';
import { codesNamedIn } from './named.ts';

/** What a judgement of one record comes to, and whether a whole batch with it must be taken apart. */
export interface Reading {
  readonly kind: OutcomeKind;
  /** True: nothing was stored and one record is to blame, so look for it. */
  readonly isolate: boolean;
}

/** How one service's answers are read. */
export interface JudgeRules<Item> {
  codeOf(item: Item): string;
  /** @param lone the judgement is about one record only. */
  read(judgement: Judgement, lone: boolean): Reading;
  /** Where a refusal names records: were the others stored? */
  readonly namedOthersStored: boolean;
  /** A second sending doubles what is stored: where a part may be stored, the outcome is `unknown`. */
  readonly appends: boolean;
}

/** Applies `answer` to the `items` of the call. */
export function judgeRecords<Item>(
  answer: Answer,
  items: readonly Item[],
  how: JudgeRules<Item>,
): Verdict<Item, RecordOutcome> {
  const decided = new Map<Item, RecordOutcome>();
  const suspects: Item[][] = [];
  const { assigned, strays } = assignRows(answer.rows, items, how.codeOf);
  for (const { items: group, row } of assigned) {
    const reading = how.read(row, group.length === 1);
    if (group.length > 1 && reading.isolate) suspects.push([...group]);
    else for (const item of group) decided.set(item, outcomeOf(reading.kind, row, answer));
  }
  const spoken = new Set([...decided.keys(), ...suspects.flat()]);
  const rest = items.filter((item) => !spoken.has(item));
  if (rest.length === 0) return { decided, suspects, again: [] };
  const fault = strays.find((row) => row.meaning !== 'ok');
  return judgeRest(answer, fault, rest, { decided, suspects, rowsSpoke: spoken.size > 0 }, how);
}

interface Begun<Item> {
  readonly decided: Map<Item, RecordOutcome>;
  readonly suspects: Item[][];
  readonly rowsSpoke: boolean;
}

/** @param fault a row that refuses a record without saying which. */
function judgeRest<Item>(
  answer: Answer,
  fault: AnswerRow | undefined,
  rest: readonly Item[],
  begun: Begun<Item>,
  how: JudgeRules<Item>,
): Verdict<Item, RecordOutcome> {
  const { decided, suspects, rowsSpoke } = begun;
  const whole = how.read(answer, rest.length === 1 && !rowsSpoke);
  if (whole.kind === 'accepted' && fault !== undefined) {
    // "Done" over a row that refuses somebody unnamed is a success for nobody in particular.
    if (!how.appends) return takeApart(fault, answer, rest, begun, how);
    for (const item of rest) decided.set(item, outcomeOf('unknown', fault, answer));
    return { decided, suspects, again: [] };
  }
  if (whole.isolate) return takeApart(answer, answer, rest, begun, how);
  for (const item of rest) decided.set(item, outcomeOf(whole.kind, answer, answer));
  return { decided, suspects, again: [] };
}

function takeApart<Item>(
  judgement: Judgement,
  answer: Answer,
  rest: readonly Item[],
  begun: Begun<Item>,
  how: JudgeRules<Item>,
): Verdict<Item, RecordOutcome> {
  const { decided, suspects, rowsSpoke } = begun;
  // Rows that blamed others leave these unjudged: they go again together, not as suspects.
  if (rowsSpoke) return { decided, suspects, again: rest };
  const { kind } = how.read(judgement, true);
  const codes = new Set(rest.map((item) => how.codeOf(item)));
  // A lone record is at fault; so are all steps of the one dossier that the portal does not have.
  if (rest.length === 1 || (codes.size === 1 && kind === 'missing')) {
    for (const item of rest) decided.set(item, outcomeOf(kind, judgement, answer));
    return { decided, suspects, again: [] };
  }
  const named = codesNamedIn(answer.rawMessage, codes);
  if (named.size === 0) return { decided, suspects: [...suspects, [...rest]], again: [] };
  for (const code of named) {
    const group = rest.filter((item) => how.codeOf(item) === code);
    blame(group, judgement, answer, begun, how);
  }
  const others = rest.filter((item) => !named.has(how.codeOf(item)));
  if (!how.namedOthersStored) return { decided, suspects, again: others };
  for (const item of others) decided.set(item, { kind: 'accepted', errorCode: '', message: '' });
  return { decided, suspects, again: [] };
}

function blame<Item>(
  group: readonly Item[],
  judgement: Judgement,
  answer: Answer,
  { decided, suspects }: Begun<Item>,
  how: JudgeRules<Item>,
): void {
  const reading = how.read(judgement, true);
  const severalSteps = group.length > 1 && reading.kind !== 'missing';
  if (severalSteps && !how.namedOthersStored) {
    suspects.push([...group]);
    return;
  }
  // Named by its dossier alone, and the rest of the batch was stored: which of the steps went in is open.
  const kind = severalSteps ? 'unknown' : reading.kind;
  for (const item of group) decided.set(item, outcomeOf(kind, judgement, answer));
}

/** An outcome with the portal's own words. Who asks to wait does so whatever the record. */
export function outcomeOf(kind: OutcomeKind, judgement: Judgement, answer: Answer): RecordOutcome {
  const { errorCode, message } = judgement;
  if (kind !== 'retry-later') return { kind, errorCode, message };
  const wait = answer.retryAfterSeconds;
  return {
    kind,
    errorCode,
    message,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
    ...(judgement.meaning === 'throttled' ? { away: true } : {}),
  };
}
