/**
 * The made-up province's own codes ("tỉnh Mẫu", H99) and words, with what they mean nationally.
 * Guarantees: the one source of truth for the generator; the tables in `mappings/` say the same,
 * which a test checks. A value that already is national has no entry.
 */
import type { DossierStatus, ValueField } from '../../domain/dossier.ts';

/** Own procedure code → national code. */
export const OWN_PROCEDURES: readonly (readonly [code: string, nationalCode: string])[] = [
  ['MAU-HT-01', '1.001193'],
  ['MAU-HT-02', '1.000894'],
  ['MAU-HT-03', '1.004873'],
  ['MAU-HT-04', '1.004859'],
  ['MAU-HT-05', '1.004837'],
  ['MAU-HT-06', '1.001022'],
  ['MAU-CT-01', '1.004222'],
  ['MAU-CT-02', '1.010038'],
  ['MAU-DN-01', '2.001610'],
  ['MAU-DN-02', '1.001612'],
  ['MAU-LD-01', '2.001955'],
  ['MAU-XD-01', '1.013226'],
  ['MAU-DD-01', '1.115709'],
  ['MAU-DD-02', '1.115756'],
  ['MAU-DD-03', '1.115783'],
  ['MAU-CC-01', '2.000815'],
  ['MAU-TP-01', ' 1.014325'],
];

/** One row of `agencies.csv`; both days inclusive, '' = open. */
export interface OwnAgency {
  readonly code: string;
  readonly nationalCode: string;
  readonly name: string;
  readonly validFrom: string;
  readonly validTo: string;
}

const always = { validFrom: '', validTo: '' };

/** Own agencies. `MAU.X02` changed its name and place when the communes were joined on 1 July 2025. */
export const OWN_AGENCIES: readonly OwnAgency[] = [
  { code: 'MAU.CT', nationalCode: 'H99.02', name: 'Sở Công Thương tỉnh Mẫu', ...always },
  { code: 'MAU.NV', nationalCode: 'H99.05', name: 'Sở Nội vụ tỉnh Mẫu', ...always },
  { code: 'MAU.TC', nationalCode: 'H99.08', name: 'Sở Tài chính tỉnh Mẫu', ...always },
  { code: 'MAU.MT', nationalCode: 'H99.09', name: 'Sở Nông nghiệp và Môi trường tỉnh Mẫu', ...always },
  { code: 'MAU.TP', nationalCode: 'H99.12', name: 'Sở Tư pháp tỉnh Mẫu', ...always },
  { code: 'MAU.XD', nationalCode: 'H99.15', name: 'Sở Xây dựng tỉnh Mẫu', ...always },
  { code: 'MAU.CA', nationalCode: 'H99.20', name: 'Công an tỉnh Mẫu', ...always },
  { code: 'MAU.X01', nationalCode: 'H99.41', name: 'UBND xã Mẫu Đông', ...always },
  {
    code: 'MAU.X02',
    nationalCode: '',
    name: 'UBND xã Mẫu Tây (cũ)',
    validFrom: '',
    validTo: '2025-06-30',
  },
  {
    code: 'MAU.X02',
    nationalCode: 'H99.42',
    name: 'UBND xã Mẫu Tây',
    validFrom: '2025-07-01',
    validTo: '',
  },
  { code: 'MAU.X03', nationalCode: 'H99.43', name: 'UBND xã Mẫu Hòa', ...always },
];

/** `statuses.csv`: word, word beside it ('' = any), national status. */
export const OWN_STATUSES: readonly (readonly [
  status: string,
  substatus: string,
  national: DossierStatus,
])[] = [
  ['MOI_NOP', '', '1'],
  ['DA_TIEP_NHAN', '', '2'],
  ['TU_CHOI', '', '3'],
  ['DANG_XU_LY', '', '4'],
  ['DANG_XU_LY', 'CHO_BO_SUNG', '5'],
  ['DANG_XU_LY', 'CHO_NGHIA_VU', '6'],
  ['CHO_BO_SUNG', '', '5'],
  ['CHO_NGHIA_VU', '', '6'],
  ['CONG_DAN_RUT', '', '7'],
  ['DUNG_XU_LY', '', '8'],
  ['DA_XU_LY', '', '9'],
  ['Đã trả kết quả', '', '10'],
];

/** `values.csv`: '' stands for an absent value, where nothing recorded truly means "no". */
export const OWN_VALUES: readonly (readonly [field: ValueField, value: string, national: string])[] = [
  ['channel', 'TRUC_TIEP', '1'],
  ['channel', 'TRUC_TUYEN', '2'],
  ['channel', 'BUU_CHINH', '3'],
  ['subject_type', 'CONG_DAN', '1'],
  ['subject_type', 'DOANH_NGHIEP', '2'],
  ['subject_type', 'CO_QUAN', '3'],
  ['subject_type', 'TO_CHUC', '4'],
  ['id_type', 'CCCD', '1'],
  ['id_type', 'CMND', '2'],
  ['return_method', 'TAI_QUAY', '0'],
  ['return_method', 'BUU_DIEN', '1'],
  ['filing_place', 'CONG_QUOC_GIA', '1'],
  ['filing_place', 'MOT_CUA', '2'],
  ['payment', '', '0'],
  ['payment', 'CHUA', '0'],
  ['payment', 'CONG_QUOC_GIA', '1'],
  ['payment', 'CONG_TINH', '2'],
  ['reuse', '', '0'],
  ['reuse', 'KHONG', '0'],
  ['reuse', 'TU_THANH_PHAN', '1'],
  ['reuse', 'TU_KET_QUA', '2'],
  ['from_store', '', '0'],
  ['from_store', 'KHONG', '0'],
  ['from_store', 'CO', '1'],
  ['digitized', '', '0'],
  ['digitized', 'KHONG', '0'],
  ['digitized', 'CO', '1'],
  ['database', 'DAN_CU', '1'],
  ['fee_collection', 'KHI_NOP', '1'],
  ['fee_collection', 'KHI_BO_SUNG', '2'],
  ['fee_collection', 'KHI_TRA', '4'],
  ['fee_kind', 'PHI', '1'],
  ['fee_kind', 'LE_PHI', '2'],
];
