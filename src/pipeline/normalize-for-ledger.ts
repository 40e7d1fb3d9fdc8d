/** From a source row to what the ledger stores of it. Guarantees: pure; hashes cover exactly what is sent. */
import type { Codebook } from '../domain/codebook.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { StoredDossier } from '../ledger/store-page.ts';
import { payloadFingerprint, stepFingerprint } from '../normalize/fingerprint.ts';
import { normalize } from '../normalize/normalize.ts';
import type { NormalizeOptions } from '../normalize/reading.ts';

/** Settings of normalization. */
export type NormalizeSettings = NormalizeOptions;

/** A source row with its code and hash. */
export interface HashedSource {
  readonly code: string;
  readonly source: SourceDossier;
  readonly sourceHash: string;
}

/** Normalizes one row. */
export function normalizeForLedger(
  row: HashedSource,
  codebook: Codebook,
  settings: NormalizeSettings,
): Omit<StoredDossier, 'lane'> {
  const normalized = normalize(row.source, codebook, settings);
  return {
    code: row.code,
    source: row.source,
    sourceHash: row.sourceHash,
    normalized,
    payloadHash: normalized.dossier === null ? null : payloadFingerprint(normalized.dossier),
    steps: normalized.steps.map((step) => ({ step, hash: stepFingerprint(step) })),
  };
}
