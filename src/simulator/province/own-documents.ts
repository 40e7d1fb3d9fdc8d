/**
 * The made-up province's own codes of documents and their national codes.
 * Guarantees: the one source of truth for the generator; `mappings/document-types.csv` says the same,
 * which a test checks.
 */

/** One row of `document-types.csv`. */
export interface OwnDocument {
  readonly kind: 'component' | 'result';
  /** National code of the procedure that the row is for; '' = any. */
  readonly procedure: string;
  readonly code: string;
  readonly nationalCode: string;
}

/** Components whose own code means the same everywhere. */
const COMPONENTS: readonly (readonly [code: string, nationalCode: string])[] = [
  ['GT-001', '000.00.00.G15-KQ003208'],
  ['GT-002', '000.00.00.G15-KQ004372'],
  ['GT-003', '000.00.00.G15-KQ002910'],
  ['GT-004', '000.00.00.G15-KQ002906'],
  ['GT-005', '000.00.00.G15-KQ1475'],
  ['GT-007', '000.00.00.G15-KQ003434'],
  ['GT-008', '000.00.00.G15-KQ003973'],
  ['GT-009', '000.00.00.G15-KQ003400'],
  ['GT-011', '000.00.00.G15-KQ003248'],
  ['GT-012', '000.00.00.G15-KQ003249'],
  ['GT-013', '000.00.00.G01-KQ003615'],
  ['GT-014', '000.00.00.G01-KQ003611'],
  ['GT-016', '000.00.00.G01-KQ003607'],
  ['GT-018', '000.00.00.G01-KQ003626'],
  ['GT-019', '000.00.00.G05-KQ3239'],
  ['GT-020', '000.00.00.G05-KQ3235'],
  ['GT-021', '000.00.00.G12-KQ014025'],
  ['GT-022', '000.00.00.G05-KQ3247'],
  ['GT-023', '000.00.00.G05-KQ3242'],
  ['GT-024', '000.00.00.G05-KQ3233'],
  ['GT-026', '000.00.00.H99-KQ000112'],
  ['GT-027', '000.00.00.H99-KQ000113'],
  ['GT-028', '000.00.00.G09-KQ002548'],
  ['GT-030', '000.00.00.G09-KQ002550'],
  ['GT-031', '000.00.00.G09-KQ002549'],
  ['GT-032', '000.00.00.G17-KQ002671'],
  ['GT-033', '000.00.00.G17-KQ002675'],
  ['GT-034', '000.00.00.G17-KQ002689'],
  ['GT-035', '000.00.00.G17-KQ002670'],
  ['GT-036', 'H37.000002'],
  ['GT-037', 'H37.0000016'],
  ['GT-038', 'H37.000004'],
  ['GT-039', 'H37.000009'],
  ['GT-040', 'Mẫu số 18_TT22_73/2026/QĐ-UBND'],
  ['GT-041', 'GCN_73_DD'],
  ['GT-042', 'Mẫu số 21_73/2026/QĐ-UBND'],
  ['GT-043', 'TPHS_TT19_1.1_73_DD'],
  ['GT-044', 'Mẫu số 22_1.2_TT19_73/2026/QĐ-UBND'],
  ['GT-045', '000.00.00.H99-KQ000121'],
  ['GT-046', '000.00.00.H99-KQ000122'],
  ['GT-048', '000.00.00.H99-KQ000162'],
];

/** `TO-KHAI`, the form of each procedure: one own code with a national code for every procedure. */
const FORMS: readonly (readonly [procedure: string, nationalCode: string])[] = [
  ['1.004222', '000.00.00.G01-KQ003618'],
  ['1.010038', '000.00.00.G01-KQ003625'],
  ['1.004873', '000.00.00.G15-KQ003448'],
  ['1.004837', '000.00.00.G15-KQ003397'],
  ['1.001612', '000.00.00.H99-KQ000111'],
  ['2.001955', 'G09-KQ003210'],
  [' 1.014325', '000.00.00.H99-KQ000161'],
];

/** Results. */
const RESULTS: readonly (readonly [code: string, nationalCode: string])[] = [
  ['KQ-001', 'KQ.G15.000031'],
  ['KQ-002', 'KQ.G15.000032'],
  ['KQ-003', 'KQ.G15.000038'],
  ['KQ-004', 'KQ.G15.000037'],
  ['KQ-005', 'KQ.G15.000035'],
  ['KQ-006', 'KQ.G15.000033'],
  ['KQ-007', 'KQ.G01.000064'],
  ['KQ-008', 'KQ.G01.000065'],
  ['KQ-009', 'KQ.G01.000066'],
  ['KQ-010', 'KQ.G01.000067'],
  ['KQ-011', 'KQ.G12.001051'],
  ['KQ-012', 'KQ.G12.001044'],
  ['KQ-013', 'KQ.G12.001040'],
  ['KQ-014', 'KQ.H99.000111'],
  ['KQ-015', 'KQ.G09.000386'],
  ['KQ-016', 'KQ.G17.000314'],
  ['KQ-017', 'KQ-H37. 0000020'],
  ['KQ-018', 'KQ.H37 0002'],
  ['KQ-019', 'GCN_73_DD'],
  ['KQ-020', 'KQ.H99.000121'],
  ['KQ-021', 'KQ.H99.000161'],
];

/** Every row, in the order of the table. */
export const OWN_DOCUMENTS: readonly OwnDocument[] = [
  ...COMPONENTS.map(([code, nationalCode]) => ({
    kind: 'component' as const,
    procedure: '',
    code,
    nationalCode,
  })),
  ...FORMS.map(([procedure, nationalCode]) => ({
    kind: 'component' as const,
    procedure,
    code: 'TO-KHAI',
    nationalCode,
  })),
  ...RESULTS.map(([code, nationalCode]) => ({ kind: 'result' as const, procedure: '', code, nationalCode })),
];
