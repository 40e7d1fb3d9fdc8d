/**
 * Is a step that the portal shows one that we sent?
 * Guarantees: time and status must agree; who, where and what must agree where the portal shows them.
 * Must not: call an unreadable time equal (a step taken for stored would never be sent).
 */
import type { Step } from '../../domain/dossier.ts';
import type { PortalStep } from '../../domain/ports.ts';
import { readWireTime, toWireTime } from './wire-time.ts';

/** Compares a step with one read back; blanks and composition of text do not matter. */
export function sameStep(step: Step, shown: PortalStep): boolean {
  return (
    readWireTime(shown.at) === toWireTime(step.at) &&
    plain(shown.status) === step.status &&
    agrees(shown.processor, step.processor) &&
    agrees(shown.content, step.content) &&
    agrees(shown.department, step.department) &&
    agrees(shown.position, step.position)
  );
}

function agrees(shown: string, ours: string): boolean {
  const text = plain(shown);
  return text === '' || text === plain(ours);
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
