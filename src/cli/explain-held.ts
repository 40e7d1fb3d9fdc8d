/**
 * What a held part says to people, and who must act.
 * Guarantees: padding, line ends and control characters of the province's values stay out of the
 * sentence, and a value of any length leaves it readable; `--json` has the value itself beside it.
 */

import { ACTORS } from '../domain/error-actors.ts';
import {
  type Actor,
  type ErrorClass,
  entryOf,
  explainError,
  isErrorCode,
  type Language,
} from '../domain/errors.ts';
import type { HeldRow } from '../ledger/held-list.ts';
import { fieldName } from './field-names.ts';
import { ruleName } from './rule-names.ts';

/** Characters of a value that a sentence shows. */
const SHOWN = 120;

/** The value as a sentence shows it: no outer blanks, inner ones as one, at most 120 characters. */
export function shownValue(value: string): string {
  const folded = value.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const characters = [...folded];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : folded;
}

/** Cause and remedy of a held row; a code of another version is shown as it is. */
export function explainHeld(
  row: Pick<HeldRow, 'code' | 'field' | 'params'> & { readonly value?: string },
  language: Language,
): { message: string; remedy: string } {
  if (!isErrorCode(row.code)) return { message: row.code, remedy: '' };
  const named = { field: fieldName(row.field, language), value: row.value ?? '…', ...row.params };
  const shown = Object.entries(named).map(([name, value]) => [
    name,
    typeof value === 'string' ? shownValue(name === 'rule' ? ruleName(value, language) : value) : value,
  ]);
  return explainError(row.code, language, Object.fromEntries(shown));
}

/** Who must act and what happens next; both `null` for a code of another version. */
export function dutyOf(code: string): { actor: Actor | null; class: ErrorClass | null } {
  if (!isErrorCode(code)) return { actor: null, class: null };
  const { actor, class: kind } = entryOf(code);
  return { actor, class: kind };
}

/** `ai xử lý: cán bộ một cửa`; '' for a code of another version. */
export function whoActs(code: string, language: Language): string {
  const { actor } = dutyOf(code);
  if (actor === null) return '';
  return `${language === 'vi' ? 'ai xử lý' : 'who acts'}: ${ACTORS[actor][language].name}`;
}
