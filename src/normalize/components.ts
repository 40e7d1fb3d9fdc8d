/**
 * Components handed in: one entry a file, with the digitization record that indicator group 4 counts.
 * Guarantees: a component with any fault stays behind whole; a mark is only what the province
 * recorded, never inferred from the owner, the link or another mark.
 */
import type { ResultCode } from '../domain/codes.ts';
import type { Component } from '../domain/dossier.ts';
import type { SourceComponent } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { readDocumentCode } from './document-code.ts';
import { readLinks } from './file-links.ts';
import type { PartName } from './notes.ts';
import { PartIds, type PartKind } from './part-ids.ts';
import { readFlag } from './read-flag.ts';
import type { KnownProcedure, NotFoundCodes, Reading } from './reading.ts';
import { LIMITS, readPartText } from './text-field.ts';
import { passFlag, readMark } from './value-field.ts';

const KIND: PartKind = {
  scope: 'component',
  field: 'components',
  idMissing: 'DB-CMP-001',
  idTwice: 'DB-CMP-002',
};
const CODE_NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-CMP-005',
  'not-published': 'DB-CMP-005',
  ended: 'DB-CMP-019',
  'not-of-procedure': 'DB-CMP-006',
  'not-valid-on-day': 'DB-CMP-007',
  'target-unknown': 'DB-CMP-008',
};
const REPLACED_NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-CMP-016',
  'not-published': 'DB-CMP-016',
  ended: 'DB-CMP-016',
  'not-of-procedure': 'DB-CMP-016',
  'not-valid-on-day': 'DB-CMP-017',
  'target-unknown': 'DB-CMP-018',
};

const NAME = { missing: 'DB-CMP-003', limit: LIMITS.componentName } as const;

/** @param known `null` = the dossier waits anyway; faults that need no lookup are still told. */
export function readComponents(reading: Reading, known: KnownProcedure | null): Component[] {
  const rows = reading.source.components;
  const ids = new PartIds(reading.notes, KIND, rows);
  return rows.flatMap((row) => {
    const part = ids.claim(row.id);
    return part === null ? [] : readComponent(reading, known, row, part, ids);
  });
}

function readComponent(
  reading: Reading,
  known: KnownProcedure | null,
  row: SourceComponent,
  part: PartName,
  ids: PartIds,
): Component[] {
  const { notes, codebook, options } = reading;
  const { label } = part;
  const faultsBefore = notes.held.length;

  const name = readPartText(notes, part, 'components.name', row.name, NAME);
  if (cleanText(row.documentCode) === '') {
    notes.holdPart(part, 'DB-CMP-004', 'components.code', row.documentCode);
  }
  const links = readLinks(notes, part, row.link, options.fileBaseUrl, {
    field: 'components.link',
    label: `${label}.link`,
    noBase: 'DB-CMP-009',
    unusable: 'DB-CMP-010',
  });
  const digitized = readMark(reading, 'digitized', `${label}.digitized`, row.digitized, () =>
    notes.holdPart(part, 'DB-CMP-011', 'components.digitized', row.digitized),
  );
  const reuse = readMark(reading, 'reuse', `${label}.reuse`, row.reuse, () =>
    notes.holdPart(part, 'DB-CMP-012', 'components.reuse', row.reuse),
  );
  const fromStore = readMark(reading, 'from_store', `${label}.fromStore`, row.fromStore, () =>
    notes.holdPart(part, 'DB-CMP-013', 'components.fromStore', row.fromStore),
  );
  const deleted = readFlag(row.deleted);
  if (deleted === null) notes.holdPart(part, 'DB-CMP-014', 'components.deleted', row.deleted);
  else passFlag(notes, part, 'components.deleted', row.deleted, deleted);
  const replacesResult = readReplacedResult(reading, known, row, part, reuse === '2');

  if (known === null || cleanText(row.documentCode) === '') return [];
  const code = readDocumentCode(
    notes,
    part,
    row.documentCode,
    known,
    { field: 'components.code', label: `${label}.code`, notFound: CODE_NOT_FOUND },
    (text) => codebook.component(known.procedure.code, text, known.on),
  );
  if (code === '' || notes.held.length > faultsBefore) return [];

  return ids.perFile(part, links, (id, link) => ({
    id,
    name,
    code,
    link,
    digitized,
    reuse,
    fromStore,
    replacesResult,
    deleted: deleted === '1',
  }));
}

/** The result that a reused component replaces; '' where it replaces none or after a fault. */
function readReplacedResult(
  { notes, codebook }: Reading,
  known: KnownProcedure | null,
  row: SourceComponent,
  part: PartName,
  replaces: boolean,
): ResultCode | '' {
  const raw = row.replacesResultCode;
  const label = `${part.label}.replacesResult`;
  if (cleanText(raw) === '') {
    if (replaces) notes.holdPart(part, 'DB-CMP-015', 'components.replacesResult', raw);
    return '';
  }
  if (!replaces) {
    notes.note(label, raw, '', 'only with reuse 2');
    return '';
  }
  if (known === null) return '';
  const rule = { field: 'components.replacesResult', label, notFound: REPLACED_NOT_FOUND };
  return readDocumentCode(notes, part, raw, known, rule, (text) => codebook.anyResult(text, known.on));
}
