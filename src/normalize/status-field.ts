/**
 * Statuses of dossiers and steps through `statuses.csv`.
 * Must not: rewrite a status into another (5, 6 and 8 stay what they are) nor invent one.
 */
import type { Codebook, Lookup } from '../domain/codebook.ts';
import type { DossierStatus } from '../domain/dossier.ts';
import { cleanText } from './clean-text.ts';
import { askAsRead, readAsLegacy } from './code-text.ts';
import type { PartName } from './notes.ts';
import type { Reading } from './reading.ts';

/** The dossier's status; `null` after a fault. */
export function readStatus(reading: Reading): DossierStatus | null {
  const { notes, source } = reading;
  const status = cleanText(source.fields.status);
  if (status === '') {
    notes.block('DB-DOS-010', 'status', source.fields.status);
    return null;
  }
  const substatus = cleanText(source.fields.substatus);
  const found = askStatus(reading, substatus);
  const from = substatus === '' ? source.fields.status : `${status} / ${substatus}`;
  if (!found.found) {
    notes.block('DB-DOS-011', 'status', from, { status, substatus });
    return null;
  }
  notes.note('status', from, found.value, found.rule);
  return found.value;
}

/** Status and substatus, each as it reads where it is legacy text, then as written. */
function askStatus(reading: Reading, substatus: string): Lookup<DossierStatus> {
  const { notes, codebook, source } = reading;
  const substatusRead = readAsLegacy(source.fields.substatus);
  const ask = (text: string): Lookup<DossierStatus> => {
    const asWritten = codebook.status(text, substatus);
    if (substatusRead === null) return asWritten;
    const asRead = codebook.status(text, substatusRead.text);
    if (!asRead.found || (asWritten.found && isForAny(codebook, text, asRead, asWritten))) return asWritten;
    notes.note('substatus', source.fields.substatus, substatusRead.text, substatusRead.rule);
    return asRead;
  };
  return askAsRead(notes, 'status', source.fields.status, ask, (answer) => answer.found);
}

/** Is `asRead` but the row for any substatus, where `asWritten` has a row of its own? */
function isForAny(
  codebook: Codebook,
  status: string,
  asRead: Lookup<DossierStatus>,
  asWritten: Lookup<DossierStatus>,
): boolean {
  return asRead.rule !== asWritten.rule && codebook.status(status, '').rule === asRead.rule;
}

/** A step's status; `null` after a fault. */
export function readStepStatus(reading: Reading, part: PartName, raw: string | null): DossierStatus | null {
  const status = cleanText(raw);
  if (status === '') {
    reading.notes.holdPart(part, 'DB-STP-007', 'steps.status', raw);
    return null;
  }
  const label = `${part.label}.status`;
  const ask = (text: string) => reading.codebook.status(text, '');
  const found = askAsRead(reading.notes, label, raw, ask, (answer) => answer.found);
  if (!found.found) {
    reading.notes.holdPart(part, 'DB-STP-008', 'steps.status', raw);
    return null;
  }
  reading.notes.note(label, raw, found.value, found.rule);
  return found.value;
}
