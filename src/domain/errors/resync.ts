/** Sending again on purpose: `dongbo resync` (DB-RSY). */
import type { ErrorEntry } from './entry.ts';

export const resyncErrors = {} as const satisfies Record<string, ErrorEntry>;
