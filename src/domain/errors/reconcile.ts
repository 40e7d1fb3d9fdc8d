/** Comparing portal and ledger: `dongbo reconcile` (DB-RCN). */
import type { ErrorEntry } from './entry.ts';

export const reconcileErrors = {} as const satisfies Record<string, ErrorEntry>;
