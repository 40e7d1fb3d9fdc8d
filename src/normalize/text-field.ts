/**
 * Texts: old fonts read, cleaned, held to the portal's limits, changes noted.
 * Guarantees: a text over its limit is cut at a word with `…` and the trace says so
 * (limits: 1-portal-contract.md, 2.2 and 2.3); a text that cannot be read for certain is a fault
 * and never goes.
 */
import type { ErrorCode } from '../domain/errors.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanLines, cleanText, cutAtWord } from './clean-text.ts';
import { readLegacy } from './legacy-text/read-legacy.ts';
import { labelOf, type Notes, type PartName } from './notes.ts';

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

/** How a text without which its part or dossier does not go is read. */
export interface NeededTextRule extends TextRule {
  readonly missing: ErrorCode;
}

/**
 * What people wrote and the dossier needs; it waits else. @returns '' after a fault.
 * @param rule without `missing`: the caller has seen that there is something.
 */
export function readNeededText(
  notes: Notes,
  field: string,
  raw: SourceText,
  rule: TextRule | NeededTextRule = {},
): string {
  const text = readPeoplesText(notes, field, raw, rule);
  if (text === null) notes.block('DB-TXT-001', field, raw);
  else if (text === '' && 'missing' in rule) notes.block(rule.missing, field, raw);
  return text ?? '';
}

/** What people wrote, without which the dossier can go. @returns '' where absent or after a fault. */
export function readOptionalText(notes: Notes, field: string, raw: SourceText, rule: TextRule = {}): string {
  const text = readPeoplesText(notes, field, raw, rule);
  if (text === null) notes.without('DB-TXT-002', field, raw);
  return text ?? '';
}

/**
 * What people wrote of a part; a fault holds the part.
 * @param field `components.name`. @returns '' where absent or after a fault.
 */
export function readPartText(
  notes: Notes,
  part: PartName,
  field: string,
  raw: SourceText,
  rule: TextRule | NeededTextRule = {},
): string {
  const text = readPeoplesText(notes, field, raw, rule, part);
  if (text === null) notes.holdPart(part, 'DB-TXT-003', field, raw);
  else if (text === '' && 'missing' in rule) notes.holdPart(part, rule.missing, field, raw);
  return text ?? '';
}

/** What machines read: codes and addresses. Cleaned, never taken for an old font. @returns '' where absent. */
export function readPlainText(notes: Notes, field: string, raw: SourceText, rule: TextRule = {}): string {
  if (!raw) return '';
  return toLimit(notes, field, raw, raw, rule);
}

/** @returns `null` where it cannot be read for certain. */
function readPeoplesText(
  notes: Notes,
  field: string,
  raw: SourceText,
  rule: TextRule,
  part?: PartName,
): string | null {
  if (!raw) return '';
  const reading = readLegacy(raw);
  if (reading.kind === 'doubtful') return null;
  if (reading.kind === 'unicode') return toLimit(notes, field, raw, raw, rule, part);
  notes.note(labelled(field, part), raw, cleaned(reading.text, rule), reading.rule);
  return toLimit(notes, field, raw, reading.text, rule, part);
}

function toLimit(
  notes: Notes,
  field: string,
  raw: string,
  text: string,
  rule: TextRule,
  part?: PartName,
): string {
  const clean = cleaned(text, rule);
  if (rule.limit !== undefined && clean.length > rule.limit) {
    const cut = cutAtWord(clean, rule.limit);
    notes.note(labelled(field, part), raw, cut, `cut at ${rule.limit}`);
    return cut;
  }
  if (text !== raw) return clean;
  if (clean !== raw && clean !== raw.trim()) notes.note(labelled(field, part), raw, clean, 'cleaned');
  else if (notes.full) notes.pass(labelled(field, part), raw, clean);
  return clean;
}

function cleaned(text: string, rule: TextRule): string {
  return rule.lines === true ? cleanLines(text) : cleanText(text);
}

function labelled(field: string, part: PartName | undefined): string {
  return part === undefined ? field : labelOf(part, field);
}
