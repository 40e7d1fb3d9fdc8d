/**
 * What sending dossiers again would change at the portal: each as the present tables make it, field by
 * field against what the portal was last told.
 * Guarantees: reads only; every selected dossier counts once in `changed`, `unchanged`, `neverTold`,
 * `toldUnknown`, `held` or `pruned`; what tables and catalogue would take away stays as the portal has it
 * (keep-accepted.ts), and is counted so.
 */
import type { Dossier } from '../domain/dossier.ts';
import { wouldRelease } from '../ledger/release.ts';
import { type ResyncDossier, resyncDossiers } from '../ledger/resync.ts';
import { type CheckedAgain, isKept, newSteps } from './checked-again.ts';
import { normalizerFor } from './normalize-for-ledger.ts';
import { type FieldChange, fieldOfAny, payloadDiff } from './payload-diff.ts';
import { pagesOf, type ResyncDeps, stayingOf } from './resync-page.ts';

/** Dossiers that are shown with each of their changes. */
const EXAMPLES = 5;

/** A dossier with what would change of it. */
export interface ResyncExample {
  readonly dossier: string;
  readonly changes: readonly FieldChange[];
}

/** See the head of this file. */
export interface ResyncPlan {
  readonly dossiers: number;
  /** Go, and say something else than the portal was last told. */
  readonly changed: number;
  /** Go, and say again just what it was told. */
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
  /** Steps that the portal has not accepted yet, and that go. */
  readonly steps: number;
  /** How many dossiers change in which field, most first. */
  readonly fields: readonly { readonly field: string; readonly dossiers: number }[];
  readonly examples: readonly ResyncExample[];
}

type Counts = Omit<ResyncPlan, 'fields' | 'examples'>;

/** Looks at the dossiers of these ids, page by page; stops between pages when `signal` fires. */
export async function planResync(
  deps: ResyncDeps,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ResyncPlan> {
  const counts = {
    ...{ dossiers: 0, changed: 0, unchanged: 0, neverTold: 0, toldUnknown: 0 },
    ...{ held: 0, pruned: 0, pending: 0, kept: 0, steps: 0 },
  } satisfies Counts;
  const fields = new Map<string, number>();
  const examples: ResyncExample[] = [];
  for (const page of pagesOf(ids)) {
    if (signal.aborted) break;
    const normalized = normalizerFor(deps.codebook, deps.normalize);
    const rows = await resyncDossiers(deps.ledger, page);
    const checked = rows.map((held) => ({ held, anew: normalized(held) }));
    counts.dossiers += page.length - rows.length;
    counts.pruned += page.length - rows.length;
    for (const one of checked) {
      const { kind, changes } = judge(one);
      counts.dossiers += 1;
      counts[kind] += 1;
      if (kind === 'held') continue;
      counts.steps += one.held.openSteps + newSteps(one);
      if (one.held.pending) counts.pending += 1;
      if (isKept(one)) counts.kept += 1;
      for (const field of new Set(changes.map((change) => fieldOfAny(change.field)))) {
        fields.set(field, (fields.get(field) ?? 0) + 1);
      }
      if (changes.length > 0 && examples.length < EXAMPLES) {
        examples.push({ dossier: one.held.code, changes });
      }
    }
    counts.steps += await heldSteps(deps, checked);
  }
  const most = [...fields].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return { ...counts, fields: most.map(([field, dossiers]) => ({ field, dossiers })), examples };
}

type Kind = 'changed' | 'unchanged' | 'neverTold' | 'toldUnknown' | 'held';

function judge(one: CheckedAgain<ResyncDossier>): { kind: Kind; changes: readonly FieldChange[] } {
  const { held } = one;
  const said = saidAfter(one);
  if (said === null) return { kind: 'held', changes: [] };
  if (held.acceptedHash === null) return { kind: 'neverTold', changes: [] };
  if (held.told === null) return { kind: 'toldUnknown', changes: [] };
  const changes = payloadDiff(held.told, said);
  return { kind: changes.length > 0 ? 'changed' : 'unchanged', changes };
}

/** What would be sent of it; `null` = nothing, a fault holds it. */
export function saidAfter(one: CheckedAgain<ResyncDossier>): Dossier | null {
  const { held, anew } = one;
  if (!isKept(one)) return anew.normalized.dossier;
  // What the portal has goes again even where the tables lost their way; what it left unclear waits for a person.
  return held.state === 'held' && anew.payloadHash === null ? null : held.payload;
}

async function heldSteps(deps: ResyncDeps, checked: readonly CheckedAgain<ResyncDossier>[]): Promise<number> {
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
