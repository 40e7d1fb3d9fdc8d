/**
 * What each function of a source map takes, and how a pattern of a date is read.
 * Guarantees: pure; whoever checks a map and whoever fills fields by it go by the same rules.
 * Must not: compute values (`source/rows/evaluate.ts` does).
 */
import type { FieldFunction } from './source-map.ts';

/** What of an argument is written in the map as it is, not looked up in the province's data. */
export type WrittenArgument = 'number' | 'text' | 'words' | 'pattern';

/** How many arguments a function takes, and which of them (from 0) are written in the map. */
export interface FunctionShape {
  readonly least: number;
  readonly most: number;
  /** `number`: whole, not 0; `words`: may be empty; `pattern`: of {@link readDatePattern}. */
  readonly written: Readonly<Record<number, WrittenArgument>>;
}

/** More arguments than anybody reads at a glance. */
const MANY = 20;

function shape(least: number, most = least, written: FunctionShape['written'] = {}): FunctionShape {
  return { least, most, written };
}

/** Every function with its shape. */
export const FUNCTION_SHAPES: Readonly<Record<FieldFunction, FunctionShape>> = {
  concat: shape(1, MANY),
  first: shape(1, MANY),
  trim: shape(1),
  upper: shape(1),
  lower: shape(1),
  replace: shape(3, 3, { 1: 'text', 2: 'words' }),
  substring: shape(2, 3, { 1: 'number', 2: 'number' }),
  split: shape(3, 3, { 1: 'text', 2: 'number' }),
  digits: shape(1),
  epoch_seconds: shape(1),
  epoch_millis: shape(1),
  from_utc: shape(1),
  date: shape(2, 2, { 1: 'pattern' }),
  latest: shape(1, MANY),
  earliest: shape(1, MANY),
  if_present: shape(2, 3),
  if_equal: shape(3, 4),
};

/** A part of a date's pattern: a field of the date, or a text that stands there as it is. */
export type DateToken =
  | { readonly kind: 'field'; readonly field: DateField; readonly width: number }
  | { readonly kind: 'text'; readonly text: string };
/** Year, month, day, hour (of 24 or, with `a`, of 12), minute, second, fraction, half of the day. */
export type DateField = (typeof DATE_FIELDS)[number];

const DATE_FIELDS = ['y', 'M', 'd', 'H', 'm', 's', 'S', 'a'] as const;
const FIELD_RUN = /^(?:yyyy|MM?|dd?|HH?|mm?|ss?|S{1,9}|a)$/;

/**
 * `dd/MM/yyyy HH:mm:ss` as tokens: two letters want two digits, one letter takes one or two; `S` takes a
 * fraction of that length or shorter; `a` is AM, PM, SA or CH; other letters stand in `'…'`. `null` for what is
 * no pattern: a letter that means nothing, a field twice, no year, month or day.
 */
export function readDatePattern(pattern: string): readonly DateToken[] | null {
  const tokens: DateToken[] = [];
  for (const [run, quoted] of pattern.matchAll(/'([^']*)'|([a-zA-Z])\2*|[^a-zA-Z']|'/g)) {
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else if (FIELD_RUN.test(run)) {
      tokens.push({ kind: 'field', field: run.charAt(0) as DateField, width: run.length });
    } else if (/^[a-zA-Z']/.test(run)) return null;
    else tokens.push({ kind: 'text', text: run });
  }
  const fields = tokens.flatMap((token) => (token.kind === 'field' ? [token.field] : []));
  if (new Set(fields).size !== fields.length) return null;
  return (['y', 'M', 'd'] as const).every((field) => fields.includes(field)) ? tokens : null;
}
