/** What `held show` and `held release` were told: a reason or a dossier. Guarantees: a mistyped one is an error. */
import { DongboError } from '../domain/errors.ts';
import type { Queryable } from '../ledger/database.ts';
import { dossierExists } from '../ledger/exists.ts';
import { countHeld, type HeldBy } from '../ledger/held-list.ts';
import { errorCodeOf, isLikeErrorCode } from './error-code.ts';

/**
 * Reason or dossier that `what` names; a reason in any letter case.
 * Throws DB-CFG-007 where it has the form of a reason and is none, DB-CFG-004 where it is neither.
 */
export async function heldBy(ledger: Queryable, what: string): Promise<HeldBy> {
  const text = what.normalize('NFC').trim();
  if (await dossierExists(ledger, text)) return { dossier: text };
  const reason = errorCodeOf(text);
  if (reason !== null) return { reason };
  // A ledger may hold reasons of a newer or older version of this program.
  const other = text.toUpperCase();
  if ((await countHeld(ledger, { reason: other })) > 0) return { reason: other };
  if (isLikeErrorCode(text)) throw new DongboError('DB-CFG-007', { value: text });
  throw new DongboError('DB-CFG-004', { dossier: text });
}
