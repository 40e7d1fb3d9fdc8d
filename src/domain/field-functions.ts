/**
 * What each function of a source map takes, and how a pattern of a date is read.
 * Guarantees: pure; whoever checks a map and whoever fills fields by it go by the same rules.
 * Must not: compute values (`source/rows/evaluate.ts` does).
 */
import type { FieldFunction } from './source-map.ts';

/** How many arguments, and which of them (from 0) stand written in the map, not in the province's data. */
export interface FunctionShape {
  readonly least: number;
  readonly most: number;
  /** Whole numbers, not 0. */
  readonly numbers: readonly number[];
  /** Texts that are not empty. */
  readonly texts: readonly number[];
  /** A pattern of {@link readDatePattern}. */
  readonly patterns: readonly number[];
}

/** More arguments than anybody reads at a glance. */
const MANY = 20;

function shape(least: number, most = least, fixed: Partial<FunctionShape> = {}): FunctionShape {
  return { least, most, numbers: [], texts: [], patterns: [], ...fixed };
}

/** Every function with its shape. */
export const FUNCTION_SHAPES: Readonly<Record<FieldFunction, FunctionShape>> = {
  concat: shape(1, MANY),
  first: shape(1, MANY),
  trim: shape(1),
  upper: shape(1),
  lower: shape(1),
  replace: shape(3, 3, { texts: [1] }),
  substring: shape(2, 3, { numbers: [1, 2] }),
  split: shape(3, 3, { texts: [1], numbers: [2] }),
  digits: shape(1),
  epoch_seconds: shape(1),
  epoch_millis: shape(1),
  date: shape(2, 2, { patterns: [1] }),
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
