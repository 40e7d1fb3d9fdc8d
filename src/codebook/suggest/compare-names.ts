/**
 * How alike a name that is looked for and a national name are, word by word.
 * Guarantees: pure, 0 to 1; each word of one name is explained by at most one place of the other; marks
 * count where the name looked for has any; words left out at the end cost less than words in between.
 * Must not: say that two names are the same (exact-name.ts does) or know how many names there are.
 */
import { isInitials } from './name-words.ts';
import type { Query } from './query-words.ts';
import type { Vocabulary } from './vocabulary.ts';
import { mayBeLike, wordLikeness } from './word-likeness.ts';

/** The words of a national name: numbers of the vocabulary, without marks and as written. */
export interface IndexedName {
  readonly folded: Int32Array;
  readonly written: Int32Array;
}

/** How sure a word is: the same letters with other marks, marks lost in one word only, initials for words. */
export const OTHER_MARKS = 0.72;
export const MARKS_MISSING = 0.9;
export const BY_INITIALS = 0.92;
/** What a word costs that is only in the name looked for; only in the national name, first and next of a run. */
export const TUNING = { extra: 1, gap: 0.45, gapNext: 0.22, order: 0.12 };
/** More words than these are compared by their letters only where they are unknown. */
const MOST_LEFT = 40;
const AND = 'va';
const NOWHERE = -1;

export class NameComparison {
  readonly #query: Query;
  readonly #vocabulary: Vocabulary;
  readonly #placesOf = new Map<number, number[]>();
  /** Of each word of the query: its place in the national name, and how sure. */
  readonly #place: Int32Array;
  readonly #sure: Float64Array;
  /** Of each word of the national name: the word of the query that explains it. */
  #by = new Int32Array(64);

  constructor(query: Query, vocabulary: Vocabulary) {
    this.#query = query;
    this.#vocabulary = vocabulary;
    this.#place = new Int32Array(query.words.length);
    this.#sure = new Float64Array(query.words.length);
    for (const [at, { id }] of query.words.entries()) {
      const places = this.#placesOf.get(id);
      if (places === undefined) this.#placesOf.set(id, [at]);
      else places.push(at);
    }
  }

