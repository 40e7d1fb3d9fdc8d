/**
 * Looking up dossiers at the portal before they go again (`resync --verify`).
 * Guarantees: one look-up a dossier, within the limits of all such runs (look-up-limits.ts).
 * Must not: change anything; a dossier that somebody has in hand, or that does not go, is not looked up.
 */
import type { DossierCode } from '../domain/codes.ts';
import type { Portal } from '../domain/ports.ts';
import { type ToLookUp, toLookUp } from '../ledger/at-portal.ts';
import type { Database } from '../ledger/database.ts';
import type { ResyncDossier } from '../ledger/resync.ts';
import type { CheckedAgain } from './checked-again.ts';
import { BEHIND_ALL, fromTheBeginning, heldBack, LookUpFailures, type LookUpHalt } from './look-up-limits.ts';
import { saidAfter } from './said-after.ts';
import { type SeenKind, seenOf } from './seen-at-portal.ts';

/** What looking up works with. */
export interface LookUpDeps {
  readonly ledger: Database;
  readonly portal: Pick<Portal, 'lookup' | 'sameStep' | 'differences'>;
  /** Look-ups at a time. */
  readonly concurrency: number;
}

/** `busy`: somebody has it in hand. `unread`: its own look-up failed. `held`: it does not go. */
export type LookedUp = (SeenKind | { readonly kind: 'busy' | 'unread' | 'held' }) & { readonly mark: string };

/** What became of a page. */
export interface LookedUpPage {
  /** In the order of the page; its beginning, where it was stopped. */
  readonly looked: readonly LookedUp[];
  readonly stopped: LookUpHalt | null;
}

/** Looks up page by page. */
export class LookUps {
  readonly #deps: LookUpDeps;
  readonly #failures = new LookUpFailures();
  #stopped: LookUpHalt | null = null;

  constructor(deps: LookUpDeps) {
    this.#deps = deps;
  }

  /** Looks up the dossiers of a page. Once stopped, it stays so. */
  async page(page: readonly CheckedAgain<ResyncDossier>[], signal: AbortSignal): Promise<LookedUpPage> {
    const { ledger, concurrency } = this.#deps;
    this.#stop(await heldBack(ledger));
    const ids = page.map(({ held }) => held.id);
    const rows = new Map((await toLookUp(ledger, ids)).map((row) => [row.id, row]));
    const mayGoOn = (): boolean => {
      if (signal.aborted) this.#stop({ why: 'interrupted', reason: '' });
      return this.#stopped === null;
    };
    const looked = await fromTheBeginning(page, concurrency, mayGoOn, (one) =>
      this.#lookUp(one, rows.get(one.held.id), signal),
    );
    return { looked, stopped: looked.length < page.length ? this.#stopped : null };
  }

  #stop(halt: LookUpHalt | null): void {
    this.#stopped ??= halt;
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
    const answer = await portal.lookup(one.held.code as DossierCode, BEHIND_ALL, signal);
    if (answer.kind !== 'failed') {
      this.#failures.answered();
      return { ...seenOf(portal, one, ledger, would, answer), mark };
    }
    const halt = this.#failures.failed(answer.outcome, signal);
    this.#stop(halt);
    return halt === null ? { kind: 'unread', mark } : null;
  }
}
