/**
 * Result documents: one entry a file.
 * Must not: take a component for a result; a dossier without a recorded result has none.
 */
import type { ComponentCode } from '../domain/codes.ts';
import type { ResultDocument } from '../domain/dossier.ts';
import type { SourceResult } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { readDocumentCode } from './document-code.ts';
import { readLinks } from './file-links.ts';
import type { PartName } from './notes.ts';
import { PartIds, type PartKind } from './part-ids.ts';
import type { KnownProcedure, NotFoundCodes, Reading } from './reading.ts';
import { LIMITS, readPartText } from './text-field.ts';

const KIND: PartKind = {
  scope: 'result',
  field: 'results',
  idMissing: 'DB-RES-001',
  idTwice: 'DB-RES-002',
};
const CODE_NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-RES-005',
  'not-published': 'DB-RES-005',
  ended: 'DB-RES-015',
  'not-of-procedure': 'DB-RES-006',
  'not-valid-on-day': 'DB-RES-007',
  'target-unknown': 'DB-RES-008',
};
const COMPONENT_NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-RES-011',
  'not-published': 'DB-RES-011',
  ended: 'DB-RES-016',
  'not-of-procedure': 'DB-RES-012',
  'not-valid-on-day': 'DB-RES-013',
  'target-unknown': 'DB-RES-014',
};

const NAME = { missing: 'DB-RES-003', limit: LIMITS.resultName } as const;

/** @param known `null` = the dossier waits anyway; faults that need no lookup are still told. */
export function readResults(reading: Reading, known: KnownProcedure | null): ResultDocument[] {
  const rows = reading.source.results;
  const ids = new PartIds(reading.notes, KIND, rows);
  return rows.flatMap((row) => {
    const part = ids.claim(row.id);
    return part === null ? [] : readResult(reading, known, row, part, ids);
  });
}

function readResult(
  reading: Reading,
  known: KnownProcedure | null,
  row: SourceResult,
  part: PartName,
  ids: PartIds,
): ResultDocument[] {
  const { notes, codebook, options } = reading;
  const { label } = part;
  const faultsBefore = notes.held.length;

  const name = readPartText(notes, part, 'results.name', row.name, NAME);
  if (cleanText(row.documentCode) === '') {
    notes.holdPart(part, 'DB-RES-004', 'results.code', row.documentCode);
  }
  const links = readLinks(notes, part, row.link, options.fileBaseUrl, {
    field: 'results.link',
    label: `${label}.link`,
    noBase: 'DB-RES-009',
    unusable: 'DB-RES-010',
  });
  if (known === null) return [];

  const componentCode = readComponentOf(reading, known, row, part);
  if (cleanText(row.documentCode) === '') return [];
  const code = readDocumentCode(
    notes,
    part,
    row.documentCode,
    known,
    { field: 'results.code', label: `${label}.code`, notFound: CODE_NOT_FOUND },
    (text) => codebook.result(known.procedure.code, text, known.on),
  );
  if (code === '' || notes.held.length > faultsBefore) return [];

  return ids.perFile(part, links, (id, link) => ({
    id,
    name,
    code,
    componentCode,
    link,
  }));
}

function readComponentOf(
  { notes, codebook }: Reading,
  known: KnownProcedure,
  row: SourceResult,
  part: PartName,
): ComponentCode | '' {
  if (cleanText(row.componentCode) === '') return '';
  return readDocumentCode(
    notes,
    part,
    row.componentCode,
    known,
    {
      field: 'results.componentCode',
      label: `${part.label}.componentCode`,
      notFound: COMPONENT_NOT_FOUND,
    },
    (text) => codebook.component(known.procedure.code, text, known.on),
  );
}
