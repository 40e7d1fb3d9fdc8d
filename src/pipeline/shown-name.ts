/**
 * A name of the province's own as people are shown it.
 * Guarantees: no long number in it: where clerks type freely it is a citizen's identity number or telephone.
 * Must not: be compared with anything; names are compared as they are written.
 */

/** Nine digits or more, also in groups. Laws, forms and days have fewer. */
const LONG_NUMBER = /\p{Nd}(?:[ .-]?\p{Nd}){8,}/gu;

/** @returns the name with `•••` in the place of each long number. */
export function shownName(name: string): string {
  return name.replaceAll(LONG_NUMBER, '•••');
}
