/**
 * Proposals as people weigh them: a name once, with every code that bears exactly this name.
 * Guarantees: pure; the order of the first code of each name stays; no code is lost or named twice.
 * Must not: choose among the codes of one name: no likeness can.
 */
import { exactKey } from './exact-name.ts';
import type { Suggestion } from './name-index.ts';

/** A suggestion that stands for all codes of its name. */
export type NamedSuggestion<Found extends Suggestion = Suggestion> = Found & {
  /** Further codes of exactly this name, in the order of the proposals. */
  readonly sameName: readonly string[];
};

/** How many proposals are asked for, so that those of one name are together: what an index looks at closely. */
export const WIDE = 40;

/**
 * @param found best first.
 * @param limit names at most.
 * @param apart suggestions for which it answers differently are never taken together.
 */
export function bySameName<Found extends Suggestion>(
  found: readonly Found[],
  limit: number,
  apart: (one: Found) => string = () => '',
): NamedSuggestion<Found>[] {
  const names = new Map<string, { readonly first: Found; readonly sameName: string[] }>();
  for (const one of found) {
    const key = `${apart(one)} ${exactKey(one.name)}`;
    const known = names.get(key);
    if (known === undefined) names.set(key, { first: one, sameName: [] });
    else known.sameName.push(one.code);
  }
  return [...names.values()].slice(0, limit).map(({ first, sameName }) => ({ ...first, sameName }));
}
