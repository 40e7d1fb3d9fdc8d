/**
 * Sectors (lĩnh vực) of the simulated catalogue.
 * Guarantees: names are national; so are codes, save those with `H99`: the national code of that sector is
 * not known here, and a stand-in must not look like a real one.
 */
import type { NationalSector } from './procedure.ts';

export const CIVIL_STATUS_SECTOR: NationalSector = { code: 'G15-TP07', name: 'Hộ tịch' };
export const RESIDENCE_SECTOR: NationalSector = { code: 'G01-CA05', name: 'Đăng ký, quản lý cư trú' };
export const IMMIGRATION_SECTOR: NationalSector = { code: 'G01-CA11', name: 'Quản lý xuất nhập cảnh' };
export const CONSTRUCTION_SECTOR: NationalSector = { code: 'G17-XD11', name: 'Hoạt động xây dựng' };
export const LAND_SECTOR: NationalSector = { code: 'G13-TN02', name: 'Đất đai' };
export const LABOUR_SECTOR: NationalSector = { code: 'G09-NV23', name: 'Lao động, tiền lương' };
export const CERTIFICATION_SECTOR: NationalSector = { code: 'H99-LV01', name: 'Chứng thực' };
export const ADOPTION_SECTOR: NationalSector = { code: 'H99-LV02', name: 'Nuôi con nuôi' };
export const SOCIAL_PROTECTION_SECTOR: NationalSector = { code: 'H99-LV03', name: 'Bảo trợ xã hội' };
export const ENTERPRISE_SECTOR: NationalSector = {
  code: 'H99-LV04',
  name: 'Thành lập và hoạt động của doanh nghiệp',
};
export const HOUSEHOLD_BUSINESS_SECTOR: NationalSector = {
  code: 'H99-LV05',
  name: 'Thành lập và hoạt động doanh nghiệp (hộ kinh doanh)',
};
export const SME_SUPPORT_SECTOR: NationalSector = {
  code: 'H99-LV06',
  name: 'Hỗ trợ pháp lý cho doanh nghiệp nhỏ và vừa',
};
