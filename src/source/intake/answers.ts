/** What the intake answers in words: always both languages: who sends may read either. Must not: name a value. */
import { type ErrorCode, type ErrorParams, explainError } from '../../domain/errors.ts';

/** A text in both languages. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

/** The codes that it answers. */
export type IntakeCode = Extract<ErrorCode, `DB-INT-${string}` | 'DB-SVC-007'>;

/** Status of each. */
export const STATUS: Readonly<Record<Exclude<IntakeCode, 'DB-INT-009'>, number>> = {
  'DB-INT-001': 401,
  'DB-INT-002': 404,
  'DB-INT-003': 415,
  'DB-INT-004': 400,
  'DB-INT-005': 413,
  'DB-INT-006': 422,
  'DB-INT-007': 429,
  'DB-INT-008': 503,
  'DB-SVC-007': 500,
};

/** The body of an answer that is an error. */
export function errorBody(code: ErrorCode, params: ErrorParams = {}) {
  const [vi, en] = [explainError(code, 'vi', params), explainError(code, 'en', params)];
  return {
    code,
    message: { vi: vi.message, en: en.message },
    remedy: { vi: vi.remedy, en: en.remedy },
  };
}
