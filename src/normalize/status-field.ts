/**
 * Statuses of dossiers and steps through `statuses.csv`.
 * Must not: rewrite a status into another (5, 6 and 8 stay what they are) nor invent one.
 */
import type { DossierStatus } from '../domain/dossier.ts';
import { cleanText } from './clean-text.ts';
import type { PartName } from './notes.ts';
import type { Reading } from './reading.ts';

/** The dossier's status; `null` after a fault. */
export function readStatus(reading: Reading): DossierStatus | null {
  const { notes, codebook, source } = reading;
  const status = cleanText(source.fields.status);
  if (status === '') {
    notes.block('DB-DOS-010', 'status', source.fields.status);
    return null;
  }
  const substatus = cleanText(source.fields.substatus);
  const found = codebook.status(status, substatus);
  const from = substatus === '' ? source.fields.status : `${status} / ${substatus}`;
  if (!found.found) {
    notes.block('DB-DOS-011', 'status', from, { status, substatus });
    return null;
  }
  notes.note('status', from, found.value, found.rule);
  return found.value;
}

/** A step's status; `null` after a fault. */
export function readStepStatus(reading: Reading, part: PartName, raw: string | null): DossierStatus | null {
  const status = cleanText(raw);
  if (status === '') {
    reading.notes.holdPart(part, 'DB-STP-007', 'steps.status', raw);
    return null;
  }
  const found = reading.codebook.status(status, '');
  if (!found.found) {
    reading.notes.holdPart(part, 'DB-STP-008', 'steps.status', raw);
    return null;
  }
  reading.notes.note(`steps[${part.id}].status`, raw, found.value, found.rule);
  return found.value;
}
