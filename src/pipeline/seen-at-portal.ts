/**
 * What one look-up says of a dossier that is to go again.
 * Guarantees: pure; it is "as we would send it" only where everything that differs from what the portal
 * was last told is shown, and shown as it would go: a portal that leaves fields out proves nothing of
 * them; of its steps those that the ledger believes there are found first, so that of two alike ones
 * shown once the other still goes.
 * Must not: take a step that is not shown for one that is not there.
 */
import type { Dossier, Step } from '../domain/dossier.ts';
import type { LookupAnswer, Portal } from '../domain/ports.ts';
import type { SeenStep, ToLookUp } from '../ledger/at-portal.ts';
import type { ResyncDossier } from '../ledger/resync.ts';
import type { CheckedAgain } from './checked-again.ts';
import { type FieldChange, payloadDiff } from './payload-diff.ts';
import { type TakeShown, takingFrom } from './shown-steps.ts';

/** What the portal shows of a dossier. */
export interface Seen {
  readonly kind: 'seen';
  /** It has what we would send. */
  readonly same: boolean;
  /** What sending would change there, and what would change of what it does not show. */
  readonly changes: readonly FieldChange[];
  /** False: it shows no steps, or not even all that it has accepted: what it does not show may be there. */
  readonly showsSteps: boolean;
  /** Steps that are not accepted, and are there. */
  readonly there: readonly SeenStep[];
}

/** `absent`: it shows none. `untold`: it shows none, but has been wrong about this one before. */
export type SeenKind = Seen | { readonly kind: 'absent' | 'untold' };

/** Reads the answer to the look-up of `one`, of which `would` would go. */
export function seenOf(
  portal: Pick<Portal, 'sameStep' | 'differences'>,
  one: CheckedAgain<ResyncDossier>,
  ledger: ToLookUp,
  would: Dossier,
  answer: Exclude<LookupAnswer, { kind: 'failed' }>,
): SeenKind {
  if (answer.kind === 'absent') return { kind: ledger.refuted ? 'untold' : 'absent' };
  const apart = portal.differences(would, answer.fields);
  const hidden = hiddenChanges(portal, one.held.told, would, answer.fields);
  const shown = apart.map(({ field, ours, shown: from }) => ({ field, from, to: ours }));
  const steps = answer.steps === null ? null : stepsOf(takingFrom(portal, answer.steps), one, ledger);
  return {
    kind: 'seen',
    same: apart.length === 0 && hidden !== null && hidden.length === 0,
    changes: [...shown, ...(hidden ?? [])],
    showsSteps: steps?.all === true,
    there: steps?.there ?? [],
  };
}

/**
 * Changes against what it was last told of which it does not show what it has; `null` = what it was told
 * is not known. What it shows cannot be equal to both.
 */
function hiddenChanges(
  portal: Pick<Portal, 'differences'>,
  told: Dossier | null,
  would: Dossier,
  fields: Readonly<Record<string, unknown>>,
): readonly FieldChange[] | null {
  if (told === null) return null;
  const names = [...portal.differences(told, fields), ...portal.differences(would, fields)].map(
    ({ field }) => field,
  );
  const isShown = (path: string): boolean =>
    names.some((name) => name === path || isWithin(path, name) || isWithin(name, path));
  return payloadDiff(told, would).filter(({ field }) => !isShown(field));
}

/** `components[7].code` is within `components[7]`, `ownerIds[0].number` within `ownerIds`. */
const isWithin = (path: string, whole: string): boolean =>
  path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);

function stepsOf(
  take: TakeShown,
  { held, anew }: CheckedAgain<ResyncDossier>,
  { steps }: ToLookUp,
): { readonly there: readonly SeenStep[]; readonly all: boolean } {
  const hidden = steps.filter(({ state, step }) => state === 'accepted' && take(step) === null);
  const made = new Map(anew.steps.map((one) => [one.step.id, one]));
  const there: SeenStep[] = [];
  const look = (step: Step, hash: string, as: SeenStep['as']): boolean => {
    const found = take(step) !== null;
    if (found) there.push({ id: step.id, hash, as });
    return found;
  };
  const believed = steps.filter(({ state }) => state === 'unknown' || state === 'held');
  const open = steps.filter(({ state }) => state === 'queued' || state === 'retrying');
  for (const { id, step, hash } of [...believed, ...open]) {
    if (look(step, hash, 'stored')) continue;
    // The tables may have made another one of it, which went before the ledger lost the mark.
    const now = made.get(id);
    if (now !== undefined && now.hash !== hash) look(now.step, now.hash, 'made');
  }
  for (const { step, hash } of anew.steps) {
    if (!held.stepIds.includes(step.id)) look(step, hash, 'made');
  }
  return { there, all: hidden.length === 0 };
}
