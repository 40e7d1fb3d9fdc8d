/** Agencies and procedures that have no name. Guarantees: an empty name never passes for the province as a whole. */
import type { Wording } from './wording.ts';

/** Stands for a unit that no table and no catalogue knows. */
export const unknownUnit: Wording = { vi: '(không rõ)', en: '(not known)' };
