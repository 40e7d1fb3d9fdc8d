/**
 * The steps that a look-up shows, each taken once.
 * Guarantees: of two alike steps that are shown once, only one is found there (invariant 5).
 * Must not: decide which of ours may be there; whoever asks first takes it.
 */
import type { Step } from '../domain/dossier.ts';
import type { Portal, PortalStep } from '../domain/ports.ts';

/** Takes the shown step that is `step` out of those that are left; `null` = none is. */
export type TakeShown = (step: Step) => PortalStep | null;

/** See the head of this file. */
export function takingFrom(portal: Pick<Portal, 'sameStep'>, shown: readonly PortalStep[]): TakeShown {
  return takingOutOf(portal, [...shown]);
}

/** As {@link takingFrom}, for whoever wants to know what is `left` over: what is taken goes out of it. */
export function takingOutOf(portal: Pick<Portal, 'sameStep'>, left: PortalStep[]): TakeShown {
  return (step) => {
    const at = left.findIndex((candidate) => portal.sameStep(step, candidate));
    return at < 0 ? null : (left.splice(at, 1)[0] ?? null);
  };
}
