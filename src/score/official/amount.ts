/**
 * Numbers as JSON and people's CSV files have them.
 * Guarantees: one that can be read in two ways is told, never guessed (`1.234` is 1234 in Vietnam, and 1.234 elsewhere).
 * Must not: make a number of nothing: what is empty stays `null`.
 */

/** A number, and whether a percent sign stood behind it. */
export interface Amount {
  readonly value: number;
  readonly percent: boolean;
}

/** Why there is none. `two-ways`: thousands or decimals. */
export type AmountFault = 'unreadable' | 'two-ways';

/** How large it may be: a count of dossiers may be thousands; a ratio, score or maximum is at most hundreds. */
export type AmountSize = 'count' | 'small';

const NOTHING: ReadonlySet<string> = new Set(['', 'null', '-', '–', '—', 'n/a', 'na']);
const BLANKS = /[\s\u00a0\u202f]+/g;
const PLAIN = /^\d+$/;
const EXPONENT = /^\d+(?:\.\d+)?e[+-]?\d+$/i;
const ONE_SIGN = /^(\d+)[.,](\d+)$/;
const THOUSANDS = /^\d{1,3}([.,])\d{3}(?:\1\d{3})+$/;
const THOUSANDS_AND_DECIMALS = /^(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d+)$/;
const BY_BLANKS = /^\d{1,3}(?: \d{3})+(?:[.,]\d+)?$/;

/** Reads what stands there; `null` = nothing does. */
export function readAmount(written: unknown, size: AmountSize): Amount | null | AmountFault {
  if (written === null || written === undefined) return null;
  if (typeof written === 'number') return found(written, false);
  if (typeof written !== 'string') return 'unreadable';
  const text = written.replace(BLANKS, ' ').trim();
  if (NOTHING.has(text.toLowerCase())) return null;
  const percent = text.endsWith('%');
  const value = readDigits(percent ? text.slice(0, -1).trim() : text, size);
  return typeof value === 'number' ? found(value, percent) : value;
}

const found = (value: number, percent: boolean): Amount | AmountFault =>
  Number.isFinite(value) && value >= 0 ? { value, percent } : 'unreadable';

function readDigits(text: string, size: AmountSize): number | AmountFault {
  if (PLAIN.test(text) || EXPONENT.test(text)) return Number(text);
  if (BY_BLANKS.test(text)) return Number(text.replaceAll(' ', '').replace(',', '.'));
  const [, whole = '', decimals = ''] = ONE_SIGN.exec(text) ?? [];
  if (whole !== '') {
    const couldBeThousands = decimals.length === 3 && whole.length <= 3 && !whole.startsWith('0');
    return couldBeThousands && size === 'count' ? 'two-ways' : Number(`${whole}.${decimals}`);
  }
  if (THOUSANDS.test(text)) return Number(text.replace(/[.,]/g, ''));
  const [, thousands = '', , rest = ''] = THOUSANDS_AND_DECIMALS.exec(text) ?? [];
  return thousands === '' ? 'unreadable' : Number(`${thousands.replace(/[.,]/g, '')}.${rest}`);
}
