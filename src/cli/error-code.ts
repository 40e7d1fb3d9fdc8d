/**
 * Error codes as people type them.
 * Guarantees: letter case is no matter, and `DB-` may be left out; a code that is none is never taken for another.
 */
import { type ErrorCode, isErrorCode } from '../domain/errors.ts';

/** The code that was meant by `db-dos-004` or `DOS-004`; `null` where there is none. */
export function errorCodeOf(text: string): ErrorCode | null {
  const upper = text.trim().toUpperCase();
  const code = upper.startsWith('DB-') ? upper : `DB-${upper}`;
  return isErrorCode(code) ? code : null;
}

/** Has it the form of an error code, though perhaps of none that there is? */
export function isLikeErrorCode(text: string): boolean {
  return /^DB-[A-Z]{3}-\d{3}$/i.test(text.trim());
}
