/**
 * Comparing the ledger with the portal, page by page.
 * Guarantees: within the limits of all such runs (look-up-limits.ts); a round that is stopped goes on where it
 * was; what moves in the ledger while it is looked up is left alone, the next comparison sees it.
 * Must not: write anything of a dossier that is the same: millions of them are. Nor send, unless a person
 * says so, a step that the portal shows no more: one that shows only some of its steps would have it twice.
 */
import type { DossierCode } from '../domain/codes.ts';
import { DRIFT_CAUSES } from '../domain/drift.ts';
import type { Portal } from '../domain/ports.ts';
import type { Database } from '../ledger/database.ts';
import { isSourceUnread } from '../ledger/doubt.ts';
import { type ComparedDossier, noteCompared } from '../ledger/drift.ts';
import {
  type Candidate,
  type CandidateSelection,
  candidates,
  leftOut,
} from '../ledger/reconcile-candidates.ts';
import { finishRound, noteProgress, openRound } from '../ledger/reconcile-round.ts';
import { type Comparison, compareAtPortal, type FoundDrift } from './compare-at-portal.ts';
import { BEHIND_ALL, fromTheBeginning, heldBack, LookUpFailures } from './look-up-limits.ts';
import {
  emptyReport,
  namesOf,
  type ReconcileOptions,
  type ReconcileReport,
  type Stop,
} from './reconcile-report.ts';

/** What comparing works with. */
export interface ReconcileDeps {
  readonly ledger: Database;
  readonly portal: Pick<Portal, 'lookup' | 'sameStep' | 'differences'>;
  /** Look-ups at a time. */
  readonly concurrency: number;
  readonly pageSize: number;
  /** A clock that never steps back, milliseconds. */
  readonly monotonicMs: () => number;
  readonly onProgress?: (report: ReconcileReport) => void;
}

/** Compares; answers also where it was stopped. */
export async function reconcile(
  deps: ReconcileDeps,
  options: ReconcileOptions,
  signal: AbortSignal,
): Promise<ReconcileReport> {
  const run = new Run(deps, options, signal);
  if (options.selection !== null) {
    Object.assign(run.report.notCompared, await leftOut(deps.ledger, options.selection));
    await run.through(options.selection, 0, null);
    return run.report;
  }
  // Whoever mends begins with what was found before.
  if (options.heal > 0) await run.through({ drifted: true }, 0, null);
  if (run.report.stopped !== null) return run.report;
  const round = await openRound(deps.ledger, options.anew);
  await run.through({}, round.afterId, round.id);
  if (run.report.stopped === null) await finishRound(deps.ledger, round.id);
  return run.report;
}

class Run {
  readonly report = emptyReport();
  readonly #deps: ReconcileDeps;
  readonly #options: ReconcileOptions;
  readonly #signal: AbortSignal;
  readonly #startedAt: number;
  /** Compared before the round, for what was found earlier: not counted again by the round. */
  readonly #seen = new Set<number>();
  readonly #failures = new LookUpFailures();
  /** Mended, or about to be: several at a time must not go beyond what is allowed. */
  #mending = 0;
  #begun = 0;

  constructor(deps: ReconcileDeps, options: ReconcileOptions, signal: AbortSignal) {
    this.#deps = deps;
    this.#options = options;
    this.#signal = signal;
    this.#startedAt = deps.monotonicMs();
  }

  async through(selection: CandidateSelection, from: number, round: number | null): Promise<void> {
    const { ledger, pageSize, onProgress } = this.#deps;
    for (let after = from; ; ) {
      await this.#mayGoOn();
      if (this.report.stopped !== null) return;
      const page = await candidates(ledger, after, pageSize, selection);
      const done = await this.#page(page);
      const last = page[done - 1];
      if (last !== undefined) after = last.id;
      if (round !== null && done > 0) await noteProgress(ledger, round, after, done);
      onProgress?.(this.report);
      if (this.report.stopped !== null || page.length < pageSize) return;
    }
  }

