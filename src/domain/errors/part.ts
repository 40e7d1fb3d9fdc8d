/** Faults of a dossier's parts and optional values: what is at fault stays behind, the dossier goes. */
import { componentErrors } from './component.ts';
import { dossierValueErrors } from './dossier-value.ts';
import type { ErrorEntry } from './entry.ts';
import { feeErrors } from './fee.ts';
import { ownerErrors } from './owner.ts';
import { resultErrors } from './result.ts';
import { stepErrors } from './step.ts';

export const partErrors = {
  ...dossierValueErrors,
  ...ownerErrors,
  ...componentErrors,
  ...resultErrors,
  ...feeErrors,
  ...stepErrors,
} as const satisfies Record<string, ErrorEntry>;
