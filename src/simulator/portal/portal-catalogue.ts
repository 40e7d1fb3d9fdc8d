/**
 * The catalogue services of the simulated portal, and what its validation asks of them.
 * Guarantees: codes are compared exactly, as a national database does; answers have the shape of
 * 1-portal-contract.md, 2.1.
 */
import { AGENCIES, type NationalAgency } from '../national-facts/agencies.ts';
import { NATIONAL_PROCEDURES } from '../national-facts/national-procedures.ts';
import { type NationalProcedure, SUBJECT_NAMES } from '../national-facts/procedure.ts';

/** A row of an answer. */
export type Row = Readonly<Record<string, unknown>>;

const LEVELS = ['Cấp tỉnh', 'Cấp sở, ngành', 'Cấp xã'];

/** What the catalogue is made of. */
export interface CatalogueContent {
  readonly procedures: readonly NationalProcedure[];
  readonly agencies: readonly NationalAgency[];
}

/** National procedures and agencies, indexed. */
export class PortalCatalogue {
  private procedures: ReadonlyMap<string, NationalProcedure> = new Map();
  private agencies: readonly NationalAgency[] = [];
  private allResults: ReadonlySet<string> = new Set();

  constructor(
    procedures: readonly NationalProcedure[] = NATIONAL_PROCEDURES,
    agencies: readonly NationalAgency[] = AGENCIES,
  ) {
    this.replace({ procedures, agencies });
  }

  /** What it is made of now. */
  get content(): CatalogueContent {
    return { procedures: [...this.procedures.values()], agencies: this.agencies };
  }

  /** The ministry publishes another catalogue. */
  replace({ procedures, agencies }: CatalogueContent): void {
    this.procedures = new Map(procedures.map((procedure) => [procedure.code, procedure]));
    this.agencies = agencies;
    this.allResults = new Set(procedures.flatMap((procedure) => procedure.results.map(([code]) => code)));
  }

  find(code: string): NationalProcedure | undefined {
    return this.procedures.get(code);
  }

  /** Is it a result of any procedure? */
  hasResult(code: string): boolean {
    return this.allResults.has(code);
  }

  /** Rows of a catalogue service, `null` where `service` is none. */
  answer(service: string, parameters: Row): readonly Row[] | null {
    const all = [...this.procedures.values()];
    switch (service) {
      case 'LayDanhSachTTHC':
        return all.map(({ code, name }) => ({ MATTHC: code, TENTTHC: name }));
      case 'LayThuTuc': {
        const procedure = this.find(String(parameters.maTTHC ?? ''));
        return procedure === undefined ? [] : [this.describe(procedure)];
      }
      case 'LayDanhMucLinhVuc': {
        const sectors = new Map(all.map(({ sector }) => [sector.code, sector.name]));
        return [...sectors].map(([code, name]) => ({ MALINHVUC: code, TENLINHVUC: name }));
      }
      case 'LayDanhMucCoQuan':
        return this.agencies.map(({ code, name, level }) => ({
          MADONVI: code,
          TENDONVI: name,
          CAPDONVI: level,
        }));
      case 'LayDanhMucLePhi':
        return all.flatMap((procedure) =>
          procedure.fees.map((_, index) => ({
            MAPHILEPHI: feeCode(procedure, index),
            TENPHILEPHI: FEE_NAME,
          })),
        );
      case 'LayDanhMucDoiTuong':
        return Object.entries(SUBJECT_NAMES).map(([code, name]) => ({ MADOITUONG: code, TENDOITUONG: name }));
      case 'LayDanhMucCapThucHien':
        return LEVELS.map((name, index) => ({ MACAPTHUCHIEN: String(index + 1), TENCAPTHUCHIEN: name }));
      case 'LayDanhMucTinhThanh':
        return [{ MATINHTHANH: '99', TENTINHTHANH: 'Tỉnh Mẫu' }];
      // Districts ended on 1 July 2025.
      case 'LayDanhMucQuanHuyen':
        return [];
      case 'LayDanhMucPhuongXa':
        return this.agencies
          .filter(({ level }) => level === '3')
          .map(({ code, name }) => ({ MAPHUONGXA: code.slice(4), TENPHUONGXA: name.replace('UBND ', '') }));
      default:
        return null;
    }
  }

  private describe(procedure: NationalProcedure): Row {
    const fees = procedure.fees.map((amount, index) => ({
      MAPHILEPHI: feeCode(procedure, index),
      SOTIEN: String(amount ?? ''),
      DONVI: 'Đồng',
      MOTA: FEE_NAME,
    }));
    return {
      MATTHC: procedure.code,
      TENTTHC: procedure.name,
      TRANGTHAI: procedure.published ? '1' : '0',
      MACOQUANCONGBO: procedure.promulgator,
      LINHVUCTHUCHIEN: [{ MALINHVUC: procedure.sector.code, TENLINHVUC: procedure.sector.name }],
      COQUANTHUCHIEN: this.agencies.slice(1, 3).map(({ code, name }) => ({ MADONVI: code, TENDONVI: name })),
      DOITUONGTHUCHIEN: procedure.subjects.map((subject) => ({ TENDOITUONG: SUBJECT_NAMES[subject] })),
      CACHTHUCTHUCHIEN: procedure.terms.map(([channel, time, unit]) => ({
        KENH: channel,
        THOIGIAN: [{ THOIGIANGIAIQUYET: time, DONVITINH: unit, MOTA: '', PHILEPHI: fees }],
      })),
      THANHPHANHOSO: [
        {
          TRUONGHOP: 'Hồ sơ gồm có',
          GIAYTO: procedure.components.map(([code, name]) => ({
            MAGIAYTO: code,
            TENGIAYTO: name,
            TENMAUDON: '',
            URL: '',
          })),
        },
      ],
      KETQUATHUCHIEN: procedure.results.map(([code, name]) => ({ MAKETQUA: code, TENKETQUA: name })),
      CANCUPHAPLY: [],
      TRINHTUTHUCHIEN: '',
      YEUCAU: '',
    };
  }
}

const FEE_NAME = 'Phí, lệ phí';

/** The national codes of fees are unseen: a stand-in of H99, which no real agency has. */
function feeCode(procedure: NationalProcedure, index: number): string {
  return `H99-LP.${procedure.code.trim()}.${index + 1}`;
}
