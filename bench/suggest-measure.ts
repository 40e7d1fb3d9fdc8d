/**
 * Counts, for one field and one rule, how often the right code is first or among the first five.
 * Guarantees: judged by the code and nothing else; beside it, how many misses nobody could have told apart.
 * Must not: know how a proposal is made.
 */
import { Chance, seedOf } from './suggest-chance.ts';
import type { Item } from './suggest-data.ts';
import type { Rule } from './suggest-perturb.ts';

/** A name whose code is to be found. */
export interface Case {
  readonly item: Item;
  readonly find: (name: string) => readonly string[];
  readonly cosine: (name: string) => readonly string[];
}

export interface Tally {
  readonly rule: string;
  readonly cases: number;
  readonly first: number;
  readonly five: number;
  /** Misses of the first place whose winner has letter for letter the same name under another code. */
  readonly twins: number;
  /** The right name is among the first five, under whichever code. */
  readonly nameFive: number;
  readonly cosineFirst: number;
  readonly cosineFive: number;
}

export interface Miss {
  readonly asked: string;
  readonly right: Item;
  readonly got: readonly string[];
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
  nameOf: ReadonlyMap<string, string>,
  seed: number,
  onMiss: (miss: Miss) => void,
): Tally {
  const tally = {
    rule,
    cases: cases.length,
    first: 0,
    five: 0,
    twins: 0,
    nameFive: 0,
    cosineFirst: 0,
    cosineFive: 0,
  };
  for (const { item, find, cosine } of cases) {
    const asked = perturb(item.name, new Chance(seedOf(`${rule}\n${item.code}\n${item.name}`, seed)));
    const got = find(asked);
    const letters = lettersOf(item.name);
    const alike = got.map((code) => code === item.code || lettersOf(nameOf.get(code) ?? '') === letters);
    if (alike.includes(true)) tally.nameFive += 1;
    if (got[0] === item.code) tally.first += 1;
    else if (alike[0] === true) tally.twins += 1;
    else onMiss({ asked, right: item, got });
    if (got.includes(item.code)) tally.five += 1;
    const plain = cosine(asked);
    if (plain[0] === item.code) tally.cosineFirst += 1;
    if (plain.includes(item.code)) tally.cosineFive += 1;
  }
  return tally;
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