  /** 0 for nothing in common, 1 for the same words in the same order. */
  likeness(name: IndexedName): number {
    const length = name.folded.length;
    if (this.#by.length < length) this.#by = new Int32Array(length * 2);
    this.#by.fill(NOWHERE, 0, length);
    this.#place.fill(NOWHERE);
    this.#sure.fill(0);
    this.#matchSame(name);
    this.#matchInitials(name);
    this.#matchSlips(name);
    return this.#weigh(name);
  }

  #match(word: number, place: number, sure: number): void {
    this.#by[place] = word;
    if (this.#place[word] === NOWHERE) this.#place[word] = place;
    this.#sure[word] = sure;
  }

  /** Same letters, in order of appearance; first those with the same marks. */
  #matchSame(name: IndexedName): void {
    const { words, marked } = this.#query;
    let others = 0;
    for (let place = 0; place < name.folded.length; place += 1) {
      const candidates = this.#placesOf.get(name.folded[place] ?? NOWHERE);
      if (candidates === undefined) continue;
      const written = name.written[place];
      const same = candidates.find(
        (at) => this.#place[at] === NOWHERE && (!marked || words[at]?.written === written),
      );
      if (same === undefined) others += 1;
      else this.#match(same, place, 1);
    }
    for (let place = 0; others > 0 && place < name.folded.length; place += 1) {
      if (this.#by[place] !== NOWHERE) continue;
      const candidates = this.#placesOf.get(name.folded[place] ?? NOWHERE);
      const at = candidates?.find((candidate) => this.#place[candidate] === NOWHERE);
      if (at !== undefined) this.#match(at, place, words[at]?.marked ? OTHER_MARKS : MARKS_MISSING);
    }
  }

  /** Initials on either side for words that nothing else explains. */
  #matchInitials(name: IndexedName): void {
    const { words } = this.#query;
    const vocabulary = this.#vocabulary;
    for (const [at, { initials, folded }] of words.entries()) {
      if (!initials || this.#place[at] !== NOWHERE) continue;
      const run = findRun(folded, name.folded.length, (place) =>
        this.#by[place] === NOWHERE ? vocabulary.word(name.folded[place] ?? NOWHERE) : null,
      );
      if (run === null) continue;
      for (let place = run.from; place < run.to; place += 1) this.#match(at, place, BY_INITIALS);
    }
    for (let place = 0; place < name.folded.length; place += 1) {
      if (this.#by[place] !== NOWHERE) continue;
      const short = vocabulary.word(name.folded[place] ?? NOWHERE);
      if (!isInitials(short)) continue;
      const run = findRun(short, words.length, (at) =>
        this.#place[at] === NOWHERE ? (words[at]?.folded ?? null) : null,
      );
      if (run === null) continue;
      for (let at = run.from; at < run.to; at += 1) this.#match(at, place, BY_INITIALS);
    }
  }

  /** Typing errors: for each word left over, the likest of the places left over, rather a near one. */
  #matchSlips(name: IndexedName): void {
    const { words, marked } = this.#query;
    const vocabulary = this.#vocabulary;
    const left: number[] = [];
    for (let place = 0; place < name.folded.length && left.length < MOST_LEFT; place += 1) {
      if (this.#by[place] === NOWHERE) left.push(place);
    }
    if (left.length === 0) return;
    let tried = 0;
    for (const [at, word] of words.entries()) {
      if (this.#place[at] !== NOWHERE) continue;
      tried += 1;
      if (tried > MOST_LEFT) return;
      const expected = at === 0 ? 0 : (this.#place[at - 1] ?? NOWHERE) + 1;
      let best = NOWHERE;
      let bestSure = 0;
      for (const place of left) {
        if (this.#by[place] !== NOWHERE) continue;
        const id = name.folded[place] ?? NOWHERE;
        const other = vocabulary.word(id);
        if (!mayBeLike(word.folded.length, word.letters, other.length, vocabulary.letters(id))) continue;
        const sure = wordLikeness(word.folded, other) + (place === expected ? 0.1 : 0);
        if (sure > bestSure && sure >= 0.6) [best, bestSure] = [place, sure];
      }
      if (best !== NOWHERE) this.#match(at, best, marked ? Math.min(bestSure, 0.9) : Math.min(bestSure, 0.9));
    }
  }

  #weigh(name: IndexedName): number {
    const { words } = this.#query;
    const { extra, gap, gapNext, order } = TUNING;
    let agreed = 0;
    let cost = 0;
    let inGap = false;
    for (let place = 0; place < name.folded.length; place += 1) {
      const weight = this.#vocabulary.weight(name.folded[place] ?? NOWHERE);
      const by = this.#by[place] ?? NOWHERE;
      if (by === NOWHERE) {
        cost += weight * (inGap ? gapNext : gap);
        inGap = true;
        continue;
      }
      inGap = false;
      const sure = this.#sure[by] ?? 0;
      agreed += weight * sure;
      cost += weight * (1 - sure);
    }
    let steps = 0;
    let jumps = 0;
    let last = NOWHERE;
    for (const [at, { weight }] of words.entries()) {
      const place = this.#place[at] ?? NOWHERE;
      if (place === NOWHERE) {
        cost += weight * extra;
        continue;
      }
      if (last !== NOWHERE) {
        steps += 1;
        if (place < last || place > last + 4) jumps += 1;
      }
      last = place;
    }
    if (agreed === 0) return 0;
    return (agreed / (agreed + cost)) * (steps === 0 ? 1 : 1 - (order * jumps) / steps);
  }
}

/** Where words stand side by side that begin with the given letters; "và" may be passed over. */
function findRun(
  initials: string,
  length: number,
  wordAt: (at: number) => string | null,
): { readonly from: number; readonly to: number } | null {
  for (let from = 0; from < length; from += 1) {
    let at = from;
    let letter = 0;
    while (letter < initials.length && at < length) {
      const word = wordAt(at);
      if (word === null) break;
      if (word[0] === initials[letter]) letter += 1;
      else if (word !== AND || letter === 0) break;
      at += 1;
    }
    if (letter === initials.length) return { from, to: at };
  }
  return null;
}
