/**
 * The words of all names of an index: numbered, and how much each of them says.
 * Guarantees: the same names give the same numbers; a rare word weighs more than a common one.
 * Must not: know names; it knows which word stands in how many of them.
 */
import { isInitials, type NameWord } from './name-words.ts';
import { lettersOf, mayBeLike, wordLikeness } from './word-likeness.ts';

/** A word that is not in any name. */
export const UNKNOWN = -1;

export interface LikeWord {
  readonly id: number;
  readonly likeness: number;
}

export class Vocabulary {
  readonly #folded = new Map<string, number>();
  readonly #written = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #spellings: string[] = [];
  readonly #letters: number[] = [];
  readonly #initials: boolean[] = [];
  readonly #namesWith: number[] = [];
  #names = 0;
  #weights = new Float64Array(0);

  /** Takes in the words of one more name; `[folded id, written id]` of each word. */
  add(words: readonly NameWord[]): readonly (readonly [number, number])[] {
    this.#names += 1;
    const seen = new Set<number>();
    return words.map(({ text, folded }) => {
      const id = this.#foldedId(folded);
      if (!seen.has(id)) this.#namesWith[id] = (this.#namesWith[id] ?? 0) + 1;
      seen.add(id);
      let written = this.#written.get(text);
      if (written === undefined) {
        written = this.#written.size;
        this.#written.set(text, written);
        this.#spellings.push(text);
      }
      return [id, written] as const;
    });
  }

  /** To be called once all names are in. */
  weigh(): void {
    this.#weights = Float64Array.from(this.#namesWith, (names) => Math.log(1 + this.#names / names));
  }

  get size(): number {
    return this.#words.length;
  }

  folded(word: string): number {
    return this.#folded.get(word) ?? UNKNOWN;
  }

  written(word: string): number {
    return this.#written.get(word) ?? UNKNOWN;
  }

  word(id: number): string {
    return this.#words[id] ?? '';
  }

  /** A word as written, by its own number. */
  spelling(written: number): string {
    return this.#spellings[written] ?? '';
  }

  letters(id: number): number {
    return this.#letters[id] ?? 0;
  }

  /** Whether the word may stand for others by their first letters. */
  initials(id: number): boolean {
    return this.#initials[id] ?? false;
  }

  /** Logarithmic; a word that stands in every name weighs 0.7, one that stands in one of 20,000 weighs 9.9. */
  weight(id: number): number {
    return this.#weights[id] ?? 0;
  }

  /** What a word weighs that nobody knows: as much as one in a hundredth of the names, it may be a slip. */
  get unknownWeight(): number {
    return Math.log(1 + Math.min(this.#names, 100));
  }

  /** Words of which `folded` may be a mistyped form, the likeliest first. */
  like(folded: string): readonly LikeWord[] {
    const letters = lettersOf(folded);
    const found: LikeWord[] = [];
    for (const [id, word] of this.#words.entries()) {
      if (!mayBeLike(folded.length, letters, word.length, this.#letters[id] ?? 0)) continue;
      const likeness = wordLikeness(folded, word);
      if (likeness > 0) found.push({ id, likeness });
    }
    return found.sort((a, b) => b.likeness - a.likeness || a.id - b.id);
  }

  #foldedId(folded: string): number {
    const known = this.#folded.get(folded);
    if (known !== undefined) return known;
    const id = this.#words.length;
    this.#folded.set(folded, id);
    this.#words.push(folded);
    this.#letters.push(lettersOf(folded));
    this.#initials.push(isInitials(folded));
    return id;
  }
}
