/**
 * Proposals for a paper or a result of one procedure: what the procedure itself asks for comes first.
 * Guarantees: pure and deterministic; each code once; scores are those of the index they come from.
 * Must not: hide the others: where nothing of the procedure's own list is near, the best of all come first.
 */
import type { NameIndex, Suggestion } from './name-index.ts';

/** A paper of another procedure comes before one of the own list only when its name is so much more alike. */
const CLEARLY_BETTER = 0.2;

/**
 * Own first: candidates of the procedure's own list come before those of all others unless clearly worse.
 * So scores need not fall from one proposal to the next.
 * @param own names of the procedure's own list; `null` where the procedure is not known.
 */
export function suggestDocument(
  name: string,
  own: NameIndex | null,
  all: NameIndex,
  limit = 5,
): Suggestion[] {
  const ownFound = own === null ? [] : own.find(name, limit);
  const codes = new Set(ownFound.map(({ code }) => code));
  // Those of the own list are among all as well: look for so many more that enough others are left.
  const others = all.find(name, limit + codes.size).filter(({ code }) => !codes.has(code));
  return [
    ...ownFound.map((suggestion) => ({ suggestion, standing: suggestion.score + CLEARLY_BETTER })),
    ...others.map((suggestion) => ({ suggestion, standing: suggestion.score })),
  ]
    .sort((a, b) => b.standing - a.standing)
    .slice(0, limit)
    .map(({ suggestion }) => suggestion);
}
