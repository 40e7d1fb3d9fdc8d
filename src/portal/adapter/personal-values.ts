/**
 * The personal values of what is sent, so that a portal that quotes them back does not spread them.
 * Guarantees: names, papers, addresses of people; not codes, which people need to find the dossier.
 */
import type { Dossier, Step } from '../../domain/dossier.ts';

/** Of a dossier. */
export function personalValuesOf(dossier: Dossier): string[] {
  return [
    dossier.ownerName,
    dossier.ownerAccountId,
    dossier.email,
    dossier.phone,
    dossier.fax,
    ...dossier.ownerIds.map((id) => id.number),
  ].filter((value) => value !== '');
}

/** Of a step: the official's name. */
export function personalValuesOfStep(step: Step): string[] {
  return step.processor === '' ? [] : [step.processor];
}
