/**
 * What planning and doing a resync have in common: pages, and who stays.
 * Must not: read or change anything.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Database } from '../ledger/database.ts';
import type { ResyncDossier } from '../ledger/resync.ts';
import { type CheckedAgain, returns } from './checked-again.ts';
import type { NormalizeSettings } from './normalize-for-ledger.ts';

/** What resyncing needs. */
export interface ResyncDeps {
  readonly ledger: Database;
  readonly codebook: Codebook;
  readonly normalize: NormalizeSettings;
}

/** Dossiers looked at in one go, with their source rows and payloads in memory. */
const PAGE = 200;

/** The ids in pages, in order. */
export function* pagesOf(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE);
}

/** Dossiers that an answer of the portal holds and that stay so: a fault blocks them, or the portal has what they say. */
export function stayingOf(checked: readonly CheckedAgain<ResyncDossier>[]): number[] {
  return checked.filter((one) => one.anew.payloadHash === null || returns(one)).map(({ held }) => held.id);
}
