/**
 * What one answer of the portal means.
 * Guarantees: pure, total on any bytes; the first rule that matches decides; `ok` only for a JSON
 * body that a rule calls success; what no rule matches is never success (1-portal-contract.md 2.4).
 * Must not: know what was sent, nor what happens next (`judge-records`).
 */
import type { AnswerRule, AnswerRules, BodyKind } from '../domain/answer-rules.ts';
import type { AnswerMeaning } from '../domain/portal-outcome.ts';
import { firstText, isRecord, readBody } from './body.ts';
import { fold } from './fold.ts';
import { redact } from './redact.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** An HTTP answer as it came. Header names in small letters. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Service that was called, e.g. `DongBoHoSoMC`. */
  readonly service: string;
  /** Secret and personal values to keep out of messages. */
  readonly hide: readonly string[];
  readonly receivedAt: Date;
}

/** `unreadable`: cut or garbled, so that nobody knows what the portal did. */
export type Meaning = AnswerMeaning | 'not-understood' | 'unreadable';

/** One judgement: of a whole answer, or of a row in it. */
export interface Judgement {
  readonly meaning: Meaning;
  readonly errorCode: string;
  /** Redacted, at most 500 characters. */
  readonly message: string;
  /** Plainly an error: non-success HTTP or a code other than 0. */
  readonly isError: boolean;
}

/** A row of `result` that answers for one record. */
export interface AnswerRow extends Judgement {
  /** '' where the row does not name its dossier. */
  readonly dossierCode: string;
}

/** A classified answer. */
export interface Answer extends Judgement {
  readonly httpStatus: number;
  readonly body: BodyKind;
  /** As the portal wrote it, for finding named records; never to be kept. */
  readonly rawMessage: string;
  /** `result` as it came; `undefined` where there is none. */
  readonly result: unknown;
  readonly rows: readonly AnswerRow[];
  readonly retryAfterSeconds: number | undefined;
}

/** So much is shown of an answer without a message, in characters. */
const EXCERPT = 200;

/** Judges an answer by `rules`. */
export function classifyAnswer(raw: RawAnswer, rules: AnswerRules): Answer {
  const { kind, json, text } = readBody(raw.body);
  const top = isRecord(json) ? json : {};
  const rawMessage = firstText(top, ['message', ...rules.row.message]);
  const judged = judge({ top, rawMessage, kind, raw, rules });
  // Who must find out what a nameless answer means, has to see something of it.
  const silent = judged.meaning === 'not-understood' && rawMessage === '';
  const whole = silent ? { ...judged, message: redact(text, raw.hide).slice(0, EXCERPT) } : judged;
  const result = top.result;
  return {
    ...whole,
    httpStatus: raw.status,
    body: kind,
    rawMessage,
    result,
    rows: Array.isArray(result) ? rowsOf(result, kind, raw, rules) : [],
    retryAfterSeconds: retryAfterSeconds(raw.headers['retry-after'], raw.receivedAt),
  };
}

interface Words {
  readonly top: Readonly<Record<string, unknown>>;
  readonly rawMessage: string;
  readonly kind: BodyKind;
  readonly raw: RawAnswer;
  readonly rules: AnswerRules;
}

function judge({ top, rawMessage, kind, raw, rules }: Words): Judgement {
  const errorCode = firstText(top, ['error_code', ...rules.row.errorCode]);
  const folded = fold(rawMessage);
  const success = raw.status >= 200 && raw.status < 300;
  const rule = rules.rules.find((one) => matches(one, { raw, kind, errorCode, folded }));
  return {
    meaning: rule?.means ?? unmatched(success, kind),
    errorCode: redact(errorCode || (success ? '' : `HTTP ${raw.status}`), raw.hide).slice(0, 50),
    message: redact(rawMessage, raw.hide),
    isError: !success || !/^0*$/.test(errorCode),
  };
}

/** A success status around something that is not JSON may hide a stored record. */
function unmatched(success: boolean, kind: BodyKind): Meaning {
  return success && kind !== 'json' ? 'unreadable' : 'not-understood';
}

interface Facts {
  readonly raw: RawAnswer;
  readonly kind: BodyKind;
  readonly errorCode: string;
  readonly folded: string;
}

function matches({ when, means }: AnswerRule, { raw, kind, errorCode, folded }: Facts): boolean {
  // No table may turn a firewall's page or a torn body into success.
  if (means === 'ok' && kind !== 'json') return false;
  const status = String(raw.status);
  const family = `${Math.floor(raw.status / 100)}xx`;
  return (
    (when.http?.some((one) => one === status || one.toLowerCase() === family) ?? true) &&
    (when.body?.includes(kind) ?? true) &&
    (when.service?.includes(raw.service) ?? true) &&
    (when.errorCode?.some((one) => (one === '*' ? errorCode !== '' : one === errorCode)) ?? true) &&
    (when.message?.some((phrase) => contains(folded, fold(phrase))) ?? true)
  );
}

function contains(folded: string, phrase: string): boolean {
  return phrase !== '' && folded.includes(phrase);
}

/** Rows that say something of their own; an echo without code and message has no opinion. */
function rowsOf(result: readonly unknown[], kind: BodyKind, raw: RawAnswer, rules: AnswerRules): AnswerRow[] {
  return result.flatMap((row) => {
    if (!isRecord(row)) return [];
    const rawMessage = firstText(row, rules.row.message);
    if (rawMessage === '' && firstText(row, rules.row.errorCode) === '') return [];
    const dossierCode = firstText(row, rules.row.dossierCode);
    return [{ ...judgeRow(row, rawMessage, kind, raw, rules), dossierCode }];
  });
}

/** A row stands in an answer that was read, so the HTTP status no longer speaks for it. */
function judgeRow(
  row: Readonly<Record<string, unknown>>,
  rawMessage: string,
  kind: BodyKind,
  raw: RawAnswer,
  rules: AnswerRules,
): Judgement {
  const code = firstText(row, rules.row.errorCode);
  return judge({ top: { error_code: code }, rawMessage, kind, raw: { ...raw, status: 200 }, rules });
}
