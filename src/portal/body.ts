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
  /** As it came, without blanks around. */
  readonly text: string;
}

const HTML = /<(?:!doctype\s+html|html|head|body|title|script|meta)[\s>/]/i;

/** @param bytes at most `PORTAL_MAX_RESPONSE_BYTES`. */
export function readBody(bytes: Uint8Array): ReadBody {
  const text = textOf(bytes).trim();
  if (text === '') return { kind: 'empty', json: undefined, text };
  try {
    return { kind: 'json', json: JSON.parse(text), text };
  } catch {
    // Not swallowed: a body that does not parse is told apart right here.
  }
  const markup = text.startsWith('<') && HTML.test(text.slice(0, 2048));
  return { kind: markup ? 'html' : 'other', json: undefined, text };
}

const UTF_16_MARKS: readonly (readonly [first: number, second: number, label: string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
];

/**
 * JSON is UTF-8 (RFC 8259). What says otherwise by its mark, or cannot be UTF-8, is read all the same:
 * a success code over words of failure must not pass for success because its words are garbled.
 * windows-1258 is what Vietnamese systems wrote before, and holds the letters of Latin-1.
 */
function textOf(bytes: Uint8Array): string {
  const mark = UTF_16_MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second);
  if (mark) return new TextDecoder(mark[2]).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1258').decode(bytes);
  }
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
