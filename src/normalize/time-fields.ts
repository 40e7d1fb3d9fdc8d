/** Times of a dossier and of its parts: read, or told as a fault. */
import type { LocalTime } from '../domain/codes.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { AS_WRITTEN, labelOf, type Notes, type PartName } from './notes.ts';
import { isDayAlone, readTime } from './read-time.ts';

/** Errors of a time that fits no form, and of one that no calendar has. */
export interface TimeFaults {
  readonly unreadable: ErrorCode;
  readonly impossible: ErrorCode;
}

/** The day from which all codes are looked up; `null` after a fault, which holds the dossier. */
export function readReceivedAt(notes: Notes, raw: SourceText): LocalTime | null {
  const reading = readTime(raw);
  if (reading.ok && reading.time !== '') {
    if (notes.full) notes.pass('receivedAt', raw, reading.time, ruleOf(raw, reading.time));
    return reading.time;
  }
  if (reading.ok) notes.block('DB-DOS-012', 'receivedAt', raw);
  else notes.block(reading.why === 'unreadable' ? 'DB-DOS-013' : 'DB-DOS-014', 'receivedAt', raw);
  return null;
}

/** A time that the dossier can go without; '' where absent or after a fault. */
export function readOptionalTime(notes: Notes, field: string, raw: SourceText): LocalTime | '' {
  const reading = readTime(raw);
  if (reading.ok) {
    if (notes.full) notes.pass(field, raw, reading.time, ruleOf(raw, reading.time));
    return reading.time;
  }
  notes.without(reading.why === 'unreadable' ? 'DB-DOS-051' : 'DB-DOS-052', field, raw);
  return '';
}

/**
 * The time promised for the result. A day alone goes as its first moment, since no rule says at
 * which hour an office closes; the trace tells it, because work of that day then counts as late.
 */
export function readDueAt(notes: Notes, raw: SourceText): LocalTime | '' {
  const time = readOptionalTime(notes, 'dueAt', raw);
  if (time !== '' && isDayAlone(raw)) notes.note('dueAt', raw, time, 'day without hour');
  return time;
}

/** An optional time of a part; a fault holds the part. */
export function readPartTime(
  notes: Notes,
  part: PartName,
  field: string,
  raw: SourceText,
  faults: TimeFaults,
): LocalTime | '' {
  const reading = readTime(raw);
  if (reading.ok) {
    passTime(notes, part, field, raw, reading.time);
    return reading.time;
  }
  notes.holdPart(part, faults[reading.why], field, raw);
  return '';
}

/** Tells the full trace of a part's time that was read. */
export function passTime(
  notes: Notes,
  part: PartName,
  field: string,
  raw: SourceText,
  time: LocalTime | '',
): void {
  if (notes.full) notes.pass(labelOf(part, field), raw, time, ruleOf(raw, time));
}

function ruleOf(raw: SourceText, time: string): string {
  return raw === time ? AS_WRITTEN : 'local time';
}
