/**
 * Enumerations: the province's words through `values.csv` to the national values.
 * Guarantees: what comes out is a value of the portal's contract; each has a trace entry.
 * Must not: choose a value for one that no table knows.
 */
import type { Codebook } from '../domain/codebook.ts';
import { type Flag, NATIONAL_VALUES, type ValueField } from '../domain/dossier.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { askAsRead } from './code-text.ts';
import type { Notes, PartName } from './notes.ts';
import { readFlag } from './read-flag.ts';
import type { Reading } from './reading.ts';

/** National values of a field; any text where the list is not known whole. */
export type NationalValue<F extends ValueField> = string &
  ((typeof NATIONAL_VALUES)[F] extends readonly (infer V)[] ? V : string);

/** Rule of a value that the province does not record and no row gives a meaning. */
export const ABSENT_IS_ZERO = 'absent = 0';

/** Tells the full trace of a yes or no that is not of the tables; absent means no. */
export function passFlag(
  notes: Notes,
  part: PartName,
  field: string,
  raw: SourceText,
  flag: Flag | '',
): void {
  notes.passPart(part, field, raw, flag === '1' ? '1' : '0', flag === '' ? ABSENT_IS_ZERO : 'yes or no');
}

function isNational<F extends ValueField>(field: F, value: string): value is NationalValue<F> {
  const known: readonly string[] | null = NATIONAL_VALUES[field];
  return known === null || known.includes(value);
}

/** @param text clean; '' asks for the meaning of an absent value. @returns `null` where no table knows it. */
export function lookUpValue<F extends ValueField>(
  codebook: Codebook,
  field: F,
  text: string,
): { readonly value: NationalValue<F>; readonly rule: string } | null {
  const found = codebook.value(field, text);
  return found.found && isNational(field, found.value) ? { value: found.value, rule: found.rule } : null;
}

function isThere(answer: unknown): boolean {
  return answer !== null;
}

/** {@link lookUpValue} of a source's text: as written, then as legacy text reads. */
export function lookUpWritten<F extends ValueField>(
  { codebook, notes }: Reading,
  table: F,
  label: string,
  raw: SourceText,
): { readonly value: NationalValue<F>; readonly rule: string } | null {
  return askAsRead(notes, label, raw, (text) => lookUpValue(codebook, table, text), isThere);
}

/** A value without which the dossier waits. @returns '' after a fault. */
export function readNeededValue<F extends ValueField>(
  reading: Reading,
  table: F,
  field: string,
  raw: SourceText,
  faults: { readonly missing: ErrorCode; readonly unknown: ErrorCode },
): NationalValue<F> | '' {
  const found = lookUpWritten(reading, table, field, raw);
  if (found !== null) {
    reading.notes.note(field, raw, found.value, found.rule);
    return found.value;
  }
  reading.notes.block(cleanText(raw) === '' ? faults.missing : faults.unknown, field, raw);
  return '';
}

/** Value fields whose `0` says that nothing of the kind was recorded. */
export type MarkField = 'payment' | 'digitized' | 'reuse' | 'from_store';

const MARKS: ReadonlySet<ValueField> = new Set<MarkField>(['payment', 'digitized', 'reuse', 'from_store']);
/** Without these the dossier waits; every other value may be absent. */
const NEEDED: ReadonlySet<ValueField> = new Set<ValueField>([
  'channel',
  'subject_type',
  'return_method',
  'filing_place',
]);

/** What a plain yes or no means for a mark; `null` where it does not say enough. */
function plainMark(table: ValueField, text: SourceText): '0' | '1' | null {
  const flag = readFlag(text);
  if (flag === '0') return flag;
  return flag === '1' && (table === 'digitized' || table === 'from_store') ? flag : null;
}

/** Is this value (clean text, '' = absent) understood although no row and no national value is it? */
export function isUnderstoodWithoutRow(field: ValueField, text: string): boolean {
  if (text === '') return !NEEDED.has(field);
  return MARKS.has(field) && plainMark(field, text) !== null;
}

/**
 * A mark: absent means `0` unless a row gives the absent value another meaning, and so does a plain
 * no (`false`, `không` …). A plain yes needs no row where `1` is all that it can mean; a yes to
 * payment or reuse does not say which. `unknown` is told of what nothing explains, and `0` comes out.
 */
export function readMark<F extends MarkField>(
  reading: Reading,
  table: F,
  field: string,
  raw: SourceText,
  unknown: () => void,
): NationalValue<F> | '0' {
  const found = lookUpWritten(reading, table, field, raw);
  if (found !== null) {
    reading.notes.note(field, raw, found.value, found.rule);
    return found.value;
  }
  if (cleanText(raw) === '') {
    reading.notes.note(field, raw, '0', ABSENT_IS_ZERO);
    return '0';
  }
  const flag = plainMark(table, raw);
  if (flag !== null && isNational(table, flag)) {
    reading.notes.note(field, raw, flag, 'yes or no');
    return flag;
  }
  unknown();
  return '0';
}

/** An optional value of a part. @returns '' where absent or after a fault. */
export function readOptionalValue(
  reading: Reading,
  part: PartName,
  table: ValueField,
  field: string,
  label: string,
  raw: SourceText,
  unknown: ErrorCode,
): string {
  const found = lookUpWritten(reading, table, label, raw);
  if (found !== null) {
    reading.notes.note(label, raw, found.value, found.rule);
    return found.value;
  }
  if (cleanText(raw) !== '') reading.notes.holdPart(part, unknown, field, raw);
  return '';
}
