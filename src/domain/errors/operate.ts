/** Pausing lanes and other steering of the running daemon (DB-OPS). */
import type { ErrorEntry } from './entry.ts';

export const operateErrors = {} as const satisfies Record<string, ErrorEntry>;
