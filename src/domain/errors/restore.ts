/** Backup, restore and the doubt that follows (DB-BKP). */
import type { ErrorEntry } from './entry.ts';

export const restoreErrors = {} as const satisfies Record<string, ErrorEntry>;
