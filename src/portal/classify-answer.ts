/**
 * What one answer of the portal means.
 * Guarantees: pure, total on any bytes; the first rule that matches decides; `ok` only for a JSON
 * body that a rule calls success; what no rule matches is never success (1-portal-contract.md 2.4), nor
 * is what is too long to be read whole; the work grows with the length of the body, no faster.
 * Must not: know what was sent (but how much), nor what happens next (`judge-records`).
 */
import type { AnswerRule, AnswerRules, BodyKind } from '../domain/answer-rules.ts';
import type { AnswerMeaning } from '../domain/portal-outcome.ts';
import { firstText, isRecord, readBody } from './body.ts';
import { fold } from './fold.ts';
import { cutWhole, LOOKED_AT, redact } from './redact.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** An HTTP answer as it came. Header names in small letters. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Service that was called, e.g. `DongBoHoSoMC`. */
  readonly service: string;
  /** How many records were sent. */
  readonly records: number;
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
  /**
   * As the portal wrote it, for finding named records; never to be kept. '' where it is too long to be
   * read whole: whoever is named beyond the cut would pass for innocent.
   */
  readonly rawMessage: string;
  /** `result` as it came; `undefined` where there is none. */
  readonly result: unknown;
  readonly rows: readonly AnswerRow[];
  readonly retryAfterSeconds: number | undefined;
}

/** So much is shown of an answer without a message, in characters. */
const EXCERPT = 200;

/**
 * More rows than this say nothing of the records of a call: each costs a search for personal data, and
 * what the last one says may outweigh the first.
 */
const mostRows = (records: number): number => 4 * records + 20;

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
    rawMessage: rawMessage.length > LOOKED_AT ? '' : rawMessage,
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
  const isCut = rawMessage.length > LOOKED_AT;
  const folded = fold(isCut ? cutWhole(rawMessage, LOOKED_AT) : rawMessage);
  const success = raw.status >= 200 && raw.status < 300;
  const rule = rules.rules.find((one) => matches(one, { raw, kind, errorCode, folded }));
  // The words that take a success back may stand behind the cut.
  const means = isCut && rule?.means === 'ok' ? 'not-understood' : rule?.means;
  return {
    meaning: means ?? unmatched(success, kind),
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
  const speaking = result.filter(isRecord).filter((row) => {
    return firstText(row, rules.row.message) !== '' || firstText(row, rules.row.errorCode) !== '';
  });
  if (speaking.length > mostRows(raw.records)) return [tooMany(speaking.length)];
  // Most rows of an answer say the same words, and what they mean hangs on nothing else.
  const judged = new Map<string, Judgement>();
  return speaking.map((row) => {
    const code = firstText(row, rules.row.errorCode);
    const message = firstText(row, rules.row.message);
    const words = JSON.stringify([code, message]);
    const judgement = judged.get(words) ?? judgeRow(code, message, kind, raw, rules);
    judged.set(words, judgement);
    return { ...judgement, dossierCode: firstText(row, rules.row.dossierCode) };
  });
}

/** Stands for all of them, and refuses somebody unnamed: so nobody is accepted by them. */
function tooMany(count: number): AnswerRow {
  return {
    meaning: 'not-understood',
    errorCode: 'ROWS',
    message: `quá nhiều dòng kết quả (too many rows in the answer): ${count}`,
    isError: false,
    dossierCode: '',
  };
}

/** A row stands in an answer that was read, so the HTTP status no longer speaks for it. */
function judgeRow(
  code: string,
  rawMessage: string,
  kind: BodyKind,
  raw: RawAnswer,
  rules: AnswerRules,
): Judgement {
  return judge({ top: { error_code: code }, rawMessage, kind, raw: { ...raw, status: 200 }, rules });
}
