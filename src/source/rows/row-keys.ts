/**
 * Under which names rows of the views go.
 * Guarantees: pure; two spellings of one code (padding of `char(n)`, outer blanks, composed or
 * decomposed letters) are one code; every name fits into an index of the ledger.
 * Must not: change what a row itself says.
 */
import { createHash } from 'node:crypto';
import type { SourceText } from '../../domain/source-dossier.ts';

/** UTF-16 units, at most 1500 bytes: PostgreSQL takes no entry of an index beyond some 2700. */
const LONGEST_NAME = 500;

const PLAIN = /^[\x21-\x7e]+$/;

/** Has it nothing but blanks? */
export function isBlank(value: SourceText | undefined): boolean {
  return (value ?? '').trim() === '';
}

/** The code by which rows of different views meet; the ledger calls a dossier by the same rule. */
export function sameCode(code: SourceText | undefined): string {
  return (code ?? '').normalize('NFC').trim();
}

/**
 * How a view may have spelled a code that the dossiers spell so. A view that spells it in yet
 * another way would have to be asked without its index, row by row.
 * @param text is its column of text? Others (`uuid`, `integer`) know one spelling, without blanks.
 */
export function spellings(code: string, text: boolean): string[] {
  const bare = code.trim();
  if (!text) return [bare];
  // Has one form alone; nearly every code is like that.
  if (PLAIN.test(code)) return [code, ` ${code}`, `${code} `];
  const forms = [...new Set([bare, bare.normalize('NFC'), bare.normalize('NFD')])];
  return [...new Set([code, ...forms.flatMap((form) => [form, ` ${form}`, `${form} `])])];
}

/** A name made from content: the mark and a hash. */
export function standIn(mark: string, content: string): string {
  return mark + createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The row's own name, or a stand-in for one that no index could hold. */
export function fittingName(name: string, mark: string): string {
  return name.length <= LONGEST_NAME ? name : standIn(mark, sameCode(name));
}
