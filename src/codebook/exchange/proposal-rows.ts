/**
 * Reads the sheet "Đề xuất": rows for which a person picked a code become rows of their tables.
 * Guarantees: only filled rows count; the code is taken as picked, with the catalogue's own blanks.
 * Must not: take over a candidate that nobody picked.
 */
import type { Worksheet } from 'exceljs';
import { cleanCode, tidyCode } from '../clean-code.ts';
import { headerName } from './header-columns.ts';
import type { ImportFault, IncomingRow } from './incoming.ts';
import { CANDIDATES, PROPOSAL_COLUMNS } from './proposal-sheet.ts';
import { readCell } from './sheet-cell.ts';
import { rowTexts, sheetOrigin } from './sheet-table.ts';
import { PROPOSAL_SHEET } from './sheet-words.ts';
import { TABLE_FILES, type TableFile, type TableRow } from './table-shape.ts';

/** What people picked. */
export interface PickedProposals {
  readonly rows: readonly (IncomingRow & { readonly file: TableFile })[];
  readonly faults: readonly ImportFault[];
}

const TABLE_OF: Readonly<Record<string, TableFile>> = {
  procedure: 'procedures.csv',
  component: 'document-types.csv',
  result: 'document-types.csv',
  agency: 'agencies.csv',
};
const NEEDED = [
  PROPOSAL_COLUMNS.kind,
  PROPOSAL_COLUMNS.procedure,
  PROPOSAL_COLUMNS.provinceCode,
  PROPOSAL_COLUMNS.nationalCode,
];

/** Is this the sheet of proposals? */
export function isProposalSheet(sheet: Worksheet): boolean {
  if (cleanCode(sheet.name) === cleanCode(PROPOSAL_SHEET)) return true;
  const names = rowTexts(sheet.getRow(1)).map(headerName);
  return names.includes(PROPOSAL_COLUMNS.nationalCode) && names.includes(PROPOSAL_COLUMNS.code(1));
}

const never = (): boolean => false;

/** Reads the picked rows. */
export function readProposals(sheet: Worksheet): PickedProposals {
  const places = new Map<string, number>();
  for (const [place, cell] of rowTexts(sheet.getRow(1)).entries()) {
    const name = headerName(cell);
    if (name !== '' && !places.has(name)) places.set(name, place);
  }
  const origin = sheetOrigin(sheet.name, places);
  const expected = NEEDED.join(',');
  const faults: ImportFault[] = NEEDED.filter((column) => !places.has(column)).map((column) => ({
    place: `${sheet.name}!A1`,
    code: 'DB-MAP-007',
    params: { column, expected },
  }));
  const rows: (IncomingRow & { file: TableFile })[] = [];
  if (faults.length > 0) return { rows, faults };

  sheet.eachRow((line, at) => {
    if (at === 1) return;
    const found: ImportFault[] = [];
    const text = (column: string): string => {
      const place = places.get(column);
      if (place === undefined) return '';
      const reading = readCell(line.getCell(place + 1), column, never);
      if (reading.fault !== undefined) found.push({ place: origin.placeOf(at, column), ...reading.fault });
      return reading.text;
    };
    const written = text(PROPOSAL_COLUMNS.nationalCode);
    if (tidyCode(written) === '' && found.length === 0) return;
    const kind = cleanCode(text(PROPOSAL_COLUMNS.kind));
    const file = Object.hasOwn(TABLE_OF, kind) ? TABLE_OF[kind] : undefined;
    if (file === undefined) {
      const allowed = Object.keys(TABLE_OF).join(', ');
      const params = { column: PROPOSAL_COLUMNS.kind, value: kind, allowed };
      faults.push({ place: origin.placeOf(at, PROPOSAL_COLUMNS.kind), code: 'DB-MAP-017', params });
      return;
    }
    const common: TableRow = {
      province_code: text(PROPOSAL_COLUMNS.provinceCode),
      national_code: codeBehind(written, text),
      // What the person wrote. Not the province's name of it: a clerk may have typed a citizen's into that.
      note: text(PROPOSAL_COLUMNS.note),
    };
    const isDocument = file === 'document-types.csv';
    const row = isDocument ? { ...common, kind, procedure: text(PROPOSAL_COLUMNS.procedure) } : common;
    faults.push(...found);
    rows.push({ row, origin, at, file });
  });
  return { rows, faults };
}

/** Whoever pastes a whole proposal (`code — name — 0.91`) means its code. */
function codeBehind(written: string, text: (column: string) => string): string {
  for (let number = 1; number <= CANDIDATES; number += 1) {
    const suggestion = text(PROPOSAL_COLUMNS.suggestion(number));
    if (suggestion !== '' && suggestion === written) return text(PROPOSAL_COLUMNS.code(number)) || written;
  }
  return written;
}

/** Tables in which something was picked, in order. */
export function pickedTables({ rows }: PickedProposals): TableFile[] {
  return TABLE_FILES.filter((file) => rows.some((row) => row.file === file));
}
