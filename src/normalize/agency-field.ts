/**
 * The agency that handles the dossier.
 * Guarantees: the name is that of the mapping row or the catalogue; the province's own name is sent
 * only where neither knows the code (5-interface.md).
 */
import type { Agency } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import { cleanText } from './clean-text.ts';
import type { NotFoundCodes, Reading } from './reading.ts';

const NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-DOS-024',
  'not-of-procedure': 'DB-DOS-024',
  'not-published': 'DB-DOS-024',
  'not-valid-on-day': 'DB-DOS-025',
  'target-unknown': 'DB-DOS-026',
};

/** @param on day of receipt; `null` = not known, nothing can be looked up. A name of '' follows a fault. */
export function readAgency({ source, codebook, notes }: Reading, on: IsoDay | null): Agency {
  const raw = source.fields.agencyCode;
  const text = cleanText(raw);
  const ownName = cleanText(source.fields.agencyName);
  if (on === null && text !== '') return { code: '', name: ownName };

  const found = on === null || text === '' ? null : codebook.agency(text, on);
  const agency: Agency = found?.found ? found.value : { code: '', name: '' };
  const rule = found?.rule ?? '';
  if (agency.code !== '') notes.note('agencyCode', raw, agency.code, rule);
  if (agency.name !== '') {
    notes.note('agencyName', raw, agency.name, rule);
    return agency;
  }
  if (ownName !== '') {
    notes.note('agencyName', source.fields.agencyName, ownName, "source's own name");
    return { code: agency.code, name: ownName };
  }
  if (text === '') notes.block('DB-DOS-023', 'agencyCode', raw);
  else {
    const why = found !== null && !found.found ? found.why : 'unknown';
    notes.block(NOT_FOUND[why], 'agencyCode', raw, { day: on ?? '', rule });
  }
  return agency;
}
