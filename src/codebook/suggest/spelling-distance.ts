/**
 * Which of several equally like names is spelled nearest to the one looked for: case, signs, a full stop.
 * Guarantees: pure; 0 only for letter for letter the same; case and marks do not count where the name looked for has none.
 * Must not: outweigh a word; it orders names that are equally like.
 */
import { tidyCode } from '../clean-code.ts';
import { withoutNumbering } from './exact-name.ts';
import { foldMarks } from './fold-marks.ts';

interface Spelling {
  /** Tidied, and that without the numbering before it. */
  readonly tidy: string;
  readonly bare: string;
}

/** Of longer names only the beginning is compared. */
const MOST_CHARACTERS = 400;

function spellingOf(name: string): Spelling {
  const tidy = tidyCode(name);
  return { tidy, bare: withoutNumbering(tidy) };
}

export class SpellingDistance {
  readonly #tidy: string;
  readonly #counts = new Map<string, number>();
  readonly #lower: boolean;
  readonly #folded: boolean;
  readonly #known = new Map<string, number>();

  constructor(name: string) {
    const { tidy, bare } = spellingOf(name);
    this.#tidy = tidy;
    this.#lower = !/\p{Ll}/u.test(bare);
    const lower = bare.toLowerCase();
    this.#folded = foldMarks(lower) === lower;
    for (const char of this.#comparable(bare)) this.#counts.set(char, (this.#counts.get(char) ?? 0) + 1);
  }

  /** How many characters only one of them has, wherever they stand, and 1; 0 for the same. Worked out once for each name. */
  to(national: string): number {
    const known = this.#known.get(national);
    if (known !== undefined) return known;
    const spelling = spellingOf(national);
    const apart = spelling.tidy === this.#tidy ? 0 : 1 + this.#surplus(this.#comparable(spelling.bare));
    this.#known.set(national, apart);
    return apart;
  }

  #surplus(other: string): number {
    const counts = new Map(this.#counts);
    for (const char of other) counts.set(char, (counts.get(char) ?? 0) - 1);
    let surplus = 0;
    for (const count of counts.values()) surplus += Math.abs(count);
    return surplus;
  }

  #comparable(bare: string): string {
    const cut = bare.slice(0, MOST_CHARACTERS);
    const cased = this.#lower ? cut.toLowerCase() : cut;
    if (!this.#folded) return cased;
    return foldMarks(cased).replace(/Đ/g, 'D');
  }
}
