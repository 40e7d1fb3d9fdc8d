/**
 * The sheet "Đề xuất": codes that the tables do not answer for, with the national codes that may be
 * meant, for a person to pick from.
 * Guarantees: the drop-down of a row holds that row's candidates, spelled as the catalogue spells
 * them; nothing is picked beforehand. A long number in a province's name, which may be a citizen's,
 * is not shown.
 */
import type { Workbook } from 'exceljs';
import { validate } from './drop-downs.ts';
import { addFilter, addHeader, type ColumnLook, READ_ONLY, TEXT, TO_FILL } from './sheet-style.ts';
import { columnLetters } from './sheet-text.ts';
import { PROPOSAL_SHEET, VIEW_ONLY } from './sheet-words.ts';
import { sheetCell } from './table-sheet.ts';

/** Why a row needs a closer look, as `mapping suggest` says it. */
const LOOK_WORDS = {
  'several-names': 'mã này mang nhiều tên',
  row: 'bảng đã có dòng cho mã này, hãy sửa dòng đó',
  'catch-all': 'mã dùng chung cho nhiều giấy tờ',
  'national-code': 'chính mã này có trong danh mục quốc gia',
} as const;

/** A code of the province that no row answers for, and what may be meant. */
export interface ProposalRow {
  readonly kind: 'procedure' | 'component' | 'result' | 'agency';
  /** National code of the procedure that it belongs to; '' = any, or none. */
  readonly procedure: string;
  readonly provinceCode: string;
  readonly name: string;
  /** How many dossiers wait for it. */
  readonly dossiers: number;
  /** Best first; the first {@link CANDIDATES} are shown. */
  readonly suggestions: readonly Candidate[];
  /** What speaks against going by the name alone. */
  readonly look?: readonly (keyof typeof LOOK_WORDS)[];
}

/** A national code that may be meant. */
export interface Candidate {
  readonly code: string;
  readonly name: string;
  /** 0..1 */
  readonly score: number;
  /** Would a row with it be answered? Not, where the code is of another procedure or no longer published. */
  readonly fits?: boolean;
}

/** Candidates that a row shows. */
export const CANDIDATES = 5;
const NUMBERS = Array.from({ length: CANDIDATES }, (_, index) => index + 1);

/** Names of the columns that an import reads. */
export const PROPOSAL_COLUMNS = {
  kind: 'kind',
  procedure: 'procedure',
  provinceCode: 'province_code',
  name: 'name',
  nationalCode: 'national_code',
  note: 'note',
  suggestion: (number: number): string => `goi_y_${number}`,
  code: (number: number): string => `code_${number}`,
} as const;

const LOOKS: readonly ColumnLook[] = [
  { header: `${PROPOSAL_COLUMNS.kind}\nLoại`, width: 12, style: TEXT },
  { header: `${PROPOSAL_COLUMNS.procedure}\nThủ tục`, width: 14, style: TEXT },
  { header: `${PROPOSAL_COLUMNS.provinceCode}\nMã của tỉnh`, width: 24, style: TEXT },
  { header: `${PROPOSAL_COLUMNS.name}\nTên ở tỉnh`, width: 50, style: TEXT },
  { header: `số hồ sơ ${VIEW_ONLY}`, width: 10, style: READ_ONLY },
  { header: `lưu ý ${VIEW_ONLY}`, width: 26, style: READ_ONLY },
  {
    header: `${PROPOSAL_COLUMNS.nationalCode}\nMã quốc gia (chọn)`,
    width: 28,
    style: TEXT,
    note: 'Chọn một mã trong danh sách, hoặc ghi mã khác nếu biết chắc. Chưa chắc thì để trống.\nPick a code, or write another one that is certain; leave it empty otherwise.',
  },
  { header: `${PROPOSAL_COLUMNS.note}\nGhi chú`, width: 30, style: TEXT },
  ...NUMBERS.map(
    (number): ColumnLook => ({
      header: `${PROPOSAL_COLUMNS.suggestion(number)}\nGợi ý ${number}: mã — tên — độ giống`,
      width: 48,
      style: TEXT,
    }),
  ),
  ...NUMBERS.map(
    (number): ColumnLook => ({
      header: PROPOSAL_COLUMNS.code(number),
      width: 20,
      style: TEXT,
      hidden: true,
    }),
  ),
];
/** Identity cards have 9 or 12 digits, telephones 10, also in groups; clerks type them into names of papers. */
const LONG_NUMBER = /\p{Nd}(?:[ .-]?\p{Nd}){8,}/gu;
const PICK = columnLetters(7);
const FIRST_CODE = 8 + CANDIDATES + 1;

function suggestionText({ code, name, score, fits }: Candidate): string {
  const warning = fits === false ? ' — KHÔNG DÙNG ĐƯỢC: của thủ tục khác hoặc thôi công bố' : '';
  return `${code} — ${name} — ${score.toFixed(2)}${warning}`;
}

/** Adds the sheet; none where there is nothing to propose. */
export function addProposalSheet(workbook: Workbook, proposals: readonly ProposalRow[]): void {
  if (proposals.length === 0) return;
  const sheet = workbook.addWorksheet(PROPOSAL_SHEET);
  addHeader(sheet, LOOKS);
  for (const [index, proposal] of proposals.entries()) {
    const at = index + 2;
    const cell = (text: string) => sheetCell(text, () => `${PROPOSAL_SHEET}!${at}`);
    const { kind, procedure, provinceCode, name, dossiers } = proposal;
    const shown = proposal.suggestions.slice(0, CANDIDATES);
    const gap = Array.from({ length: CANDIDATES - shown.length }, () => null);
    sheet.addRow([
      kind,
      cell(procedure),
      cell(provinceCode),
      cell(name.replaceAll(LONG_NUMBER, '•••')),
      dossiers,
      cell((proposal.look ?? []).map((reason) => LOOK_WORDS[reason]).join('; ')),
      null,
      null,
      ...shown.map((candidate) => cell(suggestionText(candidate))),
      ...gap,
      ...shown.map(({ code }) => cell(code)),
    ]);
    if (shown.length === 0) continue;
    const [from, to] = [FIRST_CODE, FIRST_CODE + shown.length - 1].map(columnLetters);
    validate(sheet, `${PICK}${at}`, {
      type: 'list',
      allowBlank: true,
      formulae: [`$${from}$${at}:$${to}$${at}`],
      showErrorMessage: true,
      errorStyle: 'warning',
      errorTitle: 'Dongbo',
      error: 'Mã này không nằm trong các gợi ý của dòng.',
    });
  }
  addFilter(sheet);
  for (let at = 2; at <= proposals.length + 1; at += 1) sheet.getCell(`${PICK}${at}`).style = TO_FILL;
}
