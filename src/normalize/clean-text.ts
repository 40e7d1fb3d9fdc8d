/**
 * Cleans what people and old systems wrote: NFC, blanks of every kind folded, invisible characters out.
 * Guarantees: pure, total, cleaning twice is cleaning once; text that is clean comes back as it is.
 * Must not: touch a national code or name of the catalogue (those keep their own spelling), nor
 * change a letter: what a text says stays.
 */
import type { SourceText } from '../domain/source-dossier.ts';

/** Latin letters, precomposed Vietnamese among them, and usual punctuation: NFC by construction. */
const SURELY_NFC = /^[\u0000-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]*$/;
/**
 * Controls other than blanks, soft hyphen, zero-width, joining and direction marks, variation
 * selectors, tags, byte order mark, lone surrogates.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]|[\u034f\ufe00-\ufe0f]/gu;
/** Blanks that `\s` does not know: next line, Hangul fillers, empty Braille cell. */
const BLANKS = /[\s\u0085\u115f\u1160\u2800\u3164\uffa0]+/gu;
const LINE_BREAK = /[\n\r\v\f\u0085\u2028\u2029]/u;
/** What neither PostgreSQL text nor jsonb can hold. */
const UNSTORABLE = /[\u0000\ud800-\udfff]/gu;

/** One line of clean text; '' where there is nothing. */
export function cleanText(raw: SourceText): string {
  if (!raw) return '';
  if (isPlain(raw)) return raw;
  return composed(raw).replace(BLANKS, ' ').trim();
}

/** Clean text of several lines: each line clean, empty lines out, `\n` between them. */
export function cleanLines(raw: SourceText): string {
  if (!raw) return '';
  if (isPlain(raw)) return raw;
  return composed(raw)
    .replace(BLANKS, (blanks) => (LINE_BREAK.test(blanks) ? '\n' : ' '))
    .trim();
}

const OTHER = 0;
const PLAIN = 1;
const BLANK = 2;

/** Of every code below the combining marks; read once a character, so a table. */
const KINDS = Uint8Array.from({ length: 0x300 }, (_, unit) => {
  if (unit === 0x20) return BLANK;
  return (unit > 0x20 && unit < 0x7f) || (unit > 0xa0 && unit !== 0xad) ? PLAIN : OTHER;
});

/**
 * Nothing to do: letters, digits and signs of ASCII, Latin and precomposed Vietnamese, single blanks
 * between them. True for nearly every value, so it is asked first; a loop, because it is much faster
 * than the expressions below.
 */
function isPlain(raw: string): boolean {
  const { length } = raw;
  let before = BLANK;
  for (let i = 0; i < length; i++) {
    const unit = raw.charCodeAt(i);
    const kind = unit < 0x300 ? KINDS[unit] : unit >= 0x1e00 && unit <= 0x1eff ? PLAIN : OTHER;
    if (kind === OTHER || (kind === BLANK && before === BLANK)) return false;
    before = kind === BLANK ? BLANK : PLAIN;
  }
  return before === PLAIN;
}

/** Invisible characters go before NFC, because letters they kept apart may compose. */
function composed(raw: string): string {
  const visible = raw.replace(INVISIBLE, '');
  return SURELY_NFC.test(visible) ? visible : visible.normalize('NFC');
}

/**
 * At most `limit` UTF-16 units, cut at a blank and ended with `…`; a single word longer than the
 * limit is cut where it must be, never inside a surrogate pair.
 */
export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = text.slice(0, limit);
  const blank = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'));
  if (blank > 0) return `${text.slice(0, blank)}…`;
  const last = text.charCodeAt(limit - 2);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, splitsPair ? limit - 2 : limit - 1)}…`;
}

/** The source's own words as the ledger can keep them: NUL and lone surrogates out, nothing else changed. */
export function storable(raw: SourceText): string {
  if (!raw) return '';
  return isPlain(raw) ? raw : raw.replace(UNSTORABLE, '');
}
