/**
 * Requests for more papers.
 * Guarantees: a request with an unreadable time or text stays behind whole: its times take the
 * citizen's waiting off the term, so a half of it would falsify the dossier.
 */
import type { Supplement } from '../domain/dossier.ts';
import type { SourceSupplement } from '../domain/source-dossier.ts';
import { PartIds, type PartKind } from './part-ids.ts';
import type { Reading } from './reading.ts';
import { readPartText } from './text-field.ts';
import { readPartTime, type TimeFaults } from './time-fields.ts';

/** Supplements have no scope of their own in the interface: their faults are the dossier's, with the part named. */
const KIND: PartKind = {
  scope: 'dossier',
  field: 'supplements',
  idMissing: 'DB-SUP-001',
  idTwice: 'DB-SUP-002',
};
const TIME_FAULTS: TimeFaults = { unreadable: 'DB-SUP-003', impossible: 'DB-SUP-004' };

/** Supplements without fault, in the source's order. */
export function readSupplements(reading: Reading): Supplement[] {
  const rows = reading.source.supplements;
  const ids = new PartIds(reading.notes, KIND, rows);
  return rows.flatMap((row) => {
    const supplement = readSupplement(reading, row, ids);
    return supplement === null ? [] : [supplement];
  });
}

function readSupplement({ notes }: Reading, row: SourceSupplement, ids: PartIds): Supplement | null {
  const part = ids.claim(row.id);
  if (part === null) return null;
  const faultsBefore = notes.held.length;
  const supplement: Supplement = {
    id: part.id,
    requestedBy: readPartText(notes, part, 'supplements.requestedBy', row.requestedBy),
    content: readPartText(notes, part, 'supplements.content', row.content, { lines: true }),
    requestedAt: readPartTime(notes, part, 'supplements.requestedAt', row.requestedAt, TIME_FAULTS),
    completedAt: readPartTime(notes, part, 'supplements.completedAt', row.completedAt, TIME_FAULTS),
    dueBefore: readPartTime(notes, part, 'supplements.dueBefore', row.dueBefore, TIME_FAULTS),
    dueAfter: readPartTime(notes, part, 'supplements.dueAfter', row.dueAfter, TIME_FAULTS),
  };
  return notes.held.length > faultsBefore ? null : supplement;
}
