/**
 * Counts, for one field and one rule, how often the right code is first or among the first five.
 * Guarantees: judged by the code: does the first proposal, do the first five name it? Codes of exactly one name come in one
 * proposal, since no likeness can tell them apart; beside it the count with each code on its own.
 * Must not: know how a proposal is made.
 */
import { Chance, seedOf } from './chance.ts';
import type { Item } from './data.ts';
import type { Rule } from './perturb.ts';

/** A name whose code is to be found. Proposals: names, best first, each with all codes that bear it. */
export interface Case {
  readonly item: Item;
  readonly find: (name: string) => readonly (readonly string[])[];
  readonly cosine: (name: string) => readonly (readonly string[])[];
}

export interface Tally {
  readonly rule: string;
  readonly cases: number;
  /** The first proposal names the code. */
  readonly first: number;
  /** One of the first five does. */
  readonly five: number;
  /** The code is the very first one, codes of one name counted one by one, or among the first five. */
  readonly aloneFirst: number;
  readonly aloneFive: number;
  readonly cosineFirst: number;
  readonly cosineFive: number;
}

export interface Miss {
  readonly asked: string;
  readonly right: Item;
  readonly got: readonly (readonly string[])[];
}

/** Letters and digits of a name: where these are the same, nobody can tell two names apart. */
export function lettersOf(name: string): string {
  return [
    ...name
      .normalize('NFC')
      .toLowerCase()
      .matchAll(/[\p{L}\p{N}]+/gu),
  ].join(' ');
}

export function measure(
  rule: string,
  perturb: Rule,
  cases: readonly Case[],
  seed: number,
  onMiss: (miss: Miss) => void,
): Tally {
  const tally = { rule, cases: cases.length, first: 0, five: 0, aloneFirst: 0, aloneFive: 0 };
  const plain = { cosineFirst: 0, cosineFive: 0 };
  for (const { item, find, cosine } of cases) {
    const asked = perturb(item.name, new Chance(seedOf(`${rule}\n${item.code}\n${item.name}`, seed)));
    const got = find(asked);
    if (got[0]?.includes(item.code)) tally.first += 1;
    else onMiss({ asked, right: item, got });
    if (got.some((codes) => codes.includes(item.code))) tally.five += 1;
    const alone = got.flat().slice(0, 5);
    if (alone[0] === item.code) tally.aloneFirst += 1;
    if (alone.includes(item.code)) tally.aloneFive += 1;
    const words = cosine(asked);
    if (words[0]?.includes(item.code)) plain.cosineFirst += 1;
    if (words.some((codes) => codes.includes(item.code))) plain.cosineFive += 1;
  }
  return { ...tally, ...plain };
}

export interface Ceiling {
  readonly first: number;
  readonly five: number;
}

/**
 * What the best engine could reach on names that are not changed at all, when it must choose among codes
 * with the same name: always the one (or the five) that most of the cases ask for.
 * @param spelled what of a name counts: its letters, or every sign.
 */
export function ceilingOf(
  groups: readonly (readonly Item[])[],
  spelled: (name: string) => string = lettersOf,
): Ceiling {
  let cases = 0;
  let first = 0;
  let five = 0;
  for (const items of groups) {
    const byName = new Map<string, Map<string, number>>();
    for (const { code, name } of items) {
      const codes = byName.get(spelled(name)) ?? new Map<string, number>();
      byName.set(spelled(name), codes.set(code, (codes.get(code) ?? 0) + 1));
    }
    cases += items.length;
    for (const codes of byName.values()) {
      const counts = [...codes.values()].sort((a, b) => b - a);
      first += counts[0] ?? 0;
      five += counts.slice(0, 5).reduce((sum, count) => sum + count, 0);
    }
  }
  return { first: first / cases, five: five / cases };
}

/** Every sign of a name, also case and punctuation; blanks as one. */
export function signsOf(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim();
}
