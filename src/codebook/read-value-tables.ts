/**
 * Reads the tables without dates: statuses, values.
 * Guarantees: national values are those of the portal's contract (`NATIONAL_VALUES`,
 * `DOSSIER_STATUSES`); no two rows answer the same question.
 */
import { DOSSIER_STATUSES, NATIONAL_VALUES, type ValueField } from '../domain/dossier.ts';
import { cleanCode, tidyCode } from './clean-code.ts';
import { readTable } from './csv-table.ts';
import type { FaultSink } from './mapping-fault.ts';
import type { StatusRow, ValueRow } from './mapping-tables.ts';
import { type Keyed, reportOverlaps } from './overlap.ts';

const SEAM = '\u0000';
const FIELDS = Object.keys(NATIONAL_VALUES) as ValueField[];

/** `statuses.csv` */
export function readStatuses(text: string, sink: FaultSink): StatusRow[] {
  const columns = ['province_status', 'province_substatus', 'national_status', 'note'];
  const keyed: Keyed[] = [];
  const rows: StatusRow[] = [];
  for (const row of readTable(text, columns, sink)) {
    const provinceStatus = row.needed('province_status');
    const provinceSubstatus = row.text('province_substatus');
    const nationalStatus = row.oneOf('national_status', DOSSIER_STATUSES);
    if (provinceStatus !== '') {
      const shown = tidyCode(`${provinceStatus} ${provinceSubstatus}`);
      const key = [cleanCode(provinceStatus), cleanCode(provinceSubstatus)].join(SEAM);
      keyed.push({ row, key, column: 'province_status', shown });
    }
    if (nationalStatus === null) continue;
    rows.push({ line: row.line, provinceStatus, provinceSubstatus, nationalStatus, note: row.text('note') });
  }
  reportOverlaps(keyed);
  return rows;
}

/** `values.csv` */
export function readValues(text: string, sink: FaultSink): ValueRow[] {
  const keyed: Keyed[] = [];
  const rows: ValueRow[] = [];
  for (const row of readTable(text, ['field', 'province_value', 'national_value', 'note'], sink)) {
    const field = row.oneOf('field', FIELDS);
    const provinceValue = row.text('province_value');
    if (field === null) {
      row.needed('national_value');
      continue;
    }
    const allowed = NATIONAL_VALUES[field];
    const written =
      allowed === null ? tidyCode(row.needed('national_value')) : row.oneOf('national_value', allowed);
    const key = [field, cleanCode(provinceValue)].join(SEAM);
    keyed.push({ row, key, column: 'province_value', shown: tidyCode(`${field} ${provinceValue}`) });
    if (written === null || written === '') continue;
    rows.push({ line: row.line, field, provinceValue, nationalValue: written, note: row.text('note') });
  }
  reportOverlaps(keyed);
  return rows;
}
