/**
 * Statuses of dossiers and steps through `statuses.csv`.
 * Must not: rewrite a status into another (5, 6 and 8 stay what they are) nor invent one.
 */
import type { Codebook, Lookup } from '../domain/codebook.ts';
import type { DossierStatus } from '../domain/dossier.ts';
import { cleanText } from './clean-text.ts';
import { askAsRead, readingsOf } from './code-text.ts';
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

/** Status and substatus, each as it reads where it is or may be legacy text, or as written. */
function askStatus(reading: Reading, substatus: string): Lookup<DossierStatus> {
  const { notes, codebook, source } = reading;
  const { kind, readings } = readingsOf(source.fields.substatus);
  const ask = (text: string): Lookup<DossierStatus> => {
    const asWritten = codebook.status(text, substatus);
    if (kind === 'unicode') return asWritten;
    if (kind === 'doubtful' && asWritten.found && !isForAny(codebook, text, asWritten)) return asWritten;
    const [only, ...others] = readings.flatMap((read) => {
      const answer = codebook.status(text, read.text);
      const isCertain = kind === 'legacy' && (!asWritten.found || answer.rule === asWritten.rule);
      const isLess = !isCertain && isForAny(codebook, text, answer);
      return answer.found && !isLess ? [{ read, answer }] : [];
    });
    if (only === undefined || others.length > 0) return asWritten;
    notes.note('substatus', source.fields.substatus, only.read.text, only.read.rule);
    return only.answer;
  };
  return askAsRead(notes, 'status', source.fields.status, ask, (answer) => answer.found);
}

/** Is it but the row for any substatus? */
function isForAny(codebook: Codebook, status: string, answer: Lookup<DossierStatus>): boolean {
  return codebook.status(status, '').rule === answer.rule;
}

/** A step's status; `null` after a fault. */
export function readStepStatus(reading: Reading, part: PartName, raw: string | null): DossierStatus | null {
  const status = cleanText(raw);
  if (status === '') {
    reading.notes.holdPart(part, 'DB-STP-007', 'steps.status', raw);
    return null;
  }
  const label = `${part.label}.status`;
  const found = askAsRead(
    reading.notes,
    label,
    raw,
    (text) => reading.codebook.status(text, ''),
    (answer) => answer.found,
  );
  if (!found.found) {
    reading.notes.holdPart(part, 'DB-STP-008', 'steps.status', raw);
    return null;
  }
  reading.notes.note(label, raw, found.value, found.rule);
  return found.value;
}
