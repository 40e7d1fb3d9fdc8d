/**
 * What sending dossiers again would change at the portal: each as the present tables make it, field by
 * field against what the portal was last told or, where they are looked up, against what it shows.
 * Guarantees: reads only; every dossier that was looked at counts once in `changed`, `unchanged`,
 * `neverTold`, `toldUnknown`, `held` or `pruned`; what tables and catalogue would take away stays as the
 * portal has it (keep-accepted.ts), and is counted so.
 */
import { wouldRelease } from '../ledger/release.ts';
import { isKept, newSteps } from './checked-again.ts';
import { countLookUp, type LookUpCount, noLookUps, noteStop } from './look-up-count.ts';
import { type FieldChange, fieldOfAny, payloadDiff } from './payload-diff.ts';
import { type PageDossier, type ResyncDeps, resyncPages, stayingOf } from './resync-page.ts';
import { saidAfter } from './said-after.ts';

/** Dossiers that are shown with each of their changes. */
const EXAMPLES = 5;

/** A dossier with what would change of it. */
export interface ResyncExample {
  readonly dossier: string;
  readonly changes: readonly FieldChange[];
}

/** See the head of this file. */
export interface ResyncPlan {
  /** That were looked at: all that are selected, unless it was interrupted. */
  readonly dossiers: number;
  /** Go, and say something else than the portal was last told, or shows. */
  readonly changed: number;
  /** Go, and say again just what it was told; where they are looked up: it has them so, they do not go. */
  readonly unchanged: number;
  /** Go for the first time. */
  readonly neverTold: number;
  /** Go, but what the portal was told was not kept, so that nothing can be compared. */
  readonly toldUnknown: number;
  /** Do not go: a fault holds them as a whole. */
  readonly held: number;
  /** Do not go: their personal data were taken out (RETAIN_DAYS). */
  readonly pruned: number;
  /** Of those that go: on their way without this, too. */
  readonly pending: number;
  /** Of those that go: the present tables would say less than the portal has; they go as it has them. */
  readonly kept: number;
  /** Steps that the portal has not accepted yet, nor shows, and that go. */
  readonly steps: number;
  /** How many dossiers change in which field, most first. */
  readonly fields: readonly { readonly field: string; readonly dossiers: number }[];
  readonly examples: readonly ResyncExample[];
  /** `null` = they were not looked up. */
  readonly lookedUp: LookUpCount | null;
}

/** Looks at the dossiers of these ids, page by page; stops between pages when `signal` fires, or no more can be looked up. */
export async function planResync(
  deps: ResyncDeps,
  ids: readonly number[],
  signal: AbortSignal,
  onPage?: (done: number) => void,
): Promise<ResyncPlan> {
  const counts = {
    ...{ dossiers: 0, changed: 0, unchanged: 0, neverTold: 0, toldUnknown: 0 },
    ...{ held: 0, pruned: 0, pending: 0, kept: 0, steps: 0 },
  } satisfies Partial<ResyncPlan>;
  const lookedUp = deps.lookUps === null ? null : noLookUps();
  const fields = new Map<string, number>();
  const examples: ResyncExample[] = [];
  for await (const page of resyncPages(deps, ids, signal)) {
    counts.dossiers += page.lookedAt;
    counts.pruned += page.pruned;
    for (const one of page.dossiers) {
      const { kind, changes } = judge(one);
      counts[kind] += 1;
      if (lookedUp !== null && one.seen !== null) countSeen(lookedUp, one.held.code, one.seen);
      if (kind === 'held') continue;
      counts.steps += one.held.openSteps + newSteps(one) - stepsThere(one);
      if (one.held.pending) counts.pending += 1;
      if (isKept(one)) counts.kept += 1;
      for (const field of new Set(changes.map((change) => fieldOfAny(change.field)))) {
        fields.set(field, (fields.get(field) ?? 0) + 1);
      }
      if (changes.length > 0 && examples.length < EXAMPLES) {
        examples.push({ dossier: one.held.code, changes });
      }
    }
    counts.steps += await heldSteps(deps, page.dossiers);
    if (lookedUp !== null) noteStop(lookedUp, page.stopped);
    onPage?.(counts.dossiers);
  }
  const most = [...fields].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return {
    ...counts,
    fields: most.map(([field, dossiers]) => ({ field, dossiers })),
    examples,
    lookedUp,
  };
}

function countSeen(count: LookUpCount, code: string, seen: NonNullable<PageDossier['seen']>): void {
  countLookUp(count, code, seen);
  if (seen.kind !== 'seen') return;
  count.stepsThere += seen.there.length;
  if (seen.same) count.already += 1;
}

const stepsThere = ({ seen }: PageDossier): number => (seen?.kind === 'seen' ? seen.there.length : 0);

type Kind = 'changed' | 'unchanged' | 'neverTold' | 'toldUnknown' | 'held';

function judge(one: PageDossier): { kind: Kind; changes: readonly FieldChange[] } {
  const { held, seen } = one;
  const said = saidAfter(one);
  if (said === null) return { kind: 'held', changes: [] };
  if (seen?.kind === 'seen') {
    if (seen.same) return { kind: 'unchanged', changes: [] };
    return { kind: seen.changes.length > 0 ? 'changed' : 'toldUnknown', changes: seen.changes };
  }
  if (held.acceptedHash === null) return { kind: 'neverTold', changes: [] };
  if (held.told === null) return { kind: 'toldUnknown', changes: [] };
  const changes = payloadDiff(held.told, said);
  // Nothing of it is there, whatever it was told.
  return { kind: changes.length > 0 || seen?.kind === 'absent' ? 'changed' : 'unchanged', changes };
}

async function heldSteps(deps: ResyncDeps, checked: readonly PageDossier[]): Promise<number> {
  const going = checked.filter((one) => saidAfter(one) !== null);
  const released = await wouldRelease(deps.ledger, {
    dossierIds: going.map(({ held }) => held.id),
    reason: null,
    step: null,
    notAtPortal: false,
    staying: stayingOf(checked),
  });
  return released.filter(({ kind }) => kind === 'step').length;
}
