/**
 * What one check of the doctor found, and how it says so.
 * Guarantees: whatever is not well carries a code of the catalogue, so that cause and remedy come from there;
 * figures in both languages. Must not: hold personal data; a dossier's code is the most that it names.
 */
import {
  DongboError,
  type ErrorCode,
  type ErrorParams,
  entryOf,
  type Language,
  reasonOf,
} from '../../domain/errors.ts';

/** How a check ended. `skipped`: it could not be made, and why is what it found. */
export type Result = 'ok' | 'warning' | 'failed' | 'skipped';

/** A text in both languages. */
export type Words = Readonly<Record<Language, string>>;

/** See the file's head. */
export interface Finding {
  readonly result: Result;
  readonly found: Words;
  /** Where it is not well. */
  readonly code: ErrorCode | null;
  readonly params: ErrorParams;
  /** Single faults, a line each. */
  readonly details: readonly string[];
  /** What a command ends with because of it: 69 a service is away, 78 settings or versions are wrong, 1 else. */
  readonly exit: number;
}

/** Both languages. */
export const words = (vi: string, en: string): Words => ({ vi, en });

/** The same in both: figures. */
export const plain = (text: string): Words => ({ vi: text, en: text });

/** All is well. */
export const well = (found: Words): Finding => ({ ...NOTHING, result: 'ok', found });

/** It was not looked at. */
export const skipped = (found: Words): Finding => ({ ...NOTHING, result: 'skipped', found });

const NOTHING = { code: null, params: {}, details: [], exit: 0 } as const;

/** What a finding says besides its code. */
interface More {
  readonly params?: ErrorParams;
  readonly details?: readonly string[];
  readonly exit?: number;
}

/** Something is not as it should be. */
export function wrong(
  result: 'warning' | 'failed',
  code: ErrorCode,
  found: Words,
  { params = {}, details = [], exit = entryOf(code).exit ?? 1 }: More = {},
): Finding {
  return { result, found, code, params, details, exit };
}

/** What was thrown, as a finding. @param exit where the doctor knows better than the catalogue */
export function thrown(error: unknown, exit?: number): Finding {
  const known =
    error instanceof DongboError
      ? error
      : new DongboError('DB-SVC-007', { reason: reasonOf(error) }, { cause: error });
  const { code, params, details } = known;
  return wrong('failed', code, plain(''), { params, details, ...(exit === undefined ? {} : { exit }) });
}

/** `12.3 GiB`, `480 MiB`. */
export function size(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  return gib >= 1 ? `${gib.toFixed(1)} GiB` : `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
}

/** `2.5 s`, `40 min`, `5 h`, `12 d`. */
export function span(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 100) return `${Math.round(seconds * 10) / 10} s`;
  if (size < 6_000) return `${Math.round(seconds / 60)} min`;
  return size < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** Whole days until `end`; negative once it has passed. */
export function daysUntil(end: Date, now: number): number {
  return Math.floor((end.getTime() - now) / 86_400_000);
}