  /** Answers how many of the page, from its beginning, are done. */
  async #page(page: readonly Candidate[]): Promise<number> {
    const { concurrency } = this.#deps;
    const done = await fromTheBeginning(
      page,
      concurrency,
      () => this.#maySend(),
      (one) => this.#compare(one),
    );
    return done.length;
  }

  /** Before each page. */
  async #mayGoOn(): Promise<void> {
    this.report.sourceUnread = await isSourceUnread(this.#deps.ledger);
    const halt = await heldBack(this.#deps.ledger);
    if (halt !== null) this.#stop(halt.why, halt.reason);
  }

  #maySend(): boolean {
    const { limit, forMs } = this.#options;
    if (this.#signal.aborted) this.#stop('interrupted', '');
    else if (forMs !== null && this.#deps.monotonicMs() - this.#startedAt >= forMs) this.#stop('time', '');
    else if (limit !== null && this.#begun >= limit) this.#stop('limit', '');
    if (this.report.stopped !== null) return false;
    this.#begun += 1;
    return true;
  }

  #stop(why: Stop, reason: string): void {
    this.report.stopped ??= why;
    if (reason !== '') this.report.reason = reason;
  }

  /** `null`: it was not compared, and the place is kept. */
  async #compare(one: Candidate): Promise<true | null> {
    const { report } = this;
    if (this.#seen.has(one.id)) return true;
    // Only what was noted before is met twice: a set of all would hold millions.
    if (one.noted) this.#seen.add(one.id);
    if (one.busy) {
      report.inMotion += 1;
      return true;
    }
    const comparable = {
      code: one.code as DossierCode,
      told: one.told,
      wanted: one.wanted,
      accepted: one.steps.filter(({ accepted }) => accepted),
      open: one.steps.filter(({ accepted }) => !accepted),
    };
    const found = await compareAtPortal(this.#deps.portal, comparable, BEHIND_ALL, this.#signal);
    if (found.kind !== 'failed') {
      this.#failures.answered();
      await this.#note(one, found);
      return true;
    }
    const halt = this.#failures.failed(found.outcome, this.#signal);
    if (halt === null || halt.why === 'refused') {
      report.failed += 1;
      report.reason = found.outcome.message;
    }
    if (halt === null) return true;
    this.#stop(halt.why, halt.reason);
    return null;
  }

  /** Would mending do something about it? What goes already needs none. */
  #mends({ state }: Candidate, { cause }: FoundDrift, beside: readonly FoundDrift[]): boolean {
    switch (cause) {
      case 'missing':
        return state === 'accepted' || state === 'held';
      case 'changed':
        // What is to go may be older than what the portal has: first the source is read.
        return state === 'accepted' && !this.report.sourceUnread;
      case 'steps-missing':
        // One that is none of ours may be ours, reworded there.
        return this.#options.resendSteps && beside.every((other) => other.cause !== 'steps-unknown');
      default:
        return false;
    }
  }

  async #note(one: Candidate, found: Exclude<Comparison, { kind: 'failed' }>): Promise<void> {
    const { report } = this;
    const all = found.kind === 'same' ? [] : found.causes;
    // Its word on this dossier was refuted before: "not there" says nothing.
    const untold = one.refuted && all.some(({ cause }) => cause === 'missing');
    if (untold) report.notCompared.absent += 1;
    for (const what of found.notCompared) report.notCompared[what] += 1;
    const causes = untold ? [] : all;
    const mendable = causes.filter((cause) => this.#mends(one, cause, causes));
    const heal = mendable.length > 0 && this.#mending < this.#options.heal;
    if (heal) this.#mending += 1;
    if (causes.length > 0 || one.noted) {
      const what = comparedOf(one, causes, found.notCompared, heal ? mendable : []);
      const noted = await noteCompared(this.#deps.ledger, what);
      if (heal && noted !== 'mended') this.#mending -= 1;
      if (noted === 'moved') {
        report.inMotion += 1;
        return;
      }
      if (noted === 'mended') report.healed += 1;
      if (this.#options.heal > 0) {
        if (mendable.length > 0 && !heal) report.notHealed += 1;
        if (causes.some((one) => one.cause.startsWith('steps-') && !mendable.includes(one)))
          report.forPerson += 1;
      }
    }
    report.checked += 1;
    for (const { cause } of causes) report.byCause[cause] += 1;
    if (causes.some(({ cause }) => cause === 'missing')) report.missing.push(one.code);
    else if (causes.length > 0) report.different.push({ dossier: one.code, causes });
  }
}

function comparedOf(
  { id, mark }: Candidate,
  causes: readonly FoundDrift[],
  notCompared: readonly ('steps' | 'fields')[],
  mended: readonly FoundDrift[],
): ComparedDossier {
  return {
    id,
    mark,
    causes: causes.map((found) => ({
      cause: found.cause,
      fields: namesOf(found),
      stepIds: found.cause === 'steps-missing' ? (found.stepIds ?? []) : [],
      mend: mended.includes(found),
    })),
    unjudged: [
      ...(notCompared.includes('steps') ? DRIFT_CAUSES.filter((cause) => cause.startsWith('steps-')) : []),
    ],
  };
}
