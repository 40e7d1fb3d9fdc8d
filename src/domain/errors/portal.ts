/** What the portal refused, or how it failed (DB-PRT). */
import type { ErrorEntry } from './entry.ts';

export const portalErrors = {} as const satisfies Record<string, ErrorEntry>;
