/**
 * How one bad record fails a call: the three ways that nobody has seen and all must work
 * (1-portal-contract.md, 2.4).
 * Guarantees: `rows` stores what is good and answers for each record; `whole` and `names` store
 * nothing of a call with a bad record, and only `names` says which it was.
 */
import type { AnswerBody, PortalAnswers } from './portal-answers.ts';

/** See the head of this file. */
export const BATCH_MODES = ['whole', 'rows', 'names'] as const;
/** See {@link BATCH_MODES}. */
export type BatchMode = (typeof BATCH_MODES)[number];

/** The judgement of one record. */
export interface Judged {
  readonly code: string;
  readonly verdict: 'good' | 'invalid' | 'exists' | 'missing';
  /** Faults of the data; for `invalid`. */
  readonly faults: readonly string[];
  /** Stores the record. */
  readonly store: () => void;
}

/** Answer and how many records were stored. */
export interface Settled {
  readonly body: AnswerBody;
  readonly stored: number;
}

function rowOf(record: Judged, answers: PortalAnswers) {
  if (record.verdict === 'good') return { MaHoSo: record.code, ...answers.success() };
  const detail = record.faults.join('; ');
  return { MaHoSo: record.code, ...answers.refusal(record.verdict, record.code, detail) };
}

function storeAll(records: readonly Judged[]): number {
  for (const record of records) record.store();
  return records.length;
}

/** Stores what may be stored and makes the answer. */
export function settleBatch(records: readonly Judged[], mode: BatchMode, answers: PortalAnswers): Settled {
  const good = records.filter(({ verdict }) => verdict === 'good');
  const bad = records.filter(({ verdict }) => verdict !== 'good');
  if (mode === 'rows') {
    const stored = storeAll(good);
    const top = bad.length === 0 ? answers.success() : answers.refusal('partly');
    return { body: { ...top, result: records.map((record) => rowOf(record, answers)) }, stored };
  }
  if (bad.length === 0) return { body: { ...answers.success(), result: [] }, stored: storeAll(good) };
  // A portal looks at the data first and only then at what it has: one kind of refusal an answer.
  const kind = (['invalid', 'exists', 'missing'] as const).find((one) => bad.some((r) => r.verdict === one));
  const culprits = bad.filter(({ verdict }) => verdict === kind);
  const named = mode === 'names' ? [...new Set(culprits.map(({ code }) => code))].join(', ') : '';
  const detail = kind === 'invalid' ? (culprits[0]?.faults.join('; ') ?? '') : '';
  return { body: { ...answers.refusal(kind ?? 'invalid', named, detail), result: [] }, stored: 0 };
}
