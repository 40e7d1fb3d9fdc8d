/**
 * What of a sample a person is shown: whether a field is filled with the right kind of thing, not with what.
 * Guarantees: names, numbers of people, contacts, links and free text are never shown, but their shape, from which
 * nobody finds them; codes, times and marks are shown as they are unless they look like one of those: a map in the
 * making may put anything anywhere.
 */
import type { SourceText } from '../../domain/source-dossier.ts';

type Kind = 'code' | 'time' | 'hidden';

const CODES: ReadonlySet<string> = new Set([
  ...['code', 'procedureCode', 'agencyCode', 'channel', 'subjectType', 'ownerIdType', 'status', 'substatus'],
  ...['returnMethod', 'filingPlace', 'vneidVerified', 'payment', 'databases', 'deleted', 'dossierCode', 'id'],
  ...['documentCode', 'digitized', 'reuse', 'fromStore', 'replacesResultCode', 'componentCode', 'feeCode'],
  ...['amount', 'collection', 'kind', 'paid'],
]);
const TIMES = /^(?:at|.*At|dueBefore|dueAfter)$/;

/** Longer than codes and words in their place. */
const LONGEST_SHOWN = 40;
/** Words of a shape that are told. */
const MOST_RUNS = 6;
const PERSONAL = /@|\d{9,}|(?<![\p{L}\d.-])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\p{L}\d-])/u;
/** Words that all begin with a capital: more likely a person than a status. */
const NAME = /^\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+\p{Lu}[\p{L}\p{M}'’.-]*)+$/u;
const TIME = /^(?=.*\d([-/.])\d{1,2}\1\d)[\d\s:.,/+TZ-]+$/i;
const LONG_DIGITS = /\d{9,}/;
const COMPACT_TIME = /^(?:19|20)\d{6}(?:T?\d{6})?$/;

function kindOf(field: string): Kind {
  if (CODES.has(field)) return 'code';
  return TIMES.test(field) ? 'time' : 'hidden';
}

function isShown(kind: Kind, text: string): boolean {
  if (text.length > LONGEST_SHOWN || kind === 'hidden') return false;
  if (kind === 'time') return COMPACT_TIME.test(text) || (TIME.test(text) && !LONG_DIGITS.test(text));
  return !PERSONAL.test(text) && !NAME.test(text.normalize('NFC'));
}

/** `Aa Aa` of a name, `#12` of twelve digits, `a.#4@a.a` of an address: kinds of signs, not the signs. */
export function shapeOf(text: string): string {
  const runs =
    text
      .normalize('NFC')
      .trim()
      .match(/[\p{L}\p{M}]+|\d+|\s+|[^\p{L}\p{M}\d\s]+/gu) ?? [];
  const shapes = runs.slice(0, 2 * MOST_RUNS - 1).map((run) => {
    if (/^\d/.test(run)) return `#${run.length}`;
    if (/^\s/.test(run)) return ' ';
    if (!/^\p{L}/u.test(run)) return /^[@.,/:_-]/.test(run) ? run.charAt(0) : '·';
    return /^\p{Lu}/u.test(run) ? (/\p{Ll}/u.test(run) ? 'Aa' : 'A') : 'a';
  });
  return shapes.join('') + (runs.length > 2 * MOST_RUNS - 1 ? ' …' : '');
}

/** A field's value for people; '' = it has none. `masked`: it is the shape alone. */
export function shownSample(
  field: string,
  value: SourceText | undefined,
): { readonly text: string; readonly masked: boolean } {
  const text = (value ?? '').trim();
  if (text === '') return { text: '', masked: false };
  return isShown(kindOf(field), text) ? { text, masked: false } : { text: shapeOf(text), masked: true };
}
