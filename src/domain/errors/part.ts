/** Faults of a part of a dossier: component, result, fee, owner's id, step (DB-CMP, DB-RES, DB-FEE, DB-OWN, DB-STP). */
import type { ErrorEntry } from './entry.ts';

export const partErrors = {} as const satisfies Record<string, ErrorEntry>;
