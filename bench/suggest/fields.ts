/**
 * The four fields that are measured: where a name is looked for, and what is to be reached there.
 * Guarantees: every name of the field is asked for under every rule; the national names are what is searched.
 * Must not: choose the names: all of them, or every n-th.
 */
import { NameIndex, type Suggestion } from '../../src/codebook/suggest/name-index.ts';
import { bySameName, WIDE } from '../../src/codebook/suggest/same-name.ts';
import { suggestDocument } from '../../src/codebook/suggest/suggest-document.ts';
import { CosineIndex } from './cosine.ts';
import type { Item, NationalData } from './data.ts';
import { type Case, type Ceiling, ceilingOf, type Miss, measure, signsOf, type Tally } from './measure.ts';
import { COMBINED, RULES } from './perturb.ts';

export interface Field {
  readonly name: string;
  readonly searched: number;
  readonly goal: { readonly first: number; readonly five: number } | null;
  /** By names alike in letters and digits, and in every sign. */
  readonly ceiling: Ceiling;
  readonly ceilingOfSigns: Ceiling;
  readonly tallies: readonly Tally[];
  readonly combined: readonly Tally[];
  readonly misses: readonly (Miss & { readonly rule: string; readonly gotNames: readonly string[] })[];
}

export interface Choice {
  readonly seed: number;
  /** Every n-th name. */
  readonly every: number;
  /** How many misses of each rule are told. */
  readonly misses: number;
  /** Only fields whose name has this in it; '' = all. */
  readonly only: string;
  readonly onField?: (name: string) => void;
}

/** As `mapping suggest` shows them: five names, each with all its codes. */
const namesOf = (found: readonly Suggestion[]): readonly (readonly string[])[] =>
  bySameName(found, 5).map(({ code, sameName }) => [code, ...sameName]);

export function measureFields(data: NationalData, choice: Choice): readonly Field[] {
  const fields = [
    ownList('components among their own procedure’s', data.components, { first: 0.99, five: 0.999 }),
    allLists('components, procedure unknown', data.components, { first: 0.85, five: 0.97 }),
    procedures(data.procedures),
    ownList('results among their own procedure’s', data.results, null),
    allLists('results, procedure unknown', data.results, null),
  ];
  return fields
    .filter(({ name }) => name.includes(choice.only))
    .map((field) => {
      choice.onField?.(field.name);
      return measureField(field, choice);
    });
}

interface Prepared {
  readonly name: string;
  readonly goal: Field['goal'];
  /** By names alike in letters and digits, and in every sign. */
  readonly ceiling: Ceiling;
  readonly ceilingOfSigns: Ceiling;
  readonly items: readonly Item[];
  readonly cases: () => readonly Case[];
}

function procedures(items: readonly Item[]): Prepared {
  return {
    name: 'procedures',
    goal: { first: 0.9, five: 0.98 },
    ceiling: ceilingOf([items]),
    ceilingOfSigns: ceilingOf([items], signsOf),
    items,
    cases: () => casesOf(items, new NameIndex(items), new CosineIndex(items)),
  };
}

function allLists(name: string, lists: readonly (readonly Item[])[], goal: Field['goal']): Prepared {
  const uses = lists.flat();
  return {
    name,
    goal,
    ceiling: ceilingOf([uses]),
    ceilingOfSigns: ceilingOf([uses], signsOf),
    items: uses,
    cases: () => {
      const { items, weights } = weighed(uses);
      return casesOf(uses, new NameIndex(items, weights), new CosineIndex(items));
    },
  };
}

/** As `mapping suggest` does it: own list first, then all. */
function ownList(name: string, lists: readonly (readonly Item[])[], goal: Field['goal']): Prepared {
  return {
    name,
    goal,
    ceiling: ceilingOf(lists),
    ceilingOfSigns: ceilingOf(lists, signsOf),
    items: lists.flat(),
    cases: () => {
      const { items, weights } = weighed(lists.flat());
      const all = new NameIndex(items, weights);
      return lists.flatMap((list) => {
        const own = once(() => new NameIndex(list, weights));
        const cosine = once(() => new CosineIndex(list));
        return list.map((item) => ({
          item,
          find: (asked: string) => namesOf(suggestDocument(asked, own(), all, WIDE)),
          cosine: (asked: string) => cosineNames(cosine(), asked),
        }));
      });
    },
  };
}

function casesOf(items: readonly Item[], index: NameIndex, cosine: CosineIndex): readonly Case[] {
  const find = (asked: string) => namesOf(index.find(asked, WIDE));
  return items.map((item) => ({ item, find, cosine: (asked: string) => cosineNames(cosine, asked) }));
}

/** The same courtesy to word-cosine: five names, each with all its codes. */
function cosineNames(cosine: CosineIndex, asked: string): readonly (readonly string[])[] {
  return namesOf(cosine.find(asked, WIDE).map((item) => ({ ...item, score: 0 })));
}

/** Made when it is first asked for: of most lists nothing is, where only some names are. */
function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | null = null;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

/** Each code once, and how many procedures use it. */
function weighed(uses: readonly Item[]): {
  readonly items: readonly Item[];
  readonly weights: ReadonlyMap<string, number>;
} {
  const weights = new Map<string, number>();
  for (const { code } of uses) weights.set(code, (weights.get(code) ?? 0) + 1);
  return { items: [...new Map(uses.map((item) => [item.code, item])).values()], weights };
}

function measureField(
  { name, goal, ceiling, ceilingOfSigns, items, cases }: Prepared,
  choice: Choice,
): Field {
  const nameOf = new Map(items.map((item) => [item.code, item.name]));
  const asked = cases().filter((_case, at) => at % choice.every === 0);
  const misses: Field['misses'][number][] = [];
  const run = ([rule, perturb]: readonly [string, (typeof RULES)[string]]): Tally => {
    let told = 0;
    return measure(rule, perturb, asked, choice.seed, (miss) => {
      told += 1;
      if (told > choice.misses) return;
      misses.push({ ...miss, rule, gotNames: miss.got.map(([code = '']) => nameOf.get(code) ?? '') });
    });
  };
  return {
    name,
    searched: new Set(items.map(({ code }) => code)).size,
    goal,
    ceiling,
    ceilingOfSigns,
    tallies: Object.entries(RULES).map(run),
    combined: Object.entries(COMBINED).map(run),
    misses,
  };
}
