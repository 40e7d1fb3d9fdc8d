/**
 * Finds how the catalogue spells a code.
 * Guarantees: answers only with a spelling that it was given; of several that are one after
 * cleaning, the one that is written exactly so, else the single preferred one, else none.
 * Must not: guess between two spellings.
 */
import { cleanCode, tidyCode } from './clean-code.ts';

const NONE: readonly string[] = [];

/** Spellings by what they have in common. Nearly all codes are alone, so one text is kept, no list. */
export class SpellingIndex {
  readonly #byKey = new Map<string, string | readonly string[]>();

  constructor(codes: Iterable<string>) {
    for (const code of codes) {
      const key = cleanCode(code);
      // The national database has entries without a code; they can never be sent.
      if (key === '') continue;
      const there = this.#byKey.get(key);
      if (there === undefined) this.#byKey.set(key, code);
      else if (typeof there === 'string') {
        if (there !== code) this.#byKey.set(key, [there, code]);
      } else if (!there.includes(code)) this.#byKey.set(key, [...there, code]);
    }
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Is it there, spelled exactly so? */
  has(code: string): boolean {
    return this.spellings(code).includes(code);
  }

  /** All spellings of a code, however it is written. */
  spellings(written: string): readonly string[] {
    const there = this.#byKey.get(cleanCode(written));
    return there === undefined ? NONE : typeof there === 'string' ? [there] : there;
  }

  /** The catalogue's spelling, or `null` where there is none or no telling which. */
  resolve(written: string, preferred: (spelling: string) => boolean = () => false): string | null {
    const spellings = this.spellings(written);
    const [first] = spellings;
    if (first === undefined) return null;
    if (spellings.length === 1) return first;
    if (spellings.includes(written)) return written;
    const tidy = tidyCode(written);
    if (spellings.includes(tidy)) return tidy;
    const [one, two] = spellings.filter(preferred);
    return one !== undefined && two === undefined ? one : null;
  }
}
