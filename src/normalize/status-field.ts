/**
 * Statuses of dossiers and steps through `statuses.csv`.
 * Must not: rewrite a status into another (5, 6 and 8 stay what they are) nor invent one.
 */
import type { Lookup } from '../domain/codebook.ts';
import type { DossierStatus } from '../domain/dossier.ts';
import { cleanText } from './clean-text.ts';
import { askAsRead, type ReadText, readAsLegacy } from './code-text.ts';
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
  const found = askStatus(reading, status, substatus);
  const from = substatus === '' ? source.fields.status : `${status} / ${substatus}`;
  if (!found.found) {
    notes.block('DB-DOS-011', 'status', from, { status, substatus });
    return null;
  }
  notes.note('status', from, found.value, found.rule);
  return found.value;
}

/**
 * Status and substatus, each as written and, where it is legacy text, as it reads: the first pair with
 * a row of its own, else the row for any substatus. In that order because the row for any answers
 * everything, also a substatus that it cannot read.
 */
function askStatus(reading: Reading, status: string, substatus: string): Lookup<DossierStatus> {
  const { notes, codebook, source } = reading;
  const asWritten = codebook.status(status, substatus);
  const statusRead = readAsLegacy(source.fields.status);
  const substatusRead = readAsLegacy(source.fields.substatus);
  if (statusRead === null && substatusRead === null) return asWritten;

  let answer = asWritten;
  search: for (const first of waysToWrite(status, statusRead)) {
    const ofAny = codebook.status(first, '');
    for (const second of waysToWrite(substatus, substatusRead)) {
      const found = codebook.status(first, second);
      if (!found.found) continue;
      if (!answer.found) answer = found;
      if (ofAny.found && ofAny.rule === found.rule) continue;
      answer = found;
      break search;
    }
  }
  if (answer.found) {
    if (statusRead) notes.note('status', source.fields.status, statusRead.text, statusRead.rule);
    if (substatusRead)
      notes.note('substatus', source.fields.substatus, substatusRead.text, substatusRead.rule);
  }
  return answer;
}

function waysToWrite(written: string, read: ReadText | null): string[] {
  return read === null ? [written] : [written, read.text];
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
