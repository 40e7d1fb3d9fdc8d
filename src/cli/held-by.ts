/** What `held show` and `held release` were told: a reason or a dossier. Guarantees: a mistyped one is an error. */
import { DongboError, isErrorCode } from '../domain/errors.ts';
import type { Queryable } from '../ledger/database.ts';
import { dossierExists } from '../ledger/exists.ts';
import { countHeld, type HeldBy } from '../ledger/held-list.ts';

/** Reason or dossier that `what` names. Throws DB-CFG-004 where it is neither. */
export async function heldBy(ledger: Queryable, what: string): Promise<HeldBy> {
  const text = what.normalize('NFC').trim();
  if (isErrorCode(text)) return { reason: text };
  if (await dossierExists(ledger, text)) return { dossier: text };
  // A ledger may hold reasons of a newer or older version of this program.
  if ((await countHeld(ledger, { reason: text })) > 0) return { reason: text };
  throw new DongboError('DB-CFG-004', { dossier: text });
}
