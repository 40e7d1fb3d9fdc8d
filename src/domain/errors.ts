/**
 * The catalogue of errors and the one exception class.
 * Guarantees: everything that goes wrong has a code `DB-<AREA>-<NNN>`, a class that says what
 * happens next, who must act, and cause and remedy in Vietnamese and English.
 * Must not: carry personal data in messages of exceptions; a held value stays in the ledger.
 */
import { adminHttpErrors } from './errors/admin-http.ts';
import { auditErrors } from './errors/audit.ts';
import { captureErrors } from './errors/capture.ts';
import { catalogueErrors } from './errors/catalogue.ts';
import { configErrors } from './errors/config.ts';
import { doctorErrors } from './errors/doctor.ts';
import { doctorWorkErrors } from './errors/doctor-work.ts';
import { dossierErrors } from './errors/dossier.ts';
import type { ErrorEntry, Language } from './errors/entry.ts';
import { exchangeErrors } from './errors/exchange.ts';
import { intakeErrors } from './errors/intake.ts';
import { mappingErrors } from './errors/mapping.ts';
import { operateErrors } from './errors/operate.ts';
import { partErrors } from './errors/part.ts';
import { portalErrors } from './errors/portal.ts';
import { reconcileErrors } from './errors/reconcile.ts';
import { redisErrors } from './errors/redis.ts';
import { restSourceErrors } from './errors/rest-source.ts';
import { restoreErrors } from './errors/restore.ts';
import { resyncErrors } from './errors/resync.ts';
import { scoreErrors } from './errors/score.ts';
import { officialScoreErrors } from './errors/score-official.ts';
import { serviceErrors } from './errors/service.ts';
import { sourceErrors } from './errors/source.ts';
import { sweepErrors } from './errors/sweep.ts';
import { textErrors } from './errors/text.ts';
import { tlsErrors } from './errors/tls.ts';
import { xmlErrors } from './errors/xml.ts';
import { wordsOf } from './server-words.ts';

export type { Actor, ErrorClass, ErrorEntry, Language } from './errors/entry.ts';

const CATALOGUE = {
  ...configErrors,
  ...sourceErrors,
  ...xmlErrors,
  ...captureErrors,
  ...restSourceErrors,
  ...intakeErrors,
  ...mappingErrors,
  ...exchangeErrors,
  ...catalogueErrors,
  ...dossierErrors,
  ...partErrors,
  ...textErrors,
  ...portalErrors,
  ...serviceErrors,
  ...redisErrors,
  ...adminHttpErrors,
  ...tlsErrors,
  ...operateErrors,
  ...resyncErrors,
  ...reconcileErrors,
  ...sweepErrors,
  ...scoreErrors,
  ...officialScoreErrors,
  ...restoreErrors,
  ...auditErrors,
  ...doctorErrors,
  ...doctorWorkErrors,
} satisfies Record<string, ErrorEntry>;

/** `DB-<AREA>-<NNN>`. */
export type ErrorCode = keyof typeof CATALOGUE;
/** Named values that a message mentions; `{name}` in the text. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** Every code of the catalogue, in order of area and number. */
export const ERROR_CODES = Object.keys(CATALOGUE) as ErrorCode[];

/** Is this text a code of the catalogue (and not one of an older or newer version)? */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CATALOGUE, text);
}

/** The entry of a code, its texts marked as they are written; {@link explainError} has them for a terminal. */
export function entryOf(code: ErrorCode): ErrorEntry {
  return CATALOGUE[code];
}

/** A sentence and what to do, in one language. */
export interface Explanation {
  readonly message: string;
  readonly remedy: string;
}

/** A text of the catalogue without the backticks around what people type or look for: for a terminal. */
export function unmarked(text: string): string {
  return text.replaceAll('`', '');
}

function fill(text: string, params: ErrorParams): string {
  // A value may hold backticks of its own: they stay.
  return unmarked(text).replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** Cause and remedy of `code` in `language`, with `params` filled in; an unfilled name stays visible. */
export function explainError(code: ErrorCode, language: Language, params: ErrorParams = {}): Explanation {
  const text = CATALOGUE[code][language];
  return { message: fill(text.cause, params), remedy: fill(text.remedy, params) };
}

/** An error that people can act on. `message` is English; {@link explainError} gives both languages. */
export class DongboError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** Further faults found in the same check, so that all are told at once. */
  readonly details: readonly string[];

  constructor(
    code: ErrorCode,
    params: ErrorParams = {},
    options: { cause?: unknown; details?: readonly string[] } = {},
  ) {
    super(`${code}: ${explainError(code, 'en', params).message}`, { cause: options.cause });
    this.name = 'DongboError';
    this.code = code;
    this.params = params;
    this.details = options.details ?? [];
  }

  /** Process exit code: 1 failed, 2 wrong use, 69 a service is away, 75 try later, 78 bad configuration. */
  get exitCode(): number {
    return entryOf(this.code).exit ?? 1;
  }
}

/** The one-line text of anything thrown, without stack and without values of rows; for causes inside messages. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const text = error instanceof Error ? wordsOf(error) || error.message || error.name : String(error);
  return text.trim().replace(/\s*[\r\n]+\s*/g, ' ');
}
