/**
 * How alike a name that is looked for and a national name are, word by word.
 * Guarantees: pure, 0 to 1; each word of one name is explained by at most one place of the other; marks
 * count where the name looked for has any; words left out at the end cost less than words in between.
 * Must not: say that two names are the same (exact-name.ts does) or know how many names there are.
 */
import type { Query, QueryWord } from './query-words.ts';
import { UNKNOWN, type Vocabulary } from './vocabulary.ts';
import { mayBeLike, wordLikeness } from './word-likeness.ts';

/** The words of a national name: numbers of the vocabulary, without marks and as written. */
export interface IndexedName {
  readonly folded: Int32Array;
  readonly written: Int32Array;
}

// All found by trying on perturbed national names (bench/suggest/suggest.ts, with other seeds than its own).

/** How sure a word is: the same letters with other marks, without marks among words that have them, by initials. */
const OTHER_MARKS = 0.72;
const MARKS_MISSING = 0.9;
const BY_INITIALS = 0.92;
/** A slip is less likely where marks differ as well, or where the word is one that names do have. */
const SLIP_WITH_OTHER_MARKS = 0.7;
const SLIP_TO_KNOWN_WORD = 0.5;
/** A slip where the word is due; the surest a slip can be, and the least that is still taken for one. */
const SLIP_WHERE_DUE = 0.1;
const SUREST_SLIP = 0.9;
const LEAST_SLIP = 0.4;
/** What a word costs, by its weight, that only the name looked for has. */
const EXTRA = 2;
/** That only the national name has: first and next in a row, between words that agree and after the last of them. */
const GAP = 0.5;
const GAP_NEXT = 0.28;
const TAIL = 0.3;
const TAIL_NEXT = 0.2;
/** How much of that for a tail, where the name looked for is a whole beginning: it was cut short. */
const CUT_SHORT = 0.4;
/** What words out of order cost, at most. */
const OUT_OF_ORDER = 0.12;
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
    this.#matchSameWords(name);
    this.#matchInitials(name);
    this.#matchSlips(name);
    return this.#weigh(name);
  }

  /** {@link likeness} but for initials and slips: seldom more than it. */
  roughLikeness(name: IndexedName): number {
    this.#matchSameWords(name);
    return this.#weigh(name);
  }

  #matchSameWords(name: IndexedName): void {
    const length = name.folded.length;
    if (this.#by.length < length) this.#by = new Int32Array(length * 2);
    this.#by.fill(NOWHERE, 0, length);
    this.#place.fill(NOWHERE);
    this.#sure.fill(0);
    for (const strictness of [BESIDE, SAME, SAME_LETTERS]) this.#matchSame(name, strictness);
  }

  #match(word: number, place: number, sure: number): void {
    this.#by[place] = word;
    if (this.#place[word] === NOWHERE) this.#place[word] = place;
    this.#sure[word] = sure;
  }

  /** Same letters: first beside a word that is the same as well, then anywhere, last with other marks. */
  #matchSame(name: IndexedName, strictness: number): void {
    const { words, marked } = this.#query;
    for (let place = 0; place < name.folded.length; place += 1) {
      if (this.#by[place] !== NOWHERE) continue;
      const candidates = this.#placesOf.get(name.folded[place] ?? NOWHERE);
      if (candidates === undefined) continue;
      const written = name.written[place];
      for (const at of candidates) {
        if (this.#place[at] !== NOWHERE) continue;
        const word = words[at];
        if (strictness !== SAME_LETTERS && marked && word?.written !== written) continue;
        if (strictness === BESIDE && !this.#standsBeside(at, name, place)) continue;
        const sure = word?.marked ? OTHER_MARKS : MARKS_MISSING;
        this.#match(at, place, strictness === SAME_LETTERS ? sure : 1);
        break;
      }
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
      for (let place = run.from; place < run.to; place += 1) this.#match(at, place, BY_INITIALS);
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
      for (let at = run.from; at < run.to; at += 1) this.#match(at, place, BY_INITIALS);
    }
  }

  /** Typing errors: for each word left over, the likest of the places left over, rather where it is due. */
  #matchSlips(name: IndexedName): void {
    const left: number[] = [];
    for (let place = 0; place < name.folded.length && left.length < MOST_LEFT; place += 1) {
      if (this.#by[place] === NOWHERE) left.push(place);
    }
    let tried = 0;
    for (const [at, word] of this.#query.words.entries()) {
      if (this.#place[at] !== NOWHERE) continue;
      tried += 1;
      if (tried > MOST_LEFT) return;
      const due = at === 0 ? 0 : (this.#place[at - 1] ?? NOWHERE) + 1;
      let best = NOWHERE;
      let bestSure = 0;
      for (const place of left) {
        if (this.#by[place] !== NOWHERE) continue;
        const slip = this.#sureOfSlip(word, name, place);
        const sure = slip > 0 && place === due ? slip + SLIP_WHERE_DUE : slip;
        if (sure > bestSure && sure >= LEAST_SLIP) [best, bestSure] = [place, sure];
      }
      if (best !== NOWHERE) this.#match(at, best, Math.min(bestSure, SUREST_SLIP));
    }
  }

  #sureOfSlip(word: QueryWord, name: IndexedName, place: number): number {
    const vocabulary = this.#vocabulary;
    const id = name.folded[place] ?? NOWHERE;
    const other = vocabulary.word(id);
    if (!mayBeLike(word.folded.length, word.letters, other.length, vocabulary.letters(id))) return 0;
    const sure = wordLikeness(word.folded, other);
    if (sure === 0) return 0;
    const known = word.id === UNKNOWN ? 1 : SLIP_TO_KNOWN_WORD;
    if (!word.marked) return sure * known;
    const written = vocabulary.spelling(name.written[place] ?? NOWHERE);
    return sure * known * (wordLikeness(word.text, written) < sure ? SLIP_WITH_OTHER_MARKS : 1);
  }

  /** What agrees, by its weight, against what does not: on either side, in between and at the end, and the order. */
  #weigh(name: IndexedName): number {
    const { words } = this.#query;
    let end = name.folded.length;
    while (end > 0 && this.#by[end - 1] === NOWHERE) end -= 1;
    let agreed = 0;
    let cost = 0;
    let whole = true;
    let before = true;
    for (let place = 0; place < end; place += 1) {
      const weight = this.#weightAt(name, place);
      const by = this.#by[place] ?? NOWHERE;
      if (by === NOWHERE) {
        cost += weight * (before ? GAP : GAP_NEXT);
        whole = false;
      } else {
        const sure = this.#sure[by] ?? 0;
        agreed += weight * sure;
        cost += weight * (1 - sure);
      }
      before = by !== NOWHERE;
    }
    if (agreed === 0) return 0;
    let steps = 0;
    let jumps = 0;
    let last = NOWHERE;
    for (const [at, { weight }] of words.entries()) {
      const place = this.#place[at] ?? NOWHERE;
      if (place === NOWHERE) {
        cost += weight * EXTRA;
        whole = false;
        continue;
      }
      if (last !== NOWHERE) {
        steps += 1;
        if (place < last || place > last + 4) jumps += 1;
      }
      last = place;
    }
    const part = whole && jumps === 0 ? CUT_SHORT : 1;
    for (let place = end; place < name.folded.length; place += 1) {
      cost += part * this.#weightAt(name, place) * (place === end ? TAIL : TAIL_NEXT);
    }
    return (agreed / (agreed + cost)) * (steps === 0 ? 1 : 1 - (OUT_OF_ORDER * jumps) / steps);
  }

  #weightAt(name: IndexedName, place: number): number {
    return this.#vocabulary.weight(name.folded[place] ?? NOWHERE);
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
