/**
 * Parameters of a SOURCE_URL.
 * Guarantees: one that is not known is refused, so that a slip of the pen never leaves a connection unprotected.
 */
import { readFileSync } from 'node:fs';
import { DongboError } from '../../domain/errors.ts';

/** What is said of a parameter that cannot be used. */
export function refused(parameter: string, reason: string): DongboError {
  return new DongboError('DB-SRC-008', { parameter, reason });
}

/** Throws DB-SRC-008 for a parameter that is none of `known`. */
export function onlyKnown(url: URL, known: readonly string[]): void {
  for (const name of url.searchParams.keys())
    if (!known.includes(name)) throw refused(name, known.join(', '));
}

/** The file that a parameter names, `null` where it is not given. Throws DB-SRC-008 where it cannot be read. */
export function fileOf(url: URL, parameter: string): Buffer | null {
  const path = url.searchParams.get(parameter);
  if (!path) return null;
  try {
    return readFileSync(path);
  } catch (error) {
    throw refused(parameter, `${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** One of `values`, `fallback` where it is not given. Throws DB-SRC-008 for another. */
export function choiceOf<Value extends string>(
  url: URL,
  parameter: string,
  values: readonly Value[],
  fallback: Value,
): Value {
  const given = url.searchParams.get(parameter);
  if (given === null) return fallback;
  const found = values.find((value) => value.toLowerCase() === given.toLowerCase());
  if (found === undefined) throw refused(parameter, values.join(', '));
  return found;
}
