/**
 * Is a value that the portal shows the one that we sent?
 * Guarantees: another spelling of the same value is the same: another form of a time, a number or a
 * truth value in place of text, composition and blanks. `null` where what is shown says nothing.
 * Must not: call a time other that it cannot read; the form in which the portal shows times is unseen.
 */
import { asText } from '../body.ts';
import { readWireTime } from './wire-time.ts';

/** How a value is read. */
export type ValueKind = 'text' | 'code' | 'time' | 'flag' | 'amount';

/** `shown` as text; `null` where the portal shows no single value: the field is left out, `null` or a list. */
export function shownText(shown: unknown): string | null {
  const isValue = typeof shown === 'string' || typeof shown === 'number' || typeof shown === 'boolean';
  return isValue ? plain(asText(shown)) : null;
}

/** `ours` in wire form. */
export function sameValue(kind: ValueKind, ours: string, shown: string): boolean | null {
  const text = plain(ours);
  if (text === shown) return true;
  switch (kind) {
    case 'text':
      return false;
    case 'code':
      return text.toLowerCase() === shown.toLowerCase();
    case 'time':
      return sameTime(ours, shown);
    case 'flag':
      return readTruth(text) !== null && readTruth(text) === readTruth(shown);
    case 'amount':
      return shown !== '' && readNumber(text) === readNumber(shown);
  }
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

/** Half a day's clock and words beside a time make it another one than its digits say. */
const UNREADABLE = /[^\dTZ\s:./+-]/i;
const DAY = /^(?:\d{8}|\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4})$/;
const TO_THE_MINUTE = /^(?:\d{12}|\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2})$/;

function sameTime(ours: string, shown: string): boolean | null {
  // Shown empty is said, not unreadable: .NET says it by its first day.
  if (shown === '' || /^0001\D?01\D?01/.test(shown)) return ours === '';
  if (UNREADABLE.test(shown)) return null;
  if (DAY.test(shown)) return sameStart(ours, readWireTime(isoDay(shown)), 8);
  if (TO_THE_MINUTE.test(shown)) return sameStart(ours, readWireTime(`${shown}:00`), 12);
  return sameStart(ours, readWireTime(shown), 14);
}

function sameStart(ours: string, read: string, digits: number): boolean | null {
  return read === '' ? null : ours.slice(0, digits) === read.slice(0, digits);
}

function isoDay(text: string): string {
  const yearFirst = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})$/.exec(text);
  if (!yearFirst) return text;
  const [, year, month = '', day = ''] = yearFirst;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00`;
}

function readTruth(text: string): boolean | null {
  if (/^(?:1|true)$/i.test(text)) return true;
  return /^(?:0|false)$/i.test(text) ? false : null;
}

/** `8000`, `8000.0`, `8.000` and `8,000 đ` are one amount: đồng have no hundredths. */
function readNumber(text: string): number {
  const digits = text.replace(/(?:[\s₫đ]|vn[dđ])+$/iu, '');
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(digits)) return Number(digits.replace(/[.,]/g, ''));
  return /^\d+(?:[.,]0+)?$/.test(digits) ? Number(digits.replace(',', '.')) : Number.NaN;
}
