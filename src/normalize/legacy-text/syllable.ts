/**
 * Judges whether a word is one written Vietnamese syllable.
 * Guarantees: pure; blind to letter case; takes NFC. `valid`: onset, rhyme, tone and the place of its
 * mark are those of the language. `misplaced`: so but for the place of the mark (`qúa`, `hòan`),
 * which old keyboards wrote: good enough to leave a text alone, not to convert one.
 */
import {
  BACK_ONSETS,
  BACK_RHYMES,
  FREE_ONSETS,
  FRONT_ONSETS,
  FRONT_RHYMES,
  G_I_RHYMES,
  GI_CLOSED,
  QU_RHYMES,
  STOP_CODA,
  STOP_TONES,
  TONED_VOWELS,
  Y_ONSETS,
  Y_RHYMES,
} from './syllable-grammar.ts';

/** See the head of this file. */
export type SyllableVerdict = 'valid' | 'misplaced' | 'invalid';

interface Letter {
  readonly bare: string;
  readonly tone: number;
}

const LETTERS: ReadonlyMap<string, Letter> = new Map(
  TONED_VOWELS.flatMap((row) => [...row].map((letter, tone) => [letter, { bare: row.charAt(0), tone }])),
);
const FRONT = new Set(FRONT_RHYMES);
const BACK = new Set(BACK_RHYMES);
const ALL_RHYMES = [...FRONT_RHYMES, ...BACK_RHYMES];
const BARE_Y = new Set(Y_RHYMES);
const FREE = new Set(FREE_ONSETS);
const BEFORE_FRONT = new Set(FRONT_ONSETS);
const BEFORE_BACK = new Set(BACK_ONSETS);
const AFTER_QU = /^[aăâeê]/;
/** Letters. */
export const LONGEST_SYLLABLE = 'nghiêng'.length;
/** Vowels that carry the mark wherever they stand, the last one first: `uyê`, `ươ`, `uâ`. */
const MARKED = /.*[ăâêôơ]|.*ư/;

/** @param word letters only, NFC. */
export function judgeSyllable(word: string): SyllableVerdict {
  if (word.length > LONGEST_SYLLABLE) return 'invalid';
  const lower = word.toLowerCase();
  let bare = '';
  let tone = 0;
  let place = -1;
  for (let i = 0; i < lower.length; i++) {
    const char = lower.charAt(i);
    const letter = LETTERS.get(char);
    if (letter !== undefined && letter.tone > 0) {
      if (tone > 0) return 'invalid';
      tone = letter.tone;
      place = i;
    }
    bare += letter === undefined ? char : letter.bare;
  }
  const onset = onsetOf(bare);
  if (onset === null) return 'invalid';
  const rhyme = bare.slice(onset);
  if (STOP_CODA.test(rhyme) && !STOP_TONES.includes(tone)) return 'invalid';
  return tone === 0 || marksRight(rhyme, place - onset) ? 'valid' : 'misplaced';
}

/** Is a plain word spelled like a syllable, whatever its tone? */
export function isSyllableWithoutMarks(word: string): boolean {
  return word.length <= LONGEST_SYLLABLE && onsetOf(word.toLowerCase()) !== null;
}

/** Is a word the beginning of a longer syllable, and none as it stands: `dâ` of "dân", `nhâ` of "nhân"? */
export function isCutSyllable(word: string): boolean {
  const lower = word.toLowerCase();
  if (lower.length >= LONGEST_SYLLABLE || judgeSyllable(lower) !== 'invalid') return false;
  const bare = [...lower].map((letter) => LETTERS.get(letter)?.bare ?? letter).join('');
  for (let onset = 0; onset <= Math.min(3, bare.length); onset++) {
    const [head, rest] = [bare.slice(0, onset), bare.slice(onset)];
    if (
      ALL_RHYMES.some(
        (rhyme) => rhyme.length > rest.length && rhyme.startsWith(rest) && rhymeFits(head, rhyme),
      )
    ) {
      return true;
    }
  }
  return false;
}

/** Length of the onset that leaves a rhyme which fits it; `null` where there is none. */
function onsetOf(bare: string): number | null {
  for (let length = Math.min(3, bare.length - 1); length >= 0; length--) {
    if (rhymeFits(bare.slice(0, length), bare.slice(length))) return length;
  }
  return null;
}

function rhymeFits(onset: string, rhyme: string): boolean {
  const front = FRONT.has(rhyme);
  if (onset === '') return BACK.has(rhyme) || BARE_Y.has(rhyme) || (front && !rhyme.startsWith('iê'));
  if (rhyme === 'y') return Y_ONSETS.has(onset) || onset === 'qu';
  if (FREE.has(onset)) return front || BACK.has(rhyme);
  if (BEFORE_FRONT.has(onset)) return front;
  if (BEFORE_BACK.has(onset)) return BACK.has(rhyme) || (onset === 'g' && G_I_RHYMES.has(rhyme));
  if (onset === 'qu') return QU_RHYMES.has(rhyme) || (AFTER_QU.test(rhyme) && (front || BACK.has(rhyme)));
  if (onset !== 'gi') return false;
  return rhyme === 'êng' || (!GI_CLOSED.test(rhyme) && (front || BACK.has(rhyme)));
}

/**
 * Where the mark of a rhyme belongs: on the vowel with a mark of its own, of `oa oe uy` on either
 * (`hòa`, `hoà`) unless a coda follows, else on the first of two vowels, the second where a coda follows.
 */
function marksRight(rhyme: string, place: number): boolean {
  const marked = MARKED.exec(rhyme);
  if (marked !== null) return place === marked[0].length - 1;
  if (rhyme === 'oa' || rhyme === 'oe' || rhyme === 'uy') return place === 0 || place === 1;
  const second = /^(?:o[aeo]|uy)./.test(rhyme);
  return place === (second ? 1 : 0);
}
