/**
 * From source rows to what the ledger stores of them.
 * Guarantees: hashes cover exactly what is sent; what a row becomes hangs on the row, the settings and
 * the answers to the questions that are listed with it, and on nothing else.
 */
import { createHash } from 'node:crypto';
import { keyCode, recordLookups } from '../codebook/record-lookups.ts';
import type { Codebook, LookupKey } from '../domain/codebook.ts';
import type { SourceDossier, SourceText } from '../domain/source-dossier.ts';
import type { StoredDossier } from '../ledger/store-page.ts';
import type { NamedKey } from '../ledger/store-use.ts';
import { cleanText } from '../normalize/clean-text.ts';
import { payloadFingerprint, stepFingerprint } from '../normalize/fingerprint.ts';
import { normalize } from '../normalize/normalize.ts';
import { NORMALIZE_VERSION } from '../normalize/normalize-version.ts';
import type { NormalizeOptions } from '../normalize/reading.ts';

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
  const names = new Map<LookupKey, NamedKey>();
  const named = (key: LookupKey, source: SourceDossier): NamedKey => {
    const known = names.get(key);
    if (known !== undefined && known.name !== '') return known;
    const name = ownName(key, source);
    if (known !== undefined && name === '') return known;
    const made = { ...key, name };
    names.set(key, made);
    return made;
  };
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
      lookups: lookups.map((key) => named(key, source)),
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

/** Longest name worth keeping: it is for people, who compare it with the catalogue's. */
const NAME_LIMIT = 500;

/** The province's own name for the code that was asked for; '' where the row has none. */
function ownName({ kind, code }: LookupKey, source: SourceDossier): string {
  const isIt = (written: SourceText): boolean => keyCode(cleanText(written)) === code;
  const { procedureCode, procedureName, agencyCode, agencyName } = source.fields;
  const nameIn = (rows: readonly { documentCode: SourceText; name: SourceText }[]): SourceText =>
    rows.find((row) => isIt(row.documentCode) && cleanText(row.name) !== '')?.name ?? null;
  let name: SourceText = null;
  if (kind === 'procedure' && isIt(procedureCode)) name = procedureName;
  else if (kind === 'agency' && isIt(agencyCode)) name = agencyName;
  else if (kind === 'component') name = nameIn(source.components);
  else if (kind === 'result') name = nameIn(source.results);
  return cleanText(name).slice(0, NAME_LIMIT).toWellFormed();
}
