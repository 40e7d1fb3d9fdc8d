/**
 * The fields of the portal's messages with their limits, as data (1-portal-contract.md, 2.2 and 2.3).
 * Guarantees: one place says what a field must be; `check-fields.ts` applies it.
 */

/** What the text of a field must be. */
export interface FieldRule {
  /** Must not be empty. */
  readonly must?: true;
  /** Longest length in characters. */
  readonly max?: number;
  /** Allowed values; '' only where the field is no must. */
  readonly of?: readonly string[];
  /** `yyyyMMddHHmmss`. */
  readonly time?: true;
  /** Whole number of đồng, not negative. */
  readonly amount?: true;
}
/** Rules of the texts of one object; every field must be there, no other may be. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

const FLAG = ['0', '1'];
const STATUSES = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const code = { must: true, max: 50 } as const;
const text: FieldRule = {};
const note: FieldRule = { max: 500 };
const time: FieldRule = { time: true };

/** Texts of `HoSo`. */
export const DOSSIER_FIELDS: FieldRules = {
  MaHoSo: code,
  MaTTHC: code,
  TenTTHC: { must: true },
  MaLinhVuc: code,
  TenLinhVuc: { must: true },
  KenhThucHien: { must: true, of: ['1', '2', '3'] },
  ChuHoSo: text,
  LoaiDoiTuong: { must: true, of: ['1', '2', '3', '4'] },
  MaDoiTuong: text,
  Email: note,
  Fax: note,
  SoDienThoai: note,
  ThongTinKhac: note,
  ThongTinTra: note,
  GhiChu: note,
  SoBienNhan: note,
  TrichYeuHoSo: { must: true, max: 1000 },
  NgayNopHoSo: time,
  NgayTiepNhan: { must: true, time: true },
  NgayHenTra: time,
  NgayKetThucXuLy: time,
  NgayTra: time,
  NgayTuChoi: time,
  TrangThaiHoSo: { must: true, of: STATUSES },
  HinhThuc: { must: true, of: FLAG },
  DonViXuLy: { must: true },
  NoiNopHoSo: { must: true, of: ['1', '2'] },
  HoSoCoThanhPhanSoHoa: { must: true, of: FLAG },
  TaiKhoanDuocXacThucVoiVNeID: { must: true, of: FLAG },
  DuocThanhToanTrucTuyen: { must: true, of: ['0', '1', '2', '3'] },
};

/** Lists of `HoSo` with the texts of their rows. */
export const DOSSIER_LISTS: Readonly<Record<string, FieldRules>> = {
  DinhDanhCHS: { LoaiDinhDanh: { must: true }, SoDinhDanh: { must: true } },
  DSKetNoiCSDL: { MaCSDL: { must: true } },
  TaiLieuNop: {
    TepDinhKemId: text,
    TenTepDinhKem: { must: true, max: 4000 },
    IsDeleted: { must: true, of: ['True', 'False'] },
    MaThanhPhanHoSo: { must: true },
    DuongDanTaiTepTin: text,
    DuocSoHoa: { must: true, of: FLAG },
    DuocTaiSuDung: { must: true, of: ['0', '1', '2'] },
    DuocLayTuKhoDMQG: { must: true, of: FLAG },
    MaKetQuaThayThe: text,
  },
  DanhSachLePhi: {
    TenPhiLePhi: { must: true },
    MaPhiLePhi: text,
    HinhThucThu: { of: ['1', '2', '4'] },
    Gia: { must: true, amount: true },
    LoaiPhiLePhi: { of: ['1', '2'] },
  },
  DanhSachTepDinhKemKhac: { TenGiayTo: { must: true }, SoLuong: text, LoaiGiayTo: text },
  DanhSachHoSoBoSung: {
    HoSoBoSungId: text,
    NguoiYeuCauBoSung: text,
    NoiDungBoSung: text,
    NgayBoSung: time,
    NguoiTiepNhanBoSung: text,
    ThongTinTiepNhan: text,
    NgayTiepNhanBoSung: time,
    TrangThaiBoSung: text,
    NgayHenTraTruoc: time,
    NgayHenTraMoi: time,
  },
  DanhSachGiayToKetQua: {
    TenGiayTo: { must: true, max: 2000 },
    MaThanhPhanHoSo: text,
    GiayToId: text,
    DuongDanTepTinKetQua: text,
    MaGiayToKetQua: { must: true },
  },
};

/** Lists within the rows of a list; what their rows hold is unseen, so only that they are lists counts. */
export const INNER_LISTS: Readonly<Record<string, readonly string[]>> = {
  DanhSachHoSoBoSung: ['DanhSachGiayToBoSung', 'DanhSachLePhiBoSung'],
};

/** A row of `CapNhatTienDoHoSoMC`. */
export const STEP_FIELDS: FieldRules = {
  MaHoSo: code,
  NguoiXuLy: { must: true, max: 50 },
  ChucDanh: text,
  ThoiDiemXuLy: { must: true, time: true },
  PhongBanXuLy: text,
  NoiDungXuLy: text,
  TrangThai: { must: true, of: STATUSES },
  NgayBatDau: time,
  NgayKetThucTheoQuyDinh: time,
};
