/** Faults in the files of mappings/ (DB-MAP). */
import type { ErrorEntry } from './entry.ts';

export const mappingErrors = {} as const satisfies Record<string, ErrorEntry>;
