/**
 * Texts: cleaned, held to the portal's limits, changes noted.
 * Guarantees: a text over its limit is cut at a word with `…` and the trace says so
 * (limits: 1-portal-contract.md, 2.2 and 2.3).
 */
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanLines, cleanText, cutAtWord } from './clean-text.ts';
import type { Notes } from './notes.ts';

/** Characters (UTF-16 units) that the portal takes. */
export const LIMITS = {
  code: 50,
  processor: 50,
  detail: 500,
  subject: 1000,
  resultName: 2000,
  componentName: 4000,
} as const;

/** How a text is read. */
export interface TextRule {
  /** Longest text; unlimited where absent. */
  readonly limit?: number;
  /** Keep line breaks. */
  readonly lines?: boolean;
}

/** @returns clean text within its limit, '' where absent. */
export function readText(notes: Notes, field: string, raw: SourceText, rule: TextRule = {}): string {
  if (!raw) return '';
  const clean = rule.lines === true ? cleanLines(raw) : cleanText(raw);
  if (rule.limit !== undefined && clean.length > rule.limit) {
    const cut = cutAtWord(clean, rule.limit);
    notes.note(field, raw, cut, `cut at ${rule.limit}`);
    return cut;
  }
  if (clean !== raw && clean !== raw.trim()) notes.note(field, raw, clean, 'cleaned');
  return clean;
}
