/**
 * What the tokenizer complains of, as an error of the catalogue.
 * Guarantees: its own words go no further: some of them repeat what stands in the document (invariant 10).
 */
import type { ErrorCode } from '../../domain/errors.ts';

const KINDS: readonly (readonly [words: RegExp, code: ErrorCode])[] = [
  [/unclosed tag|unexpected end|must contain a root element/, 'DB-XML-018'],
  [/entity/, 'DB-XML-016'],
  [/unmatched closing tag|unexpected close tag|empty close tag/, 'DB-XML-019'],
];

/** @param before what of the document stands before its root; `null` = the root has begun */
export function syntaxCode(message: string, before: string | null): ErrorCode {
  if (before !== null) {
    if (/<!doctype/i.test(before)) return 'DB-XML-015';
    if (before.trim() === '') return 'DB-XML-010';
    if (!before.trimStart().startsWith('<')) return 'DB-XML-011';
  }
  // Without what it repeats of the document: a tag may be called `entity`.
  const [own = ''] = message.replace(/^\d+:\d+: /, '').split(': ');
  return KINDS.find(([words]) => words.test(own))?.[1] ?? 'DB-XML-017';
}

/** Is that how a document is called that is not written to its end? */
export function isCutOff(code: ErrorCode): boolean {
  return code === 'DB-XML-018' || code === 'DB-XML-010';
}
