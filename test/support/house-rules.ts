/**
 * Every rule on the house's files, by what it demands.
 * Guarantees: what stands here is run on the real house and on the made-up wrong ones.
 */
import {
  findEmptyNames,
  findExportFaults,
  findHeadless,
  findImpurity,
  findOversized,
  findStrayWords,
  findUnplaced,
} from './file-rules.ts';
import type { Fault, House } from './house.ts';
import {
  findBuiltinFaults,
  findComputedImports,
  findCycles,
  findHeavyStarts,
  findOutsideImports,
  findPackageFaults,
  findUpwardImports,
} from './import-rules.ts';

/** Demand → the search for what breaks it. */
export const RULES = {
  'every file has a room of the plan': findUnplaced,
  'imports go to a lower floor or the own folder': findUpwardImports,
  'imports stay inside the house': findOutsideImports,
  'no file imports itself in a ring': findCycles,
  'one outside package, one folder': findPackageFaults,
  'no command loads what only some need': findHeavyStarts,
  'domain imports nothing, normalize nothing impure': findBuiltinFaults,
  'what is imported can be read from the text': findComputedImports,
  'no barrel and no drawer for odds and ends': findEmptyNames,
  'no `export *` and no default export': findExportFaults,
  'a file begins by saying what it guarantees': findHeadless,
  'files are short': findOversized,
  'wire names and view columns stay in their rooms': findStrayWords,
  'domain and normalize know no clock, no chance and no outside world': findImpurity,
} as const satisfies Record<string, (house: House) => readonly Fault[]>;
