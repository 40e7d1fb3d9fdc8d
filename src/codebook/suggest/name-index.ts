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
import { type Query, readQuery } from './query-words.ts';
import { SpellingDistance } from './spelling-distance.ts';
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
  readonly weight: number;
}

/** A name that is not exactly the same gets no more, however like. */
const MOST_LIKE = 0.99;
/** Less in common than this is chance. */
const LEAST_LIKE = 0.05;
/** So many share the weightiest words; so many of them are compared word by word. */
const CANDIDATES = 120;
const CLOSEST = 40;

export class NameIndex {
  readonly #entries: readonly Entry[];
  readonly #vocabulary = new Vocabulary();
  readonly #lists: CandidateLists;
  readonly #byKey = new Map<string, Entry[]>();

  /**
   * @param items entries without a code or without a letter or digit in the name are left out: nothing can be proposed.
   * @param weights how many procedures use a code; breaks ties between equally like names, nothing more.
   */
  constructor(items: Iterable<SnapshotItem>, weights?: ReadonlyMap<string, number>) {
    const entries: Entry[] = [];
    const taken = new Set<string>();
    const weightOf = (code: string): number => weights?.get(code) ?? 0;
    // In the order of ties, so that it does not matter in which order they are read, and that of very many
    // equally promising names those that are used most are looked at.
    const sorted = [...items].sort((a, b) => weightOf(b.code) - weightOf(a.code) || compareCodes(a, b));
    for (const { code, name } of sorted) {
      const key = exactKey(name);
      const both = `${code}\n${name}`;
      if (code.trim() === '' || key === '' || taken.has(both)) continue;
      taken.add(both);
      const ids = this.#vocabulary.add(nameWords(key));
      const entry = {
        code,
        name,
        weight: weightOf(code),
        folded: Int32Array.from(ids, ([folded]) => folded),
        written: Int32Array.from(ids, ([, written]) => written),
      };
      entries.push(entry);
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [entry]);
      else same.push(entry);
    }
    this.#vocabulary.weigh();
    this.#entries = entries;
    this.#lists = new CandidateLists(entries, this.#vocabulary);
  }

  /**
   * @param name as the province wrote it; nothing comes of one without letters and digits.
   * @param limit how many at most; beside those of exactly the name no more than 40 are found.
   */
  find(name: string, limit = 5): Suggestion[] {
    const key = exactKey(name);
    if (key === '' || limit < 1) return [];
    const query = readQuery(key, this.#vocabulary);
    const comparison = new NameComparison(query, this.#vocabulary);
    const scored = new Map<Entry, number>();
    for (const entry of this.#closest(query, comparison)) {
      const score = Math.round(comparison.likeness(entry) * 10_000) / 10_000;
      if (score >= LEAST_LIKE) scored.set(entry, Math.min(score, MOST_LIKE));
    }
    for (const entry of this.#byKey.get(key) ?? []) scored.set(entry, 1);
    return best(scored, new SpellingDistance(name), limit);
  }

  /** Of the candidates those that are likest before slips and initials are looked at, which takes longer. */
  #closest(query: Query, comparison: NameComparison): readonly Entry[] {
    const candidates = this.#lists.best(query, CANDIDATES).flatMap((at) => this.#entries[at] ?? []);
    if (candidates.length <= CLOSEST) return candidates;
    return candidates
      .map((entry) => ({ entry, likeness: comparison.roughLikeness(entry) }))
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, CLOSEST)
      .map(({ entry }) => entry);
  }
}

/** Best first; equally like ones by spelling, then by weight, then by code. How ties stand is asked only where it shows. */
function best(scored: ReadonlyMap<Entry, number>, spelling: SpellingDistance, limit: number): Suggestion[] {
  const byScore = new Map<number, Entry[]>();
  for (const [entry, score] of scored) {
    const same = byScore.get(score);
    if (same === undefined) byScore.set(score, [entry]);
    else same.push(entry);
  }
  const found = new Map<string, Suggestion>();
  for (const [score, entries] of [...byScore].sort(([a], [b]) => b - a)) {
    entries.sort(
      (a, b) => spelling.to(a.name) - spelling.to(b.name) || b.weight - a.weight || compareCodes(a, b),
    );
    for (const { code, name } of entries) {
      if (!found.has(code)) found.set(code, { code, name, score });
      if (found.size >= limit) return [...found.values()];
    }
  }
  return [...found.values()];
}

function compareCodes(a: SnapshotItem, b: SnapshotItem): number {
  return a.code < b.code ? -1 : a.code > b.code ? 1 : a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
