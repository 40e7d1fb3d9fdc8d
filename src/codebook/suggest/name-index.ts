/**
 * Proposes the national entries whose names are most like a given name.
 * Guarantees: pure and deterministic, best first, each code once; 1 only for exactly the same name
 * (exact-name.ts); two codes with one name both get 1, so that the reader sees the tie.
 * Must not: decide. A proposal is taken over by a person, or by a rule that asks for a single 1.
 */
import type { SnapshotItem } from '../../domain/catalogue-snapshot.ts';
import { CandidateLists } from './candidate-lists.ts';
import { type IndexedName, NameComparison } from './compare-names.ts';
import { exactKey } from './exact-name.ts';
import { nameWords } from './name-words.ts';
import { readQuery } from './query-words.ts';
import { type Spelling, SpellingDistance, spellingOf } from './spelling-distance.ts';
import { Vocabulary } from './vocabulary.ts';

export interface Suggestion {
  readonly code: string;
  readonly name: string;
  /** 0 to 1; 1 only for exactly the same name. */
  readonly score: number;
}

interface Entry extends IndexedName {
  readonly code: string;
  readonly name: string;
  readonly key: string;
  readonly spelling: Spelling;
  readonly weight: number;
}

/** A name that is not exactly the same gets no more, however like. */
const MOST_LIKE = 0.99;
/** Less in common than this is chance. */
const LEAST_LIKE = 0.05;
const CANDIDATES = 100;

export class NameIndex {
  readonly #entries: readonly Entry[];
  readonly #vocabulary = new Vocabulary();
  readonly #lists: CandidateLists;
  readonly #byKey = new Map<string, number[]>();

  /**
   * @param items entries without a code or without a letter or digit in the name are left out: nothing can be proposed.
   * @param weights how many procedures use a code; breaks ties between equally like names, nothing more.
   */
  constructor(items: Iterable<SnapshotItem>, weights?: ReadonlyMap<string, number>) {
    const entries: Entry[] = [];
    const taken = new Set<string>();
    for (const { code, name } of items) {
      const key = exactKey(name);
      const both = `${code}\n${name}`;
      if (code.trim() === '' || key === '' || taken.has(both)) continue;
      taken.add(both);
      const ids = this.#vocabulary.add(nameWords(key));
      const at = entries.push({
        code,
        name,
        key,
        spelling: spellingOf(name),
        weight: weights?.get(code) ?? 0,
        folded: Int32Array.from(ids, ([folded]) => folded),
        written: Int32Array.from(ids, ([, written]) => written),
      });
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [at - 1]);
      else same.push(at - 1);
    }
    this.#vocabulary.weigh();
    this.#entries = entries;
    this.#lists = new CandidateLists(entries, this.#vocabulary);
  }

  /**
   * @param name as the province wrote it; nothing comes of one without letters and digits.
   * @param limit how many at most.
   */
  find(name: string, limit = 5): Suggestion[] {
    const key = exactKey(name);
    if (key === '' || limit < 1) return [];
    const query = readQuery(key, this.#vocabulary);
    const comparison = new NameComparison(query, this.#vocabulary);
    const scored = new Map<Entry, number>();
    for (const at of this.#lists.best(query, CANDIDATES)) {
      const entry = this.#entries[at];
      if (entry === undefined) continue;
      const score = Math.round(comparison.likeness(entry) * 10_000) / 10_000;
      if (score >= LEAST_LIKE) scored.set(entry, Math.min(score, MOST_LIKE));
    }
    for (const at of this.#byKey.get(key) ?? []) {
      const entry = this.#entries[at];
      if (entry !== undefined) scored.set(entry, 1);
    }
    const spelling = new SpellingDistance(name);
    const ranked = [...scored].sort(
      ([a, scoreA], [b, scoreB]) =>
        scoreB - scoreA ||
        spelling.to(a.spelling) - spelling.to(b.spelling) ||
        b.weight - a.weight ||
        compareCodes(a, b),
    );
    const codes = new Set<string>();
    const found: Suggestion[] = [];
    for (const [{ code, name: national }, score] of ranked) {
      if (codes.has(code)) continue;
      codes.add(code);
      found.push({ code, name: national, score });
      if (found.length >= limit) break;
    }
    return found;
  }
}

function compareCodes(a: Entry, b: Entry): number {
  return a.code < b.code ? -1 : a.code > b.code ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
