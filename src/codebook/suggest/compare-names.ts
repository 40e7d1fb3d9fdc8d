/**
 * How alike a name that is looked for and a national name are, word by word.
 * Guarantees: pure, 0 to 1; each word of one name is explained by at most one place of the other; marks
 * count where the name looked for has any; words left out at the end cost less than words in between.
 * Must not: say that two names are the same (exact-name.ts does) or know how many names there are.
 */
import type { Query } from './query-words.ts';
import { UNKNOWN, type Vocabulary } from './vocabulary.ts';
import { mayBeLike, wordLikeness } from './word-likeness.ts';

/** The words of a national name: numbers of the vocabulary, without marks and as written. */
export interface IndexedName {
  readonly folded: Int32Array;
  readonly written: Int32Array;
}

/** How sure a word is: the same letters with other marks, marks lost in one word only, initials for words. */
/** What a word costs that is only in the name looked for; only in the national name, first and next of a run. */
export const TUNING = {
  extra: 1,
  gap: 0.45,
  gapNext: 0.22,
  tail: 0.4,
  tailNext: 0.2,
  order: 0.12,
  otherMarks: 0.72,
  marksMissing: 0.9,
  byInitials: 0.92,
  otherMarksToo: 0.7,
  knownWord: 0.75,
  expected: 0.1,
  least: 0.4,
};
/** More words than these are compared by their letters only where they are unknown. */
const MOST_LEFT = 40;
const AND = 'va';
const NOWHERE = -1;
const BESIDE = 0;
const SAME = 1;
const SAME_LETTERS = 2;

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

  /** Same letters: first beside a word that is the same as well, then anywhere, last with other marks. */
  #matchSame(name: IndexedName): void {
    const { words, marked } = this.#query;
    const length = name.folded.length;
    for (const strictness of [BESIDE, SAME, SAME_LETTERS]) {
      let left = 0;
      for (let place = 0; place < length; place += 1) {
        if (this.#by[place] !== NOWHERE) continue;
        const candidates = this.#placesOf.get(name.folded[place] ?? NOWHERE);
        if (candidates === undefined) continue;
        const written = name.written[place];
        let chosen = NOWHERE;
        for (const at of candidates) {
          if (this.#place[at] !== NOWHERE) continue;
          if (strictness !== SAME_LETTERS && marked && words[at]?.written !== written) continue;
          if (strictness === BESIDE && !this.#standsBeside(at, name, place)) continue;
          chosen = at;
          break;
        }
        if (chosen === NOWHERE) left += 1;
        else if (strictness !== SAME_LETTERS) this.#match(chosen, place, 1);
        else this.#match(chosen, place, words[chosen]?.marked ? TUNING.otherMarks : TUNING.marksMissing);
      }
      if (left === 0) return;
    }
  }

  #standsBeside(at: number, name: IndexedName, place: number): boolean {
    const { words } = this.#query;
    return (
      (at > 0 && place > 0 && words[at - 1]?.id === name.folded[place - 1]) ||
      (at + 1 < words.length && words[at + 1]?.id === name.folded[place + 1])
    );
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
      for (let place = run.from; place < run.to; place += 1) this.#match(at, place, TUNING.byInitials);
    }
    for (let place = 0; place < name.folded.length; place += 1) {
      if (this.#by[place] !== NOWHERE) continue;
      const id = name.folded[place] ?? NOWHERE;
      if (!vocabulary.initials(id)) continue;
      const short = vocabulary.word(id);
      const run = findRun(short, words.length, (at) =>
        this.#place[at] === NOWHERE ? (words[at]?.folded ?? null) : null,
      );
      if (run === null) continue;
      for (let at = run.from; at < run.to; at += 1) this.#match(at, place, TUNING.byInitials);
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
        let sure = wordLikeness(word.folded, other);
        if (sure === 0) continue;
        if (
          marked &&
          word.marked &&
          wordLikeness(word.text, vocabulary.spelling(name.written[place] ?? NOWHERE)) < sure
        )
          sure *= TUNING.otherMarksToo;
        if (word.id !== UNKNOWN) sure *= TUNING.knownWord;
        if (place === expected) sure += TUNING.expected;
        if (sure > bestSure && sure >= TUNING.least) [best, bestSure] = [place, sure];
      }
      if (best !== NOWHERE) this.#match(at, best, Math.min(bestSure, 0.9));
    }
  }

  #weigh(name: IndexedName): number {
    const { words } = this.#query;
    const { extra, gap, gapNext, tail, tailNext, order } = TUNING;
    let agreed = 0;
    let cost = 0;
    let inGap = false;
    let end = name.folded.length;
    while (end > 0 && this.#by[end - 1] === NOWHERE) end -= 1;
    for (let place = 0; place < name.folded.length; place += 1) {
      const weight = this.#vocabulary.weight(name.folded[place] ?? NOWHERE);
      const by = this.#by[place] ?? NOWHERE;
      if (by === NOWHERE) {
        cost += weight * (place >= end ? (inGap ? tailNext : tail) : inGap ? gapNext : gap);
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
