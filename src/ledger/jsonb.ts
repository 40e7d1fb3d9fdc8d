/**
 * Values on their way into jsonb columns.
 * Guarantees: what PostgreSQL cannot store in jsonb (NUL, lone surrogates) becomes U+FFFD, visibly,
 * instead of failing the whole page.
 */

const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** The text as jsonb takes it. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

/** JSON text that jsonb takes. */
export function toJsonb(value: unknown): string {
  const json = JSON.stringify(value);
  if (!UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? storable(item) : item));
}
