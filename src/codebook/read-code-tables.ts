/**
 * Reads the three tables that translate codes for a time: procedures, document types, agencies.
 * Guarantees: what is returned without faults has no two rows that both fit on one day; a row whose
 * dates are wrong is told for that alone, not for overlaps that its true dates may not have.
 * Must not: ask whether a national code exists; that is the catalogue's word, at lookup.
 */
import { cleanCode, tidyCode } from './clean-code.ts';
import { readTable } from './csv-table.ts';
import type { FaultSink } from './mapping-fault.ts';
import { type AgencyRow, DOCUMENT_KINDS, type DocumentTypeRow, type ProcedureRow } from './mapping-tables.ts';
import { type Keyed, reportOverlaps } from './overlap.ts';

const DATES = ['valid_from', 'valid_to', 'note'];
/** Parts of a key; no cleaned code contains it. */
const SEAM = '\u0000';

/** `procedures.csv` */
export function readProcedures(text: string, sink: FaultSink): ProcedureRow[] {
  const keyed: Keyed[] = [];
  const rows = readTable(text, ['province_code', 'national_code', ...DATES], sink).map((row) => {
    const provinceCode = row.needed('province_code');
    const nationalCode = row.needed('national_code');
    const { dates, sound } = row.validity();
    const key = cleanCode(provinceCode);
    if (sound && key !== '')
      keyed.push({ row, key, column: 'province_code', shown: tidyCode(provinceCode), dates });
    return { line: row.line, provinceCode, nationalCode, ...dates, note: row.text('note') };
  });
  reportOverlaps(keyed);
  return rows;
}

/** `document-types.csv` */
export function readDocumentTypes(text: string, sink: FaultSink): DocumentTypeRow[] {
  const columns = ['kind', 'procedure', 'province_code', 'national_code', ...DATES];
  const keyed: Keyed[] = [];
  const rows: DocumentTypeRow[] = [];
  for (const row of readTable(text, columns, sink)) {
    const kind = row.oneOf('kind', DOCUMENT_KINDS);
    const procedure = row.text('procedure');
    const provinceCode = row.needed('province_code');
    const nationalCode = row.needed('national_code');
    const { dates, sound } = row.validity();
    const note = row.text('note');
    if (kind === null) continue;
    const code = cleanCode(provinceCode);
    if (sound && code !== '') {
      const shown = [kind, tidyCode(procedure), tidyCode(provinceCode)]
        .filter((part) => part !== '')
        .join(' ');
      const key = [kind, cleanCode(procedure), code].join(SEAM);
      keyed.push({ row, key, column: 'province_code', shown, dates });
    }
    rows.push({ line: row.line, kind, procedure, provinceCode, nationalCode, ...dates, note });
  }
  reportOverlaps(keyed);
  return rows;
}

/** `agencies.csv` */
export function readAgencies(text: string, sink: FaultSink): AgencyRow[] {
  const keyed: Keyed[] = [];
  const rows = readTable(text, ['province_code', 'national_code', 'name', ...DATES], sink).map((row) => {
    const provinceCode = row.needed('province_code');
    const nationalCode = row.text('national_code');
    const name = row.text('name');
    if (nationalCode === '' && name === '') sink.add(row.cell('national_code'), 'DB-MAP-020');
    const { dates, sound } = row.validity();
    const key = cleanCode(provinceCode);
    if (sound && key !== '')
      keyed.push({ row, key, column: 'province_code', shown: tidyCode(provinceCode), dates });
    return { line: row.line, provinceCode, nationalCode, name, ...dates, note: row.text('note') };
  });
  reportOverlaps(keyed);
  return rows;
}
