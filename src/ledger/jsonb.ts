/**
 * Values on their way into columns of type json and jsonb.
 * Guarantees: what PostgreSQL has no text for (NUL, lone surrogates) becomes U+FFFD, visibly, instead of failing the whole
 * page; a json column would take it, and fail whoever looks into it later.
 */

const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The text as PostgreSQL can store it. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

/** JSON text that json and jsonb take, and in which every value can be looked at. */
export function toJsonb(value: unknown): string {
  const json = JSON.stringify(value);
  // Nearly no text has an escape, and looking for its first two signs is far cheaper.
  if (!json.includes('\\u') || !UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? storable(item) : item));
}

/** Between the values of {@link toJsonbList}: JSON text never has it as it is. */
const BETWEEN = '\u001e';

/** SQL: an array of the texts that {@link toJsonbList} made; `null` is NULL. Each is to be cast. */
export const jsonTexts = (parameter: string): string => `string_to_array(${parameter}, E'\\x1e', '')`;

/** Many values as one text, which costs PostgreSQL far less than one document of all of them. */
export function toJsonbList(values: readonly unknown[]): string {
  return values.map((value) => (value === null ? '' : toJsonb(value))).join(BETWEEN);
}

/** Text of an array whose elements need no quotes, which is not looked for what must be escaped; `null` is NULL. */
export function plainArray(values: readonly (number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join()}}`;
}
