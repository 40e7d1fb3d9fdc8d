/**
 * All that is known of one dossier, for people.
 * Guarantees: the codes' derivation is computed anew from the stored row by the same pure function
 * that made the payload; where the codebook has changed since, it says so.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Trace } from '../domain/normalized.ts';
import type { Database } from '../ledger/database.ts';
import { type DossierRecord, dossierRecord } from '../ledger/dossier-record.ts';
import { normalize } from '../normalize/normalize.ts';
import type { NormalizeSettings } from './normalize-for-ledger.ts';

/** A record with the derivation of its codes. */
export interface Explained {
  readonly record: DossierRecord;
  readonly codes: readonly Trace[];
  /** False: mappings or catalogue changed since; the next pass normalizes it anew. */
  readonly codebookCurrent: boolean;
}

/** Explains `code`; `null` when the ledger has none. */
export async function explain(
  ledger: Database,
  codebook: Codebook,
  settings: NormalizeSettings,
  code: string,
): Promise<Explained | null> {
  const record = await dossierRecord(ledger, code.normalize('NFC').trim());
  if (!record) return null;
  return {
    record,
    codes: normalize(record.source, codebook, settings).trace,
    codebookCurrent: record.codebookVersion === codebook.version,
  };
}
