/**
 * What an answer's body really is, whatever its header says.
 * Guarantees: total on any bytes; `json` only where the whole body parses.
 * Must not: trust `Content-Type` (firewalls answer HTML as JSON, portals JSON as text).
 */
import type { BodyKind } from '../domain/answer-rules.ts';

/** A body, read once. */
export interface ReadBody {
  readonly kind: BodyKind;
  /** The parsed document where `kind` is `json`. */
  readonly json: unknown;
}

const HTML = /<(?:!doctype\s+html|html|head|body|title|script|meta)[\s>/]/i;

/** @param bytes at most `PORTAL_MAX_RESPONSE_BYTES`. */
export function readBody(bytes: Uint8Array): ReadBody {
  const text = new TextDecoder('utf-8').decode(bytes).trim();
  if (text === '') return { kind: 'empty', json: undefined };
  try {
    return { kind: 'json', json: JSON.parse(text) };
  } catch {
    // Not swallowed: a body that does not parse is told apart right here.
  }
  const markup = text.startsWith('<') && HTML.test(text.slice(0, 2048));
  return { kind: markup ? 'html' : 'other', json: undefined };
}

/** Is it an object with names? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers and booleans as text, text trimmed, all else ''. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isFinite(value) ? String(value === 0 ? 0 : value) : '';
  return typeof value === 'boolean' ? String(value) : '';
}

/** The first of `names` that `row` has with a value, as text; '' where it has none. */
export function firstText(row: Readonly<Record<string, unknown>>, names: readonly string[]): string {
  for (const name of names) {
    const text = Object.hasOwn(row, name) ? asText(row[name]) : '';
    if (text !== '') return text;
  }
  return '';
}
