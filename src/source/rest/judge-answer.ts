/**
 * What an answer of the province's service means.
 * Guarantees: a page is JSON from end to end, of the agreed form, or an error says why not, in words of ours alone
 * (invariant 10); nothing that is an error in disguise (200 with a page of HTML, an object without the list) is taken
 * for a page.
 */
import { DongboError } from '../../domain/errors.ts';
import type { RestRules } from '../../domain/source-definition.ts';
import { textOf, valueAt } from '../json/json-place.ts';
import { type Json, JsonFault, readJson } from '../json/read-json.ts';
import type { RestAnswer } from './rest-client.ts';

/** A page as it was answered. */
export interface JsonPage {
  readonly items: readonly Json[];
  /** The next page's cursor; '' = none. */
  readonly next: string;
}

/** Levels within each other: a dossier with its parts has four. */
const DEEPEST = 64;
const LONGEST_WAIT_SECONDS = 3_600;
const ASKS_TO_WAIT: ReadonlySet<number> = new Set([429, 503]);

/** Throws DB-RST-003 to -007. @param now milliseconds since 1970 */
export function judgeAnswer(answer: RestAnswer, rules: RestRules, where: string, now: number): JsonPage {
  const { status } = answer;
  if (status === 401 || status === 403) throw new DongboError('DB-RST-003', { where, status });
  if (ASKS_TO_WAIT.has(status)) {
    const seconds = waitSeconds(answer.headers['retry-after'], now);
    throw new DongboError('DB-RST-004', { where, status, seconds });
  }
  if (status >= 300 && status < 400) throw new DongboError('DB-RST-006', { where, status });
  if (status !== 200) throw new DongboError('DB-RST-005', { where, status });
  return pageOf(answer, rules, where);
}

/** Of a number of seconds or a date; 0 where it says nothing that can be read; an hour at most. */
export function waitSeconds(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((dateOf(text) - now) / 1000);
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), LONGEST_WAIT_SECONDS);
}

/** Milliseconds of an HTTP date, which names its weekday; NaN for anything else. */
export function dateOf(text: string): number {
  return /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
}

function pageOf({ headers, body }: RestAnswer, rules: RestRules, where: string): JsonPage {
  const refuse = (reason: string): DongboError => new DongboError('DB-RST-007', { where, reason });
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^$|json|^text\/plain$|octet-stream/.test(type)) throw refuse(`Content-Type ${known(type)}`);
  const document = documentOf(body, refuse);
  const items = valueAt(document, rules.items);
  if (!Array.isArray(items)) throw refuse(`no list at "${rules.items}"`);
  const { paging } = rules;
  const next = paging.by === 'cursor' ? valueAt(document, paging.next) : undefined;
  return { items, next: next === false ? '' : (textOf(next) ?? '') };
}

function documentOf(body: Uint8Array, refuse: (reason: string) => DongboError): Json {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return readJson(text, { deepest: DEEPEST, twice: 'last' });
  } catch (error) {
    throw refuse(error instanceof JsonFault ? error.message : 'not UTF-8');
  }
}

/** A type as it is named by everybody; another one may be anything. */
function known(type: string): string {
  return /^(text|application|image|multipart)\/[a-z0-9.+-]{1,40}$/.test(type) ? type : 'unknown';
}
