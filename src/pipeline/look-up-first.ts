/**
 * Looking up dossiers at the portal before they go again (`resync --verify`).
 * Guarantees: one look-up a dossier, a few at a time, behind today's dossiers and under the same limits
 * as every call; none while a lane's breaker is open or a person has paused it, and none after the
 * portal was found away; what was done is always the beginning of a page, so that it can go on there.
 * Must not: change anything; a dossier that somebody has in hand, or that does not go, is not looked up.
 */
import type { DossierCode } from '../domain/codes.ts';
import type { CallObserver, Portal } from '../domain/ports.ts';
import { type ToLookUp, toLookUp } from '../ledger/at-portal.ts';
import { breakers } from '../ledger/breaker.ts';
import type { Database } from '../ledger/database.ts';
import type { ResyncDossier } from '../ledger/resync.ts';
import type { CheckedAgain } from './checked-again.ts';
import { saidAfter } from './said-after.ts';
import { type SeenKind, seenOf } from './seen-at-portal.ts';

/** What looking up works with. */
export interface LookUpDeps {
  readonly ledger: Database;
  readonly portal: Pick<Portal, 'lookup' | 'sameStep' | 'differences'>;
  /** Look-ups at a time. */
  readonly concurrency: number;
}

/** Why no more are looked up. `refused`: it answers in words that nobody understands, again and again. */
export type LookUpStop = 'away' | 'breaker' | 'paused' | 'refused' | 'interrupted';

/** `busy`: somebody has it in hand. `unread`: its own look-up failed. `held`: it does not go. */
export type LookedUp = (SeenKind | { readonly kind: 'busy' | 'unread' | 'held' }) & { readonly mark: string };

/** What became of a page. */
export interface LookedUpPage {
  /** In the order of the page; its beginning, where it was stopped. */
  readonly looked: readonly LookedUp[];
  readonly stopped: { readonly why: LookUpStop; readonly reason: string } | null;
}

/** It goes before nobody. */
const OBSERVER: CallObserver = { lane: 'backfill', beforeCall: async () => {}, afterCall: async () => {} };
/** Look-ups in a row that fail by themselves: then the portal does not offer them. */
const REFUSALS = 20;

/** Looks up page by page. */
export class LookUps {
  readonly #deps: LookUpDeps;
  #refusals = 0;
  #stopped: LookedUpPage['stopped'] = null;

  constructor(deps: LookUpDeps) {
    this.#deps = deps;
  }

  /** Looks up the dossiers of a page. Once stopped, it stays so. */
  async page(page: readonly CheckedAgain<ResyncDossier>[], signal: AbortSignal): Promise<LookedUpPage> {
    await this.#mayGoOn();
    const ids = page.map(({ held }) => held.id);
    const ledger = new Map((await toLookUp(this.#deps.ledger, ids)).map((row) => [row.id, row]));
    const looked: (LookedUp | null)[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < page.length && this.#stopped === null) {
        if (signal.aborted) this.#stop('interrupted', '');
        else {
          const place = next++;
          const one = page[place];
          if (one !== undefined) looked[place] = await this.#lookUp(one, ledger.get(one.held.id), signal);
        }
      }
    };
    await Promise.all(Array.from({ length: this.#deps.concurrency }, worker));
    const done: LookedUp[] = [];
    for (let place = 0; place < page.length; place += 1) {
      const one = looked[place];
      if (one === undefined || one === null) break;
      done.push(one);
    }
    return { looked: done, stopped: done.length < page.length ? this.#stopped : null };
  }

  async #mayGoOn(): Promise<void> {
    const { live, backfill } = await breakers(this.#deps.ledger);
    if (backfill.pausedBy !== null) this.#stop('paused', backfill.pausedBy.why);
    else if (backfill.state !== 'closed') this.#stop('breaker', backfill.reason);
    else if (live.pausedBy === null && live.state !== 'closed') this.#stop('breaker', live.reason);
  }

  #stop(why: LookUpStop, reason: string): void {
    this.#stopped ??= { why, reason };
  }

  /** `null`: it was not looked up, and the place is kept. */
  async #lookUp(
    one: CheckedAgain<ResyncDossier>,
    ledger: ToLookUp | undefined,
    signal: AbortSignal,
  ): Promise<LookedUp | null> {
    const mark = ledger?.mark ?? '';
    if (ledger === undefined || ledger.busy) return { kind: 'busy', mark };
    const would = saidAfter(one);
    if (would === null) return { kind: 'held', mark };
    const { portal } = this.#deps;
    const answer = await portal.lookup(one.held.code as DossierCode, OBSERVER, signal);
    if (answer.kind !== 'failed') {
      this.#refusals = 0;
      return { ...seenOf(portal, one, ledger, would, answer), mark };
    }
    const { away, kind, message } = answer.outcome;
    if (signal.aborted) this.#stop('interrupted', '');
    else if (away || kind === 'retry-later' || kind === 'unknown') this.#stop('away', message);
    else {
      this.#refusals += 1;
      if (this.#refusals < REFUSALS) return { kind: 'unread', mark };
      this.#stop('refused', message);
    }
    return null;
  }
}
