/**
 * Finds text from before Unicode, stored as if it was Latin-1 or Windows-1252, and reads it.
 * Guarantees: pure, total. Text whose words all stand as they are is left alone, to the letter. Text is
 * converted only where, in exactly one encoding, every word with an accent becomes a Vietnamese
 * syllable and at least one of them is none as it stands. What is converted is left alone next time.
 * Must not: choose: text that is partly legacy, or reads in both encodings, is `doubtful`.
 * Why and how sure: docs/decisions/0010-legacy-text.md.
 */
import { cleanText } from '../clean-text.ts';
import { windows1252 } from './c1-signs.ts';
import type { LegacyEncoding } from './legacy-encoding.ts';
import { TCVN3 } from './tcvn3.ts';
import { isUndisputed } from './undisputed.ts';
import { VNI } from './vni.ts';
import { type Weight, weigh } from './weigh.ts';

/** What a text is and how it reads. */
export type LegacyReading =
  | { readonly kind: 'unicode'; readonly text: string }
  | { readonly kind: 'tcvn3' | 'vni'; readonly text: string; readonly rule: LegacyEncoding['rule'] }
  | { readonly kind: 'doubtful' };

/** A reading that cannot be told for certain. */
export interface DoubtfulReading {
  readonly text: string;
  readonly rule: LegacyEncoding['rule'];
}

const DOUBTFUL: LegacyReading = { kind: 'doubtful' };
/** What cleaning takes out between letters: the words are others afterwards. */
const INVISIBLE =
  /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/;
const ZERO_WIDTH = /[\u200b-\u200f\u2060\ufeff]/g;
/** Stands where a letter was lost on the way to us. */
const LOST = '\ufffd';
/** Vietnamese in UTF-8 whose bytes were taken for Windows-1252 or Latin-1: `Nguyá»…n VÄƒn`, `BÃ¬nh`. */
const UTF8_AS_LATIN1 =
  /á[º»][\u0080-\u00bf\u0152-\u2122]|[a-z]Ã[\u0080-\u00bf]|Ã[\u0080-\u00bf][a-z]|Ä[\u0083\u0090\u0091ƒ\u2018]|Æ[°¡]/;
/**
 * "Phan Thò An", "Vò Minh Long": syllables all, yet nobody's name; VNI's "Phan Thị An", TCVN3's "Vũ Minh Long".
 * Only of a whole text that has the form of a name.
 */
const TRAPPED_NAME = /^(?=(?:\p{Lu}\S* ){1,4}\p{Lu}\S*$)(?:V[òÒ] |.+ Thò |.+ THÒ )/u;
const SMALL_ASCII = /[a-z]/;

/** @param text as stored; soft hyphens and C1 controls still in it, because here they are letters and signs. */
export function readLegacy(text: string): LegacyReading {
  const reading = judge(text);
  if (reading.kind === 'doubtful') return reading;
  if (reading.kind === 'unicode') {
    // What goes is clean, and must be what was judged.
    return INVISIBLE.test(text) && judge(cleanText(text)).kind !== 'unicode' ? DOUBTFUL : reading;
  }
  // What would be read otherwise the next time, cleaned or not, was not understood.
  const isStable = [reading.text, cleanText(reading.text)].every((read) => judge(read).kind === 'unicode');
  return isStable ? reading : DOUBTFUL;
}

/** How a doubtful text reads in each encoding in which it reads whole: for who can tell by a table which it is. */
export function doubtfulReadings(text: string): readonly DoubtfulReading[] {
  const visible = text.replace(ZERO_WIDTH, '');
  return [weigh(visible, TCVN3), weigh(visible, VNI)]
    .filter(({ proofs, slips, faults }) => proofs + slips > 0 && faults === 0)
    .map((weight) => ({ text: convert(visible, weight), rule: weight.encoding.rule }));
}

function judge(text: string): LegacyReading {
  if (isUndisputed(text)) return { kind: 'unicode', text };
  const visible = text.replace(ZERO_WIDTH, '');
  const tcvn3 = weigh(visible, TCVN3);
  const vni = weigh(visible, VNI);
  const lost = visible.includes(LOST) || UTF8_AS_LATIN1.test(visible);
  for (const [whole, other] of [
    [tcvn3, vni],
    [vni, tcvn3],
  ] as const) {
    if (!fits(whole)) continue;
    if (mayFit(other) || (other.hints > 0 && other.faults === 0) || whole.thin || lost) return DOUBTFUL;
    const { kind, rule } = whole.encoding;
    return { kind, text: convert(visible, whole), rule };
  }
  const trapped = (tcvn3.faults === 0 || vni.faults === 0) && TRAPPED_NAME.test(visible);
  const slip = tcvn3.slips > 0 && tcvn3.faults === tcvn3.signs;
  const suspect = lost || trapped || slip || tcvn3.proofs + tcvn3.hints + vni.proofs + vni.hints > 0;
  return suspect ? DOUBTFUL : { kind: 'unicode', text };
}

/** Does the whole text read in this encoding, and not as it stands? */
function fits({ proofs, faults }: Weight): boolean {
  return proofs > 0 && faults === 0;
}

/** Or but for signs that may be its letters: "× khö" is VNI's "× khư", and TCVN3's "ì khử". */
function mayFit({ proofs, faults, signs }: Weight): boolean {
  return proofs > 0 && faults === signs;
}

function convert(text: string, { encoding, spansCapitals }: Weight): string {
  const facts = { allCapital: spansCapitals && !SMALL_ASCII.test(text) };
  return text
    .replace(encoding.word, (word) => {
      const read = isAscii(word) ? null : encoding.decode(word);
      return read === null ? word : encoding.inCase(word, read, facts);
    })
    .replace(/[\u0080-\u009f]/g, windows1252);
}

function isAscii(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) > 0x7f) return false;
  return true;
}
