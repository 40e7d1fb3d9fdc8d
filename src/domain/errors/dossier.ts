/** Faults of a dossier's own fields (DB-DOS). */
import type { ErrorEntry } from './entry.ts';

export const dossierErrors = {} as const satisfies Record<string, ErrorEntry>;
