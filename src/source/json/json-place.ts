/**
 * Where something is in a JSON document, and what text it is.
 * Guarantees: pure; a path with dots leads through objects and, by number, lists; a key that has dots itself is
 * found, too; what is there is kept as it was written.
 */
import type { SourceText } from '../../domain/source-dossier.ts';
import { type Json, JsonNumber, type JsonObject } from './read-json.ts';

/** Is it an object? */
export function isObject(value: Json | undefined): value is JsonObject {
  return value instanceof Map;
}

/** What stands at `path`; '' = the value itself; `undefined` = nothing does. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  if (path === '') return value;
  const dot = path.indexOf('.');
  const [head, rest] = dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
  if (Array.isArray(value)) {
    return /^\d{1,6}$/.test(head) ? valueAt((value as readonly Json[])[Number(head)], rest) : undefined;
  }
  if (!isObject(value)) return undefined;
  if (value.has(path)) return value.get(path);
  return value.has(head) ? valueAt(value.get(head), rest) : undefined;
}

const isPlain = (value: Json): boolean =>
  typeof value !== 'object' || value === null || value instanceof JsonNumber;

/**
 * The text of a value: numbers as they were written, `true` and `false`; a list of plain values is those, with
 * commas; anything else that is nested stays JSON, to be seen and held as what it is.
 */
export function textOf(value: Json | undefined): SourceText {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value) && value.every(isPlain)) {
    const texts = (value as readonly Json[]).map(textOf).filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join(',');
  }
  return jsonText(value);
}

/** The value as JSON without blanks, numbers as they came. */
export function jsonText(value: Json): string {
  if (value instanceof JsonNumber) return value.text;
  if (isObject(value))
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`).join(',')}}`;
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(jsonText).join(',')}]`;
  return JSON.stringify(value);
}
