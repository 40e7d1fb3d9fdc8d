/**
 * Progress steps, in the order in which they happened.
 * Guarantees: a step with any fault is held alone, because the portal appends and a step once sent
 * cannot be mended; no step is invented to close a dossier.
 */
import type { DossierCode } from '../domain/codes.ts';
import type { Step } from '../domain/dossier.ts';
import type { SourceStep } from '../domain/source-dossier.ts';
import { PartIds, type PartKind } from './part-ids.ts';
import { readTime } from './read-time.ts';
import type { Reading } from './reading.ts';
import { readStepStatus } from './status-field.ts';
import { LIMITS, readPartText } from './text-field.ts';
import { passTime, readPartTime, type TimeFaults } from './time-fields.ts';

const KIND: PartKind = { scope: 'step', field: 'steps', idMissing: 'DB-STP-001', idTwice: 'DB-STP-002' };
const AT_FAULTS: TimeFaults = { unreadable: 'DB-STP-004', impossible: 'DB-STP-005' };
const TIME_FAULTS: TimeFaults = { unreadable: 'DB-STP-009', impossible: 'DB-STP-010' };
const PROCESSOR = { missing: 'DB-STP-006', limit: LIMITS.processor } as const;
const ALL_DIGITS = /^\d+$/;
const LEADING_ZEROS = /^0+/;

/** @param dossierCode `null` = the dossier's code is at fault; faults of steps are still told. */
export function readSteps(reading: Reading, dossierCode: DossierCode | null): Step[] {
  const rows = reading.source.steps;
  const ids = new PartIds(reading.notes, KIND, rows);
  const steps = rows.flatMap((row) => {
    const step = readStep(reading, row, ids, dossierCode);
    return step === null ? [] : [step];
  });
  return steps.sort(byTimeThenId);
}

function readStep(
  reading: Reading,
  row: SourceStep,
  ids: PartIds,
  dossierCode: DossierCode | null,
): Step | null {
  const { notes } = reading;
  const part = ids.claim(row.id);
  if (part === null) return null;
  const faultsBefore = notes.held.length;

  const at = readTime(row.at);
  if (!at.ok) notes.holdPart(part, AT_FAULTS[at.why], 'steps.at', row.at);
  else if (at.time === '') notes.holdPart(part, 'DB-STP-003', 'steps.at', row.at);
  const processor = readPartText(notes, part, 'steps.processor', row.processor, PROCESSOR);
  const position = readPartText(notes, part, 'steps.position', row.position);
  const department = readPartText(notes, part, 'steps.department', row.department);
  const content = readPartText(notes, part, 'steps.content', row.content, { lines: true });
  const status = readStepStatus(reading, part, row.status);
  const startedAt = readPartTime(notes, part, 'steps.startedAt', row.startedAt, TIME_FAULTS);
  const dueAt = readPartTime(notes, part, 'steps.dueAt', row.dueAt, TIME_FAULTS);

  if (notes.held.length > faultsBefore || dossierCode === null) return null;
  if (!at.ok || at.time === '' || status === null) return null;
  passTime(notes, part, 'steps.at', row.at, at.time);
  notes.passPart(part, 'steps.dossierCode', reading.source.fields.code, dossierCode, 'code of the dossier');
  return {
    id: part.id,
    dossierCode,
    at: at.time,
    processor,
    position,
    department,
    content,
    status,
    startedAt,
    dueAt,
  };
}

/**
 * Time, then id: whole numbers by size (the same number spelled twice: by code unit) before all
 * other text by code unit, as the source orders parts (`source/rows/assemble.ts`).
 */
function byTimeThenId(a: Step, b: Step): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  const [numberA, numberB] = [ALL_DIGITS.test(a.id), ALL_DIGITS.test(b.id)];
  if (numberA !== numberB) return numberA ? -1 : 1;
  if (numberA) {
    const [digitsA, digitsB] = [a.id.replace(LEADING_ZEROS, ''), b.id.replace(LEADING_ZEROS, '')];
    if (digitsA.length !== digitsB.length) return digitsA.length - digitsB.length;
    if (digitsA !== digitsB) return digitsA < digitsB ? -1 : 1;
  }
  return a.id < b.id ? -1 : 1;
}
