/**
 * When two names are exactly the same name.
 * Guarantees: pure, idempotent; blind only to what loses nothing: Unicode form, case, blanks and invisible
 * characters, where a tone is placed, i or y by taste, punctuation, bullets and numbering before the name.
 * Must not: forgive a lost mark, an abbreviation, a typing error or another number: those are likenesses.
 */
import { tidyCode } from '../clean-code.ts';
import { settleIAndY, settleTones } from './fold-marks.ts';

/** Variation selectors: they choose how a sign looks. */
const SELECTORS = /[\uFE00-\uFE0F]/g;
/** Letters that look like another one and are typed for it: eth (Ð) and African d for đ, the times sign for x. */
const LOOKALIKES: Readonly<Record<string, string>> = { ð: 'đ', ɖ: 'đ', '×': 'x' };
/** Signs before the name, but `< 5 ha` says something. */
const BULLETS = /^(?:(?![<>≤≥±]\s*\p{N})[^\p{L}\p{N}])+/u;
/** A single letter, or a Roman number up to 39. */
const LETTER = '(?:[a-zđ]|(?=[xvi])x{0,3}(?:ix|iv|v?i{0,3}))';
/**
 * `1.` `1.2.` `I.2.` `1)` before anything but a digit, `12:` and, before a blank, `1/` `1 -`: `02 ảnh`, `1.5 ha`,
 * `105/QĐ-UBND`, `10-15 ngày`, `1 : 500` and a form's `D02.` are none. With letters `a)` `b. ` `IV. `, not `v.v`.
 */
const NUMBERING = new RegExp(
  `^(?:(?:${LETTER}\\.)?\\d{1,3}(?:\\.\\d{1,3})*\\s?(?:[.)\\]]+:?(?!\\d)|:(?!\\s*\\d)|[/\\-–—]\\s+(?!\\d))` +
    `|${LETTER}(?:[)\\]]\\s*|[.:/]\\s+))`,
  'iu',
);
const SIGNS = /[^\p{L}\p{N}\p{M}]+/gu;
const NAMED = /[\p{L}\p{N}]/u;

/**
 * What two spellings of one name have in common. Two names with the same key are exactly the same name.
 * @param name as somebody wrote it.
 * @returns words in lower case with one blank between; '' where there is neither letter nor digit.
 */
export function exactKey(name: string): string {
  const lower = tidyCode(tidyCode(name.replace(SELECTORS, '')).toLowerCase()).replace(
    /[ðɖ×]/g,
    (letter) => LOOKALIKES[letter] ?? letter,
  );
  const bare = withoutNumbering(lower);
  const words = bare.replace(SIGNS, (run: string, at: number) =>
    signBetween(run, bare[at - 1], bare[at + run.length]),
  );
  return settleIAndY(settleTones(words.trim()));
}

/** `- 1. a) Đơn` → `Đơn`; case kept. What is nothing but numbering stays. */
export function withoutNumbering(text: string): string {
  let rest = text;
  for (;;) {
    const shorter = rest.replace(BULLETS, '').replace(NUMBERING, '');
    if (shorter === rest || !NAMED.test(shorter)) return rest;
    rest = shorter;
  }
}

/** A run of signs: mostly a blank, but a sign of a number (`1.5`, `53/2025`, `10-15`, `50%`, `>5`) or an `&` speaks. */
function signBetween(run: string, before: string | undefined, after: string | undefined): string {
  const sign = run.trim();
  const fromDigit = isDigit(before);
  const toDigit = isDigit(after);
  if (fromDigit && toDigit && run.length === 1) {
    if (sign === '.' || sign === ',') return '.';
    if (/^\p{Pd}$/u.test(sign)) return '-';
    if (sign === '/') return '/';
  }
  if (fromDigit && sign.startsWith('%')) return ' % ';
  if (toDigit && /[<>≤≥±]$/.test(sign)) return ` ${sign.at(-1) ?? ''} `;
  if (before !== undefined && (run.startsWith('+') || sign === '+')) return ' + ';
  if (before !== undefined && after !== undefined && sign === '&') return ' & ';
  return ' ';
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}
