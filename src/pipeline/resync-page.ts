/**
 * What planning and doing a resync have in common: pages, read, made anew and, where asked, looked up.
 * Must not: change anything.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Database } from '../ledger/database.ts';
import { type ResyncDossier, resyncDossiers } from '../ledger/resync.ts';
import { type CheckedAgain, returns } from './checked-again.ts';
import type { LookedUp, LookedUpPage, LookUps } from './look-up-first.ts';
import { type NormalizeSettings, normalizerFor } from './normalize-for-ledger.ts';

/** What resyncing needs. */
export interface ResyncDeps {
  readonly ledger: Database;
  readonly codebook: Codebook;
  readonly normalize: NormalizeSettings;
  /** Looks each dossier up before it goes; `null` = the ledger alone decides. */
  readonly lookUps: LookUps | null;
}

/** Dossiers looked at in one go, with their source rows and payloads in memory. */
const PAGE = 200;
/** With a call for each: whoever is killed in the middle of a page does it again. */
const PAGE_WITH_CALLS = 20;

/** A dossier of a page. */
export interface PageDossier extends CheckedAgain<ResyncDossier> {
  /** `null` = it was not to be looked up. */
  readonly seen: LookedUp | null;
}

/** A page that was looked at. */
export interface ResyncPage {
  /** In order of id. */
  readonly dossiers: readonly PageDossier[];
  /** Of its ids: without personal data, so that nothing whole can be said. */
  readonly pruned: number;
  /** Ids from its beginning that were looked at; the last of them. */
  readonly lookedAt: number;
  readonly last: number;
  /** It is the last one, for no more could be looked up. */
  readonly stopped: LookedUpPage['stopped'];
}

/** The dossiers of `ids`, page by page in order, until `signal` fires between pages or no more can be looked up. */
export async function* resyncPages(
  deps: ResyncDeps,
  ids: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<ResyncPage> {
  const size = deps.lookUps === null ? PAGE : PAGE_WITH_CALLS;
  for (let at = 0; at < ids.length && !signal.aborted; at += size) {
    const page = await pageOf(deps, ids.slice(at, at + size), signal);
    yield page;
    if (page.stopped !== null) return;
  }
}

async function pageOf(deps: ResyncDeps, ids: readonly number[], signal: AbortSignal): Promise<ResyncPage> {
  const rows = await resyncDossiers(deps.ledger, ids);
  const normalized = normalizerFor(deps.codebook, deps.normalize);
  const checked = rows.map((held) => ({ held, anew: normalized(held) }));
  const { looked, stopped } = (await deps.lookUps?.page(checked, signal)) ?? { looked: null, stopped: null };
  const dossiers = checked
    .slice(0, looked?.length)
    .map((one, place) => ({ ...one, seen: looked?.[place] ?? null }));
  // What stands behind the last one that could be looked up is for the next time.
  const last = stopped === null ? ids.at(-1) : dossiers.at(-1)?.held.id;
  const lookedAt = last === undefined ? 0 : ids.indexOf(last) + 1;
  return { dossiers, pruned: lookedAt - dossiers.length, lookedAt, last: last ?? 0, stopped };
}

/** Dossiers that an answer of the portal holds and that stay so: a fault blocks them, or the portal has what they say. */
export function stayingOf(checked: readonly CheckedAgain<ResyncDossier>[]): number[] {
  return checked.filter(staysHeld).map(({ held }) => held.id);
}

/** See {@link stayingOf}. */
export function staysHeld(one: CheckedAgain<ResyncDossier>): boolean {
  return one.anew.payloadHash === null || returns(one);
}
