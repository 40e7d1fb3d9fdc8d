/**
 * From source rows to what the ledger stores of them.
 * Guarantees: hashes cover exactly what is sent; what a row becomes hangs on the row, the settings and
 * the answers to the questions that are listed with it, and on nothing else.
 */
import { createHash } from 'node:crypto';
import { recordLookups } from '../codebook/record-lookups.ts';
import type { Codebook } from '../domain/codebook.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { StoredDossier } from '../ledger/stored-page.ts';
import { payloadFingerprint, stepFingerprint } from '../normalize/fingerprint.ts';
import { normalize } from '../normalize/normalize.ts';
import { NORMALIZE_VERSION } from '../normalize/normalize-version.ts';
import type { NormalizeOptions } from '../normalize/reading.ts';
import { ownNames } from './own-names.ts';

/** Settings of normalization. */
export type NormalizeSettings = NormalizeOptions;

/** A source row with its code and hash. */
export interface HashedSource {
  readonly code: string;
  readonly source: SourceDossier;
  readonly sourceHash: string;
}

/** Hash of what, besides mappings and catalogue, makes other dossiers of the same rows. */
export function rulesOf({ fileBaseUrl, holdPolicy }: NormalizeSettings): string {
  return createHash('sha256')
    .update(JSON.stringify([NORMALIZE_VERSION, fileBaseUrl, holdPolicy]))
    .digest('hex');
}

/** Normalizes rows one by one. Make one for each page: it remembers every code that it meets. */
export function normalizerFor(
  codebook: Codebook,
  settings: NormalizeSettings,
): (row: HashedSource) => Omit<StoredDossier, 'lane'> {
  const recording = recordLookups(codebook);
  const named = ownNames();
  return ({ code, source, sourceHash }) => {
    const normalized = normalize(source, recording.codebook, settings);
    const { lookups, on } = recording.take();
    return {
      code,
      source,
      sourceHash,
      normalized,
      payloadHash: normalized.dossier === null ? null : payloadFingerprint(normalized.dossier),
      steps: normalized.steps.map((step) => ({ step, hash: stepFingerprint(step) })),
      lookups: named(lookups, source),
      receivedOn: on,
    };
  };
}

/** Normalizes one row alone; for a page, {@link normalizerFor} is cheaper. */
export function normalizeForLedger(
  row: HashedSource,
  codebook: Codebook,
  settings: NormalizeSettings,
): Omit<StoredDossier, 'lane'> {
  return normalizerFor(codebook, settings)(row);
}
