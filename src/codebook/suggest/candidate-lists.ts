/**
 * Which names of an index are worth a closer look: for each word, the names it stands in.
 * Guarantees: deterministic; every name is a candidate where there are few; a bounded amount of work a query.
 * Must not: rank what is proposed: it counts common words by weight and no more.
 */
import type { IndexedName } from './compare-names.ts';
import type { Query } from './query-words.ts';
import { UNKNOWN, type Vocabulary } from './vocabulary.ts';

/** More abbreviations than these are not looked for in all names. */
const MOST_INITIALS = 6;
const AND = 'va';
/** A word the national name has beyond those looked for counts against it by this much: names are cut short. */
const SURPLUS = 0.3;
/** How finely promising names are told from others before they are sorted. */
const STEPS = 2_000;

export class CandidateLists {
  readonly #vocabulary: Vocabulary;
  readonly #names: readonly IndexedName[];
  /** Names that have a word: from `#starts[id]` to `#starts[id + 1]`. */
  readonly #starts: Int32Array;
  readonly #having: Int32Array;
  readonly #weights: Float64Array;
  /** Worked in anew by every query: to make them each time is what a query would mostly wait for. */
  readonly #common: Float64Array;
  readonly #promise: Float64Array;
  /** First letters of the words of all names, a blank before each name, and where each begins. */
  readonly #initials: string;
  readonly #initialsFrom: Int32Array;

  constructor(names: readonly IndexedName[], vocabulary: Vocabulary) {
    this.#names = names;
    this.#vocabulary = vocabulary;
    const distinct = names.map(({ folded }) => new Set(folded));
    this.#starts = new Int32Array(vocabulary.size + 1);
    for (const ids of distinct) for (const id of ids) this.#starts[id + 1] = (this.#starts[id + 1] ?? 0) + 1;
    for (let id = 0; id < vocabulary.size; id += 1) {
      this.#starts[id + 1] = (this.#starts[id + 1] ?? 0) + (this.#starts[id] ?? 0);
    }
    this.#having = new Int32Array(this.#starts[vocabulary.size] ?? 0);
    const next = this.#starts.slice();
    this.#weights = new Float64Array(names.length);
    this.#common = new Float64Array(names.length);
    this.#promise = new Float64Array(names.length);
    for (const [at, ids] of distinct.entries()) {
      for (const id of ids) {
        const free = next[id] ?? 0;
        this.#having[free] = at;
        next[id] = free + 1;
        this.#weights[at] = (this.#weights[at] ?? 0) + vocabulary.weight(id);
      }
    }
    this.#initialsFrom = new Int32Array(names.length);
    let length = 0;
    const initials = names.map(({ folded }, at) => {
      let letters = ' ';
      for (const id of folded) {
        const word = vocabulary.word(id);
        if (word !== AND) letters += word[0] ?? '';
      }
      this.#initialsFrom[at] = length;
      length += letters.length;
      return letters;
    });
    this.#initials = initials.join('');
  }

  /** The most promising names by their number, at most `limit`, best first. */
  best(query: Query, limit: number): readonly number[] {
    if (this.#names.length <= limit) return this.#names.map((_name, at) => at);
    const common = this.#commonWeights(query);
    const promise = this.#promise.fill(0);
    const steps = new Int32Array(STEPS + 1);
    for (let at = 0; at < common.length; at += 1) {
      const weight = common[at] ?? 0;
      if (weight === 0) continue;
      promise[at] = weight / (query.weight + SURPLUS * (this.#weights[at] ?? 0));
      const step = stepOf(promise[at] ?? 0);
      steps[step] = (steps[step] ?? 0) + 1;
    }
    // Sorting all names is most of the time of a proposal: find first how promising the best ones are.
    let lowest = STEPS;
    for (let found = steps[lowest] ?? 0; found < limit && lowest > 0; found += steps[lowest] ?? 0)
      lowest -= 1;
    const found: number[] = [];
    for (let at = 0; at < promise.length; at += 1) {
      const value = promise[at] ?? 0;
      if (value > 0 && stepOf(value) >= lowest) found.push(at);
    }
    return found.sort((a, b) => (promise[b] ?? 0) - (promise[a] ?? 0) || a - b).slice(0, limit);
  }

  #commonWeights(query: Query): Float64Array {
    const common = this.#common.fill(0);
    const seen = new Set<number>();
    let initials = 0;
    for (const word of query.words) {
      if (word.id === UNKNOWN) {
        for (const { id, likeness } of word.like)
          this.#addWord(common, id, likeness * this.#vocabulary.weight(id));
      } else if (!seen.has(word.id)) {
        seen.add(word.id);
        this.#addWord(common, word.id, word.weight);
      }
      if (word.initials && word.folded.length > 1 && initials < MOST_INITIALS) {
        initials += 1;
        this.#addInitials(common, word.folded);
      }
    }
    return common;
  }

  #addWord(common: Float64Array, id: number, weight: number): void {
    const end = this.#starts[id + 1] ?? 0;
    for (let at = this.#starts[id] ?? 0; at < end; at += 1) {
      const name = this.#having[at] ?? 0;
      common[name] = (common[name] ?? 0) + weight;
    }
  }

  /** Adds, for names whose words begin with these letters one after the other, how rare that is. */
  #addInitials(common: Float64Array, initials: string): void {
    const found: number[] = [];
    for (let at = this.#initials.indexOf(initials), name = 0; at >= 0; ) {
      name = this.#nameAt(at, name);
      found.push(name);
      const following = this.#initialsFrom[name + 1];
      if (following === undefined) break;
      at = this.#initials.indexOf(initials, following);
    }
    const weight = Math.log(1 + this.#names.length / found.length);
    for (const name of found) common[name] = (common[name] ?? 0) + weight;
  }

  #nameAt(at: number, from: number): number {
    let low = from;
    let high = this.#initialsFrom.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#initialsFrom[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function stepOf(promise: number): number {
  return Math.min(STEPS, Math.floor(promise * STEPS));
}
