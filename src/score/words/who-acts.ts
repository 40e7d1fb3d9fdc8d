/**
 * Who must act on what costs points.
 * Guarantees: the catalogue's own answer, in its words. Must not: guess for what is no fault of the data.
 */

import { ACTORS } from '../../domain/error-actors.ts';
import { entryOf, isErrorCode, type Language } from '../../domain/errors.ts';

/** The one's name, or '' for a reason that is none of the catalogue's codes. */
export function whoMends(reason: string, language: Language): string {
  return isErrorCode(reason) ? ACTORS[entryOf(reason).actor][language].name : '';
}
