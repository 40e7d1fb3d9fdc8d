/**
 * The body of a push as JSON values: one dossier, a list, or a dossier a line.
 * Guarantees: never a value in an error (invariant 10); a key that is there twice is refused, since nobody can know
 * which was meant.
 */
import { DongboError } from '../../domain/errors.ts';
import { type Json, JsonFault, readJson } from '../json/read-json.ts';

/** Levels within each other: a dossier in a list with its parts has four. */
const DEEPEST = 32;

/** The two forms of a body, by Content-Type. */
export const BODY_TYPES = { json: 'application/json', lines: 'application/x-ndjson' } as const;

/** Throws DB-INT-004 (no JSON), DB-INT-005 (more than `most`). */
export function readBody(bytes: Uint8Array, form: keyof typeof BODY_TYPES, most: number): readonly Json[] {
  const text = textOf(bytes);
  const items = form === 'json' ? one(text) : lines(text, most);
  if (items.length > most) throw new DongboError('DB-INT-005', { limit: `INTAKE_MAX_DOSSIERS (${most})` });
  return items;
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DongboError('DB-INT-004', { reason: 'not UTF-8' });
  }
}

function one(text: string): readonly Json[] {
  const document = read(text, '');
  return Array.isArray(document) ? document : [document];
}

function lines(text: string, most: number): readonly Json[] {
  const items: Json[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    // Nothing beyond what can be taken is read.
    if (items.length > most) break;
    items.push(read(line, `line ${index + 1}: `));
  }
  return items;
}

function read(text: string, where: string): Json {
  try {
    return readJson(text, { deepest: DEEPEST, twice: 'refuse' });
  } catch (error) {
    if (error instanceof JsonFault) throw new DongboError('DB-INT-004', { reason: where + error.message });
    throw error;
  }
}
