/** What `dongbo doctor` finds (DB-DOC). */
import type { ErrorEntry } from './entry.ts';

export const doctorErrors = {} as const satisfies Record<string, ErrorEntry>;
