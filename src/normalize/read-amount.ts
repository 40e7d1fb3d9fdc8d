/**
 * Reads an amount of money as people and databases write it: `50000`, `50.000`, `50,000 đ`, `50000.00`.
 * Guarantees: whole đồng, at least 0, exact. Groups of three after one kind of mark are thousands,
 * the Vietnamese way of writing; a fraction is read only where it is zero.
 * Must not: round, nor take what it cannot read for 0.
 */
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';

/** Whole đồng, absent, or why not. */
export type AmountReading =
  | { readonly ok: true; readonly dong: number }
  | { readonly ok: false; readonly why: 'absent' | 'unreadable' | 'negative' };

const DIGITS = /^\d+$/;
/** The signs at the end of the list are `đ` in old fonts. */
const CURRENCY = / ?(?:đồng|dong|vnđ|vnd|đ|₫|d|®ång|ñoàng|®|ñ)\.?$/i;
/** `50.000`, `50,000`, `1 234 567`, each with an optional zero fraction after another mark: `1.234.567,00`. */
const THOUSANDS =
  /^(?:(\d{1,3}(?:\.\d{3})+)(?:,0+)?|(\d{1,3}(?:,\d{3})+)(?:\.0+)?|(\d{1,3}(?: \d{3})+)(?:[.,]0+)?)$/;
/** `50000.00`, `50000,0`. */
const ZERO_FRACTION = /^(\d+)[.,]0+$/;
const NEGATIVE = /^(?:[-\u2212] ?\d|\(\d[\d., ]*\)$)/;

/** @returns the amount, or why there is none. */
export function readAmount(raw: SourceText): AmountReading {
  const text = cleanText(raw);
  if (text === '') return { ok: false, why: 'absent' };
  const amount = text.replace(CURRENCY, '');
  if (DIGITS.test(amount)) return whole(amount);
  if (NEGATIVE.test(amount)) return { ok: false, why: 'negative' };
  const thousands = THOUSANDS.exec(amount);
  if (thousands) return whole((thousands[1] ?? thousands[2] ?? thousands[3] ?? '').replace(/[., ]/g, ''));
  const fraction = ZERO_FRACTION.exec(amount);
  return whole(fraction?.[1] ?? '');
}

function whole(digits: string): AmountReading {
  const dong = digits === '' ? Number.NaN : Number(digits);
  return Number.isSafeInteger(dong) ? { ok: true, dong } : { ok: false, why: 'unreadable' };
}
