/**
 * Agencies of the imaginary province H99 ("tỉnh Mẫu"), in the shape of Quyết định 20/2020/QĐ-TTg.
 * Guarantees: no code here belongs to a real agency.
 */

/** An agency of the catalogue; `level` 1 province, 2 department, 3 commune (`CAPDONVI`). */
export interface NationalAgency {
  readonly code: string;
  readonly name: string;
  readonly level: string;
}

/** What `LayDanhMucCoQuan` answers. */
export const AGENCIES: readonly NationalAgency[] = [
  { code: 'H99', name: 'UBND tỉnh Mẫu', level: '1' },
  { code: 'H99.02', name: 'Sở Công Thương tỉnh Mẫu', level: '2' },
  { code: 'H99.05', name: 'Sở Nội vụ tỉnh Mẫu', level: '2' },
  { code: 'H99.08', name: 'Sở Tài chính tỉnh Mẫu', level: '2' },
  { code: 'H99.09', name: 'Sở Nông nghiệp và Môi trường tỉnh Mẫu', level: '2' },
  { code: 'H99.12', name: 'Sở Tư pháp tỉnh Mẫu', level: '2' },
  { code: 'H99.15', name: 'Sở Xây dựng tỉnh Mẫu', level: '2' },
  { code: 'H99.20', name: 'Công an tỉnh Mẫu', level: '2' },
  { code: 'H99.41', name: 'UBND xã Mẫu Đông', level: '3' },
  { code: 'H99.42', name: 'UBND xã Mẫu Tây', level: '3' },
  { code: 'H99.43', name: 'UBND xã Mẫu Hòa', level: '3' },
  { code: 'H99.44', name: 'UBND phường Mẫu Thành', level: '3' },
];
