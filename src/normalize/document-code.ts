/**
 * Unified document-type codes of components and results.
 * Guarantees: a code comes from the codebook, for this procedure and the day of receipt.
 * Must not: judge a code by its shape, nor fall back on the province's own.
 */
import type { Lookup, Missed } from '../domain/codebook.ts';
import { askAsRead } from './code-text.ts';
import type { Notes, PartName } from './notes.ts';
import type { KnownProcedure, NotFoundCodes } from './reading.ts';

/** How faults of a document code are told. */
export interface DocumentCodeRule {
  /** `components.code`. */
  readonly field: string;
  /** `components[7].code`. */
  readonly label: string;
  readonly notFound: NotFoundCodes;
}

/** The national code that could not be answered, and the first day without it, as messages name them. */
export function nationalParams({ code, since }: Missed): { readonly code?: string; readonly date?: string } {
  return { ...(code === undefined ? {} : { code }), ...(since === undefined ? {} : { date: since }) };
}

/** Looks up a code that is there (clean text not ''); '' after a fault. */
export function readDocumentCode<Code extends string>(
  notes: Notes,
  part: PartName,
  raw: string | null,
  known: KnownProcedure,
  rule: DocumentCodeRule,
  lookUp: (provinceCode: string) => Lookup<Code>,
): Code | '' {
  const found = askAsRead(notes, rule.label, raw, lookUp, (answer) => answer.found);
  if (!found.found) {
    const { rule: by } = found;
    const params = { procedure: known.procedure.code, day: known.on, rule: by, ...nationalParams(found) };
    notes.holdPart(part, rule.notFound[found.why], rule.field, raw, params);
    return '';
  }
  // The catalogue speaks against it and is not taken strictly: the code that would have held it warns.
  const warning = found.doubt === undefined ? undefined : rule.notFound[found.doubt];
  notes.note(rule.label, raw, found.value, found.rule, warning);
  return found.value;
}
