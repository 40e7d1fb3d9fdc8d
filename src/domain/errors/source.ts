/** Errors of the province's system and of its rows (DB-SRC). */
import type { ErrorEntry } from './entry.ts';

export const sourceErrors = {} as const satisfies Record<string, ErrorEntry>;
