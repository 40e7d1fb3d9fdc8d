/**
 * Procedure and sector: from the catalogue, never from the province's own list.
 * Guarantees: code, name and sector are the catalogue's own spelling, dirt and all.
 */
import type { Procedure } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import { cleanText } from './clean-text.ts';
import { askAsRead } from './code-text.ts';
import { nationalParams } from './document-code.ts';
import type { NotFoundCodes, Reading } from './reading.ts';
import { LIMITS } from './text-field.ts';

const NOT_FOUND: NotFoundCodes = {
  unknown: 'DB-DOS-004',
  'not-of-procedure': 'DB-DOS-004',
  'not-published': 'DB-DOS-005',
  ended: 'DB-DOS-030',
  'not-valid-on-day': 'DB-DOS-006',
  'target-unknown': 'DB-DOS-007',
};

/** @param on day of receipt; `null` = not known, nothing can be looked up. @returns `null` after a fault. */
export function readProcedure({ source, codebook, notes }: Reading, on: IsoDay | null): Procedure | null {
  const raw = source.fields.procedureCode;
  const text = cleanText(raw);
  if (text === '') {
    notes.block('DB-DOS-003', 'procedureCode', raw);
    return null;
  }
  if (on === null) return null;
  const ask = (code: string) => codebook.procedure(code, on);
  const found = askAsRead(notes, 'procedureCode', raw, ask, (answer) => answer.found);
  if (!found.found) {
    const params = { day: on, rule: found.rule, ...nationalParams(found) };
    notes.block(NOT_FOUND[found.why], 'procedureCode', raw, params);
    return null;
  }
  const procedure = found.value;
  const warning = found.doubt === undefined ? undefined : NOT_FOUND[found.doubt];
  notes.note('procedureCode', raw, procedure.code, found.rule, warning);
  notes.note('sectorCode', raw, procedure.sectorCode, 'catalogue');
  notes.pass('procedureName', raw, procedure.name, 'catalogue');
  notes.pass('sectorName', raw, procedure.sectorName, 'catalogue');
  if (procedure.sectorCode === '' || procedure.sectorName === '') {
    notes.block('DB-DOS-009', 'sectorCode', raw);
    return null;
  }
  for (const code of [procedure.code, procedure.sectorCode]) {
    if (code.length <= LIMITS.code) continue;
    notes.block('DB-DOS-008', 'procedureCode', raw, { code, limit: LIMITS.code });
    return null;
  }
  return procedure;
}
