/**
 * A dossier in the words of `DongBoHoSoMC` (1-portal-contract.md, section 2.2).
 * Guarantees: every field of the contract stands there, every value is a string, what is absent is
 * '' and lists are arrays, however empty.
 * Must not: judge, translate or shorten; that was done when the dossier was normalized.
 */
import type { Component, Dossier, Fee, ResultDocument, Supplement } from '../../domain/dossier.ts';
import { toWireTime } from './wire-time.ts';

/** One entry of `data`. */
export type WireDossier = ReturnType<typeof encodeDossier>;

/** `HoSo` of a dossier. */
export function encodeDossier(dossier: Dossier) {
  return {
    MaHoSo: dossier.code,
    MaTTHC: dossier.procedureCode,
    TenTTHC: dossier.procedureName,
    MaLinhVuc: dossier.sectorCode,
    TenLinhVuc: dossier.sectorName,
    KenhThucHien: dossier.channel,
    ChuHoSo: dossier.ownerName,
    LoaiDoiTuong: dossier.subjectType,
    MaDoiTuong: dossier.ownerAccountId,
    DinhDanhCHS: dossier.ownerIds.map((id) => ({ LoaiDinhDanh: id.type, SoDinhDanh: id.number })),
    Email: dossier.email,
    Fax: dossier.fax,
    SoDienThoai: dossier.phone,
    TrichYeuHoSo: dossier.subject,
    NgayNopHoSo: toWireTime(dossier.submittedAt),
    NgayTiepNhan: toWireTime(dossier.receivedAt),
    NgayHenTra: toWireTime(dossier.dueAt),
    NgayKetThucXuLy: toWireTime(dossier.finishedAt),
    NgayTra: toWireTime(dossier.returnedAt),
    NgayTuChoi: toWireTime(dossier.refusedAt),
    TrangThaiHoSo: dossier.status,
    HinhThuc: dossier.returnMethod,
    // The source contract has no columns for these three; empty, never made up.
    ThongTinKhac: '',
    ThongTinTra: '',
    SoBienNhan: '',
    GhiChu: dossier.note,
    DonViXuLy: dossier.agencyName,
    NoiNopHoSo: dossier.filingPlace,
    HoSoCoThanhPhanSoHoa: dossier.hasDigitizedComponent,
    TaiKhoanDuocXacThucVoiVNeID: dossier.vneidVerified,
    DuocThanhToanTrucTuyen: dossier.payment,
    DSKetNoiCSDL: dossier.databases.map((code) => ({ MaCSDL: code })),
    TaiLieuNop: dossier.components.map(encodeComponent),
    DanhSachLePhi: dossier.fees.map(encodeFee),
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: dossier.supplements.map(encodeSupplement),
    DanhSachGiayToKetQua: dossier.results.map(encodeResult),
  };
}

function encodeComponent(component: Component) {
  return {
    TepDinhKemId: component.id,
    TenTepDinhKem: component.name,
    IsDeleted: component.deleted ? 'True' : 'False',
    MaThanhPhanHoSo: component.code,
    DuongDanTaiTepTin: component.link,
    DuocSoHoa: component.digitized,
    DuocTaiSuDung: component.reuse,
    DuocLayTuKhoDMQG: component.fromStore,
    MaKetQuaThayThe: component.replacesResult,
  };
}

function encodeResult(result: ResultDocument) {
  return {
    TenGiayTo: result.name,
    MaThanhPhanHoSo: result.componentCode,
    GiayToId: result.id,
    DuongDanTepTinKetQua: result.link,
    MaGiayToKetQua: result.code,
  };
}

function encodeFee(fee: Fee) {
  return {
    TenPhiLePhi: fee.name,
    MaPhiLePhi: fee.code,
    HinhThucThu: fee.collection,
    Gia: String(fee.amountDong),
    LoaiPhiLePhi: fee.kind,
  };
}

function encodeSupplement(supplement: Supplement) {
  return {
    HoSoBoSungId: supplement.id,
    NguoiYeuCauBoSung: supplement.requestedBy,
    NoiDungBoSung: supplement.content,
    NgayBoSung: toWireTime(supplement.requestedAt),
    // Who took it in, with what words and what state is not in the source contract.
    NguoiTiepNhanBoSung: '',
    ThongTinTiepNhan: '',
    NgayTiepNhanBoSung: toWireTime(supplement.completedAt),
    TrangThaiBoSung: '',
    DanhSachGiayToBoSung: [],
    DanhSachLePhiBoSung: [],
    NgayHenTraTruoc: toWireTime(supplement.dueBefore),
    NgayHenTraMoi: toWireTime(supplement.dueAfter),
  };
}
