/**
 * A progress step in the words of `CapNhatTienDoHoSoMC` (1-portal-contract.md, section 2.3).
 * Guarantees: every field of the contract, all strings, '' where absent.
 */
import type { Step } from '../../domain/dossier.ts';
import { toWireTime } from './wire-time.ts';

/** One entry of `data`. */
export type WireStep = ReturnType<typeof encodeStep>;

/** Wire form of a step. */
export function encodeStep(step: Step) {
  return {
    MaHoSo: step.dossierCode,
    NguoiXuLy: step.processor,
    ChucDanh: step.position,
    ThoiDiemXuLy: toWireTime(step.at),
    PhongBanXuLy: step.department,
    NoiDungXuLy: step.content,
    TrangThai: step.status,
    NgayBatDau: toWireTime(step.startedAt),
    NgayKetThucTheoQuyDinh: toWireTime(step.dueAt),
  };
}
