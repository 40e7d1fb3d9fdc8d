/**
 * One dossier held against the portal: one look-up, and what is apart.
 * Guarantees: only what the portal shows is compared; what it was told last is told from what it is yet
 * to be told, so that a dossier which waits is not taken for one that somebody changed there.
 * Must not: change anything, nor believe that what is found will last (ledger and portal go on meanwhile).
 */
import type { DossierCode } from '../domain/codes.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { DriftCause } from '../domain/drift.ts';
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { CallObserver, FieldDifference, Portal, PortalStep } from '../domain/ports.ts';
import { takingOutOf } from './shown-steps.ts';

/** A dossier as the ledger has it. */
export interface Comparable {
  readonly code: DossierCode;
  /** What the portal has accepted last; `null` where that was not kept. */
  readonly told: Dossier | null;
  /** What it is to have; the same as `told` where nothing waits, `null` while a fault holds it. */
  readonly wanted: Dossier | null;
  /** Steps that it has accepted. */
  readonly accepted: readonly StepOfOurs[];
  /** Steps that are not accepted: some of them may be there all the same. */
  readonly open: readonly StepOfOurs[];
}

/** A step by its id in the ledger. */
export interface StepOfOurs {
  readonly id: string;
  readonly step: Step;
}

/** One way in which a dossier is apart. */
export interface FoundDrift {
  readonly cause: DriftCause;
  /** Of `changed` and `outdated`: field by field; personal data among it. */
  readonly fields?: readonly FieldDifference[];
  /** Of `steps-missing` and `steps-doubled`: ids of the steps. Of `steps-unknown`: their times as shown. */
  readonly stepIds?: readonly string[];
}

/** What could not be compared: the portal shows no steps at all, or what it was told was not kept. */
export type NotCompared = 'steps' | 'fields';

/** What the comparison has shown. */
export type Comparison =
  | { readonly kind: 'same'; readonly notCompared: readonly NotCompared[] }
  | {
      readonly kind: 'drift';
      readonly causes: readonly FoundDrift[];
      readonly notCompared: readonly NotCompared[];
    }
  | { readonly kind: 'failed'; readonly outcome: RecordOutcome };

/** Looks `one` up and compares. One call, no more. */
export async function compareAtPortal(
  portal: Pick<Portal, 'lookup' | 'sameStep' | 'differences'>,
  one: Comparable,
  observer: CallObserver,
  signal: AbortSignal,
): Promise<Comparison> {
  const answer = await portal.lookup(one.code, observer, signal);
  if (answer.kind === 'failed') return { kind: 'failed', outcome: answer.outcome };
  if (answer.kind === 'absent') return { kind: 'drift', causes: [{ cause: 'missing' }], notCompared: [] };
  const causes = [
    ...fieldsApart(portal, one, answer.fields),
    ...(answer.steps === null ? [] : stepsApart(portal, one, answer.steps)),
  ];
  const notCompared: NotCompared[] = [
    ...(one.told === null ? ['fields' as const] : []),
    ...(answer.steps === null ? ['steps' as const] : []),
  ];
  return causes.length === 0 ? { kind: 'same', notCompared } : { kind: 'drift', causes, notCompared };
}

function fieldsApart(
  portal: Pick<Portal, 'differences'>,
  { told, wanted }: Comparable,
  shown: Readonly<Record<string, unknown>>,
): FoundDrift[] {
  const ofTold = told === null ? null : portal.differences(told, shown);
  const ofWanted = wanted === null ? null : portal.differences(wanted, shown);
  // It has what it is to have: by an answer that was lost, or because nothing waits.
  if (ofWanted?.length === 0) return [];
  if (ofTold !== null && ofTold.length > 0) return [{ cause: 'changed', fields: ofTold }];
  return ofWanted === null ? [] : [{ cause: 'outdated', fields: ofWanted }];
}

function stepsApart(
  portal: Pick<Portal, 'sameStep'>,
  { accepted, open }: Comparable,
  steps: readonly PortalStep[],
): FoundDrift[] {
  const left = [...steps];
  const take = takingOutOf(portal, left);
  const missing = accepted.filter(({ step }) => take(step) === null).map(({ id }) => id);
  for (const { step } of open) take(step);

  const doubled: string[] = [];
  const unknown: string[] = [];
  for (const shown of left) {
    const ours = [...accepted, ...open].find(({ step }) => portal.sameStep(step, shown));
    if (ours) doubled.push(ours.id);
    else unknown.push(shown.at);
  }
  const found = (cause: DriftCause, stepIds: readonly string[]): FoundDrift[] =>
    stepIds.length === 0 ? [] : [{ cause, stepIds }];
  return [
    ...found('steps-missing', missing),
    ...found('steps-unknown', unknown),
    ...found('steps-doubled', doubled),
  ];
}
