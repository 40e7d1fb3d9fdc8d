/**
 * Judges one `HoSo` of `DongBoHoSoMC` and one row of `CapNhatTienDoHoSoMC` as a strict portal would.
 * Guarantees: codes count only as the catalogue spells them, for that procedure; all faults are told.
 */
import { checkFields, isRecord } from './check-fields.ts';
import { DOSSIER_FIELDS, DOSSIER_LISTS, INNER_LISTS, STEP_FIELDS } from './field-rules.ts';
import type { PortalCatalogue } from './portal-catalogue.ts';

type Fields = Readonly<Record<string, unknown>>;

function rowsOf(dossier: Fields, list: string): readonly Fields[] {
  const rows = dossier[list];
  return Array.isArray(rows) ? rows.filter(isRecord) : [];
}

function checkList(dossier: Fields, list: string): string[] {
  const rows = dossier[list];
  if (rows === undefined) return [`thiếu trường ${list}`];
  if (!Array.isArray(rows)) return [`trường ${list} phải là danh sách`];
  const inner = INNER_LISTS[list] ?? [];
  return rows.flatMap((row: unknown, index) => {
    const prefix = `${list}[${index}].`;
    if (!isRecord(row)) return [`${prefix} không đúng cấu trúc`];
    const missing = inner.filter((name) => !Array.isArray(row[name]));
    return [
      ...checkFields(row, DOSSIER_LISTS[list] ?? {}, prefix, inner),
      ...missing.map((name) => `trường ${prefix}${name} phải là danh sách`),
    ];
  });
}

function checkCodes(dossier: Fields, catalogue: PortalCatalogue): string[] {
  const procedure = catalogue.find(String(dossier.MaTTHC));
  if (procedure === undefined) return ['mã thủ tục MaTTHC không có trong CSDL quốc gia'];
  const faults: string[] = [];
  if (!procedure.published) faults.push('thủ tục MaTTHC chưa được công bố');
  if (dossier.TenTTHC !== procedure.name) faults.push('TenTTHC không khớp MaTTHC');
  if (dossier.MaLinhVuc !== procedure.sector.code || dossier.TenLinhVuc !== procedure.sector.name) {
    faults.push('lĩnh vực không khớp MaTTHC');
  }
  const components = new Set<unknown>(procedure.components.map(([code]) => code));
  const results = new Set<unknown>(procedure.results.map(([code]) => code));
  for (const [index, row] of rowsOf(dossier, 'TaiLieuNop').entries()) {
    const where = `TaiLieuNop[${index}]`;
    if (!components.has(row.MaThanhPhanHoSo)) faults.push(`${where}: mã thành phần không thuộc thủ tục`);
    const replaces = String(row.MaKetQuaThayThe ?? '');
    if (row.DuocTaiSuDung === '2' && !catalogue.hasResult(replaces)) {
      faults.push(`${where}: MaKetQuaThayThe không có trong CSDL quốc gia`);
    }
    if (row.DuocTaiSuDung !== '2' && replaces !== '') faults.push(`${where}: MaKetQuaThayThe phải để trống`);
  }
  for (const [index, row] of rowsOf(dossier, 'DanhSachGiayToKetQua').entries()) {
    const where = `DanhSachGiayToKetQua[${index}]`;
    if (!results.has(row.MaGiayToKetQua)) faults.push(`${where}: mã kết quả không thuộc thủ tục`);
    if (row.MaThanhPhanHoSo !== '' && !components.has(row.MaThanhPhanHoSo)) {
      faults.push(`${where}: mã thành phần không thuộc thủ tục`);
    }
  }
  return faults;
}

function checkOwner(dossier: Fields): string[] {
  const faults: string[] = [];
  const digits: Readonly<Record<string, RegExp>> = { '1': /^\d{12}$/, '2': /^\d{9}$/ };
  for (const row of rowsOf(dossier, 'DinhDanhCHS')) {
    const shape = digits[String(row.LoaiDinhDanh)];
    if (shape !== undefined && !shape.test(String(row.SoDinhDanh))) {
      faults.push('SoDinhDanh không đúng số chữ số của LoaiDinhDanh');
    }
  }
  if (dossier.MaDoiTuong !== '' && dossier.KenhThucHien !== '2') {
    faults.push('MaDoiTuong chỉ dùng cho hồ sơ nộp trực tuyến');
  }
  return faults;
}

/** Faults of a dossier in Vietnamese; none = it may be stored. */
export function checkDossier(dossier: Fields, catalogue: PortalCatalogue): string[] {
  const lists = Object.keys(DOSSIER_LISTS);
  return [
    ...checkFields(dossier, DOSSIER_FIELDS, '', lists),
    ...lists.flatMap((list) => checkList(dossier, list)),
    ...checkCodes(dossier, catalogue),
    ...checkOwner(dossier),
  ];
}

/** Faults of a step in Vietnamese; whether its dossier is there is not judged here. */
export function checkStep(step: Fields): string[] {
  return checkFields(step, STEP_FIELDS);
}
