/**
 * The agency that handles the dossier.
 * Guarantees: the name is that of the mapping row or the catalogue; the province's own name is sent
 * only where neither knows the code (5-interface.md).
 */
import type { Agency, Lookup } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { askAsRead } from './code-text.ts';
import type { NotFoundCodes, Reading } from './reading.ts';
import { readNeededText } from './text-field.ts';

const NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-DOS-024',
  'not-of-procedure': 'DB-DOS-024',
  'not-published': 'DB-DOS-024',
  ended: 'DB-DOS-024',
  'not-valid-on-day': 'DB-DOS-025',
  'target-unknown': 'DB-DOS-026',
};

const NONE: Agency = { code: '', name: '' };

/** @param on day of receipt; `null` = not known, nothing can be looked up. A name of '' follows a fault. */
export function readAgency(reading: Reading, on: IsoDay | null): Agency {
  const { source, notes } = reading;
  const raw = source.fields.agencyCode;
  const text = cleanText(raw);
  // Nothing can be looked up, and the dossier waits for its day of receipt anyway.
  if (on === null && text !== '') return NONE;

  const found = on === null || text === '' ? null : lookUp(reading, raw, on);
  const agency: Agency = found?.found ? found.value : NONE;
  const rule = found?.rule ?? '';
  if (agency.code !== '') notes.note('agencyCode', raw, agency.code, rule);
  if (agency.name !== '') {
    notes.note('agencyName', raw, agency.name, rule);
    return agency;
  }
  if (cleanText(source.fields.agencyName) !== '') {
    const name = readNeededText(notes, 'agencyName', source.fields.agencyName);
    if (name !== '') notes.note('agencyName', source.fields.agencyName, name, "source's own name");
    return { code: agency.code, name };
  }
  if (text === '') notes.block('DB-DOS-023', 'agencyCode', raw);
  else {
    // One that is there without a name: which row led to it is no part of its fingerprint, nor of what is told.
    const missed = found !== null && !found.found ? found : { why: 'unknown' as const, rule: '' };
    notes.block(NOT_FOUND[missed.why], 'agencyCode', raw, { day: on ?? '', rule: missed.rule });
  }
  return agency;
}

function lookUp({ codebook, notes }: Reading, raw: SourceText, on: IsoDay): Lookup<Agency> {
  return askAsRead(
    notes,
    'agencyCode',
    raw,
    (text) => codebook.agency(text, on),
    (answer) => answer.found,
  );
}
