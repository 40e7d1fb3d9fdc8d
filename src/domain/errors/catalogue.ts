/** Faults of the national catalogue (DB-CAT). */
import type { ErrorEntry } from './entry.ts';

export const catalogueErrors = {} as const satisfies Record<string, ErrorEntry>;
