/**
 * A codebook of a few rows, written by hand: for tests that need answers and not the tables' loader.
 * Keeps the contract of `domain/codebook.ts`: same question, same answer, unknown codes never guessed.
 */
import type { Agency, Codebook, Lookup, NotFound, Procedure } from '../../src/domain/codebook.ts';
import type {
  AgencyCode,
  ComponentCode,
  IsoDay,
  ProcedureCode,
  ResultCode,
  SectorCode,
} from '../../src/domain/codes.ts';
import {
  DOSSIER_STATUSES,
  type DossierStatus,
  NATIONAL_VALUES,
  type ValueField,
} from '../../src/domain/dossier.ts';

/** `.001193` is published; the others fail in their own ways. */
export const BIRTH: Procedure = {
  code: '1.001193' as ProcedureCode,
  name: 'Thủ tục đăng ký khai sinh',
  sectorCode: 'G15-HT02' as SectorCode,
  sectorName: 'Hộ tịch',
};

const NOT_FOUND_PROCEDURES: Readonly<Record<string, NotFound>> = {
  '1.000001': 'not-published',
  'TINH-CU': 'not-valid-on-day',
  'TINH-SAI': 'target-unknown',
};
/** Real codes carry blanks and small letters: what is sent is the catalogue's spelling. */
const COMPONENTS: Readonly<Record<string, ComponentCode>> = {
  TKKS: '000.00.00.G15-KQ004389' as ComponentCode,
  '000.00.00.G15-KQ004389': '000.00.00.G15-KQ004389' as ComponentCode,
  'h38-kq 01/a': 'H38-KQ 01/a' as ComponentCode,
};
const RESULTS: Readonly<Record<string, ResultCode>> = {
  GKS: 'KQ.G15.000031' as ResultCode,
  'KQ.G15.000031': 'KQ.G15.000031' as ResultCode,
  'kq.h37 0002': 'KQ.H37 0002' as ResultCode,
};
const NOT_FOUND_DOCUMENTS: Readonly<Record<string, NotFound>> = {
  KHAC: 'not-of-procedure',
  CU: 'not-valid-on-day',
  SAI: 'target-unknown',
};
const STATUSES: Readonly<Record<string, DossierStatus>> = {
  'done/': '9',
  'done/returned': '10',
  'processing/': '4',
};
const VALUES: Readonly<Record<string, string>> = {
  'channel/truc tuyen': '2',
  'subject_type/citizen': '1',
  'id_type/CCCD': '1',
  'id_type/CMND': '2',
  'id_type/MST': '5',
  'return_method/quay': '0',
  'filing_place/tinh': '2',
  'payment/da nop': '2',
  'digitized/X': '1',
  'database/DANCU': '1',
  'fee_kind/le phi': '1',
  'fee_collection/tiep nhan': '1',
  // A row whose value is none of the contract's: a loader would refuse it, normalization must not send it.
  'channel/hong': '7',
};
const AGENCIES: Readonly<Record<string, Agency>> = {
  'H19.12': { code: 'H19.12' as AgencyCode, name: 'Ủy ban nhân dân thành phố Biên Hòa' },
  UBND01: { code: '', name: 'Ủy ban nhân dân phường Một' },
};

/** All codes that it can answer with: what a test allows in a payload. */
export const KNOWN_CODES: ReadonlySet<string> = new Set([
  BIRTH.code,
  ...Object.values(COMPONENTS),
  ...Object.values(RESULTS),
]);

function from<T>(table: Readonly<Record<string, T>>, key: string): Lookup<T> {
  return Object.hasOwn(table, key)
    ? { found: true, value: table[key] as T, rule: 'table.csv:2' }
    : { found: false, why: 'unknown', rule: 'table.csv' };
}

function failing<T>(table: Readonly<Record<string, NotFound>>, key: string): Lookup<T> | null {
  const why = Object.hasOwn(table, key) ? table[key] : undefined;
  if (why === undefined) return null;
  const missed = { found: false, why, rule: 'table.csv:9' } as const;
  if (why === 'ended') return { ...missed, code: key, since: '2026-01-01' as IsoDay };
  return why === 'not-published' ? { ...missed, code: key } : missed;
}

/** See the head of this file. `absent` gives rows for absent values, e.g. `{ channel: '1' }`. */
export class SmallCodebook implements Codebook {
  readonly version = 'small';
  readonly #absent: Partial<Record<ValueField, string>>;

  constructor(absent: Partial<Record<ValueField, string>> = {}) {
    this.#absent = absent;
  }

  procedure(provinceCode: string, _on: IsoDay): Lookup<Procedure> {
    const code = provinceCode.replace(/\.000\.00\.00\.H\d\d$/, '');
    return failing(NOT_FOUND_PROCEDURES, code) ?? from({ [BIRTH.code]: BIRTH }, code);
  }

  component(_procedure: ProcedureCode, provinceCode: string, _on: IsoDay): Lookup<ComponentCode> {
    return failing(NOT_FOUND_DOCUMENTS, provinceCode) ?? from(COMPONENTS, provinceCode);
  }

  result(_procedure: ProcedureCode, provinceCode: string, _on: IsoDay): Lookup<ResultCode> {
    return failing(NOT_FOUND_DOCUMENTS, provinceCode) ?? from(RESULTS, provinceCode);
  }

  anyResult(provinceCode: string, _on: IsoDay): Lookup<ResultCode> {
    return failing(NOT_FOUND_DOCUMENTS, provinceCode) ?? from(RESULTS, provinceCode);
  }

  agency(provinceCode: string, _on: IsoDay): Lookup<Agency> {
    return failing(NOT_FOUND_DOCUMENTS, provinceCode) ?? from(AGENCIES, provinceCode);
  }

  status(status: string, substatus: string): Lookup<DossierStatus> {
    const national = DOSSIER_STATUSES.find((known) => known === status);
    if (national !== undefined) return { found: true, value: national, rule: 'national value' };
    const exact = from(STATUSES, `${status}/${substatus}`);
    return exact.found ? exact : from(STATUSES, `${status}/`);
  }

  value(field: ValueField, provinceValue: string): Lookup<string> {
    if (provinceValue === '') {
      const value = this.#absent[field];
      return value === undefined
        ? { found: false, why: 'unknown', rule: 'values.csv' }
        : { found: true, value, rule: 'values.csv:3' };
    }
    const national: readonly string[] = NATIONAL_VALUES[field] ?? [];
    if (national.includes(provinceValue))
      return { found: true, value: provinceValue, rule: 'national value' };
    return from(VALUES, `${field}/${provinceValue}`);
  }

  /** Its answers never change. */
  fingerprint(): string {
    return 'small';
  }
}
