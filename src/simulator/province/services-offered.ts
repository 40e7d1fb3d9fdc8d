/**
 * What the made-up province offers: national procedures, its own codes for them, its offices.
 * Guarantees: each procedure is published and has a component; the lists come from `own-codes.ts`.
 */
import { NATIONAL_PROCEDURES } from '../national-facts/national-procedures.ts';
import type { NationalProcedure } from '../national-facts/procedure.ts';
import {
  CONSTRUCTION_SECTOR,
  ENTERPRISE_SECTOR,
  IMMIGRATION_SECTOR,
  LABOUR_SECTOR,
  LAND_SECTOR,
  SME_SUPPORT_SECTOR,
} from '../national-facts/sectors.ts';
import { OWN_PROCEDURES } from './own-codes.ts';
import { OWN_DOCUMENTS, type OwnDocument } from './own-documents.ts';

/** An office: its code in the province's system, the start of its dossier codes, its own name. */
export interface Office {
  readonly code: string;
  readonly prefix: string;
  readonly name: string;
}

/** One procedure as the province offers it. */
export interface Service {
  readonly procedure: NationalProcedure;
  /** The province's own code, `null` where it uses the national one. */
  readonly ownCode: string | null;
  readonly offices: readonly Office[];
  readonly forEnterprises: boolean;
}

const COMMUNES: readonly Office[] = [
  { code: 'MAU.X01', prefix: 'H99.41', name: 'UBND xã Mẫu Đông' },
  { code: 'MAU.X02', prefix: 'H99.42', name: 'UBND xã Mẫu Tây' },
  { code: 'MAU.X03', prefix: 'H99.43', name: 'UBND xã Mẫu Hòa' },
  // This one already writes the national code.
  { code: 'H99.44', prefix: 'H99.44', name: 'UBND phường Mẫu Thành' },
];
const DEPARTMENTS: ReadonlyMap<string, Office> = new Map([
  [LAND_SECTOR.code, { code: 'MAU.MT', prefix: 'H99.09', name: 'Sở NN&MT' }],
  [ENTERPRISE_SECTOR.code, { code: 'MAU.TC', prefix: 'H99.08', name: 'Sở Tài chính' }],
  [LABOUR_SECTOR.code, { code: 'MAU.NV', prefix: 'H99.05', name: 'Sở Nội vụ' }],
  [CONSTRUCTION_SECTOR.code, { code: 'MAU.XD', prefix: 'H99.15', name: 'Sở Xây dựng' }],
  [IMMIGRATION_SECTOR.code, { code: 'MAU.CA', prefix: 'H99.20', name: 'Công an tỉnh' }],
  [SME_SUPPORT_SECTOR.code, { code: 'MAU.TP', prefix: 'H99.12', name: 'Sở Tư pháp' }],
]);
const ENTERPRISE_SECTORS = [ENTERPRISE_SECTOR.code, LABOUR_SECTOR.code, SME_SUPPORT_SECTOR.code];

function offer(procedure: NationalProcedure): Service {
  const department = DEPARTMENTS.get(procedure.sector.code);
  return {
    procedure,
    ownCode: OWN_PROCEDURES.find(([, national]) => national === procedure.code)?.[0] ?? null,
    offices: department === undefined ? COMMUNES : [department],
    forEnterprises: ENTERPRISE_SECTORS.includes(procedure.sector.code),
  };
}

/** Everything that a dossier can be about. */
export const SERVICES: readonly Service[] = NATIONAL_PROCEDURES.filter(
  ({ published, components }) => published && components.length > 0,
).map(offer);

/** The one procedure of the catalogue that is not published. */
export const UNPUBLISHED_CODE = NATIONAL_PROCEDURES.find(({ published }) => !published)?.code ?? '';

const OWN_BY_NATIONAL = new Map<string, OwnDocument[]>();
for (const row of OWN_DOCUMENTS) {
  const key = `${row.kind} ${row.nationalCode}`;
  OWN_BY_NATIONAL.set(key, [...(OWN_BY_NATIONAL.get(key) ?? []), row]);
}

/** The own code that means this document in this procedure, if there is one. */
export function ownDocumentCode(
  kind: OwnDocument['kind'],
  procedureCode: string,
  nationalCode: string,
): string | null {
  const rows = OWN_BY_NATIONAL.get(`${kind} ${nationalCode}`) ?? [];
  return rows.find(({ procedure }) => procedure === '' || procedure === procedureCode)?.code ?? null;
}
