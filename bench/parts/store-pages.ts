/**
 * Part "ledger upsert": dossiers a second into the ledger, new, changed and unchanged.
 * Guarantees: storing alone is timed, normalized beforehand, page after page on one connection a source, as a source's pages
 * are stored; throws where the ledger does not have all of it afterwards.
 */
import type { Codebook } from '../../src/domain/codebook.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import type { Database } from '../../src/ledger/database.ts';
import { storePage } from '../../src/ledger/store-page.ts';
import type { StoredDossier } from '../../src/ledger/stored-page.ts';
import { knownDossiers } from '../../src/ledger/unchanged.ts';
import { sourceFingerprint } from '../../src/normalize/fingerprint.ts';
import { normalizerFor } from '../../src/pipeline/normalize-for-ledger.ts';
import { ledgerCode } from '../../src/pipeline/take-in.ts';
import { NORMALIZE_SETTINGS } from './made-dossiers.ts';

/** Dossiers a page, as a source is read. */
export const PAGE = 1000;
/** Name of the source that gives them, where there is one. */
const SOURCE = 'bench';

/** A page as storing takes it. */
export function normalizedPage(codebook: Codebook, rows: readonly SourceDossier[]): readonly StoredDossier[] {
  const normalized = normalizerFor(codebook, NORMALIZE_SETTINGS);
  return rows.map((source) => {
    const row = normalized({ code: ledgerCode(source), source, sourceHash: sourceFingerprint(source) });
    if (row.normalized.held.length > 0) throw new Error(`${row.code} is held: no fair measure`);
    return { ...row, lane: 'backfill' as const };
  });
}

/** Stores a page with its cursor; answers the ids that are due. */
export async function storeNormalized(
  db: Database,
  codebook: Codebook,
  dossiers: readonly StoredDossier[],
  source = SOURCE,
): Promise<readonly number[]> {
  const last = dossiers.at(-1);
  const due = await storePage(db, {
    dossiers,
    sourceName: source,
    codebook,
    cursor: {
      source,
      position: { at: last?.source.changedAt ?? '', key: last?.code ?? '' },
      mapHash: '',
    },
  });
  return due.backfill;
}

/** What a page costs of which nothing has changed: hashing, and a look at what the ledger has. Throws where something has. */
export async function passUnchanged(db: Database, rows: readonly SourceDossier[]): Promise<void> {
  const hashes = new Map(rows.map((row) => [ledgerCode(row), sourceFingerprint(row)]));
  const known = await knownDossiers(db, [...hashes.keys()]);
  for (const [code, hash] of hashes) {
    if (known.get(code)?.sourceHash !== hash)
      throw new Error(`${code} is not in the ledger as it was stored`);
  }
}
