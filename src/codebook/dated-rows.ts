/**
 * Rows by key and day.
 * Guarantees: at most one row fits a key on a day (the tables have been checked for overlaps); a
 * row out of its time counts as absent, but is remembered as the reason.
 */
import type { CatalogueDoubt, Lookup, Missed, NotFound } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { Dated, MappingFile } from './mapping-tables.ts';

/** `procedures.csv:12` */
export function ruleOf(file: MappingFile, row: { readonly line: number }): string {
  return `${file}:${row.line}`;
}

/** The rule of what the national catalogue itself decides. */
export const BY_CATALOGUE = 'catalogue';
/** The rule of what the national catalogue had until `day`, the first without it; `null` = has. */
export function byCatalogue(day: IsoDay | null): string {
  return day === null ? BY_CATALOGUE : `${BY_CATALOGUE} until ${day}`;
}
/** The rule of what the list of national values itself decides. */
export const BY_NATIONAL_VALUE = 'national value';

/** A lookup that found something. */
export function found<T>(value: T, rule: string): Lookup<T> {
  return { found: true, value, rule };
}

/** A lookup that found something against the catalogue's word (`CATALOGUE_STRICT=false`). */
export function foundInDoubt<T>(value: T, rule: string, doubt: CatalogueDoubt): Lookup<T> {
  return { found: true, value, rule, doubt };
}

/** A lookup that found nothing, and why. */
export function notFound<T>(why: NotFound, rule: string, missed: Missed = {}): Lookup<T> {
  return { found: false, why, rule, ...missed };
}

/** Rows by key. */
export function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Is the row valid on this day? Both ends belong to it. */
export function isValidOn(row: Dated, on: IsoDay): boolean {
  return (row.validFrom === '' || row.validFrom <= on) && (row.validTo === '' || on <= row.validTo);
}
