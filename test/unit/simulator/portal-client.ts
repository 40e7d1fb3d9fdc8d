/**
 * A bare client and a dossier that the strict portal accepts, for the simulator's tests.
 * Must not: be clever; what it sends is what the contract's tables say.
 */
import type { SimulatedPortal } from '../../../src/simulator/portal/simulated-portal.ts';

/** Where a portal is, in this process or another. */
export type PortalPlace = Pick<SimulatedPortal, 'url' | 'credentials'>;

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly error_code?: unknown;
    readonly message?: string;
    readonly result?: readonly Record<string, unknown>[];
  };
}

export async function post(portal: PortalPlace, path: string, body: unknown): Promise<Reply> {
  const response = await fetch(portal.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  let parsed: Reply['body'] = {};
  try {
    parsed = JSON.parse(text) as Reply['body'];
  } catch {
    // A firewall's page or garbage: the test looks at `text`.
  }
  return { status: response.status, text, body: parsed };
}

export async function login(portal: PortalPlace): Promise<string> {
  const { username, password } = portal.credentials;
  const { body } = await post(portal, '/mapi/login', { username, password });
  return String((body as { session?: unknown }).session);
}

export function caller(portal: PortalPlace, session: string) {
  return (service: string, parameters: Record<string, unknown> = {}) =>
    post(portal, '/mapi/g', {
      session,
      madonvi: portal.credentials.agencyCode,
      service,
      ...parameters,
    });
}

export function wireDossier(code: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    MaHoSo: code,
    MaTTHC: '1.001193',
    TenTTHC: 'Thủ tục đăng ký khai sinh',
    MaLinhVuc: 'G15-TP07',
    TenLinhVuc: 'Hộ tịch',
    KenhThucHien: '1',
    ChuHoSo: 'Người Mẫu',
    LoaiDoiTuong: '1',
    MaDoiTuong: '',
    DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '099000000001' }],
    Email: '',
    Fax: '',
    SoDienThoai: '',
    ThongTinKhac: '',
    ThongTinTra: '',
    GhiChu: '',
    SoBienNhan: '',
    TrichYeuHoSo: 'Đăng ký khai sinh',
    NgayNopHoSo: '',
    NgayTiepNhan: '20261102083000',
    NgayHenTra: '20261103170000',
    NgayKetThucXuLy: '',
    NgayTra: '',
    NgayTuChoi: '',
    TrangThaiHoSo: '2',
    HinhThuc: '0',
    DonViXuLy: 'UBND xã Mẫu Đông',
    NoiNopHoSo: '2',
    HoSoCoThanhPhanSoHoa: '0',
    TaiKhoanDuocXacThucVoiVNeID: '0',
    DuocThanhToanTrucTuyen: '0',
    DSKetNoiCSDL: [],
    TaiLieuNop: [wireComponent()],
    DanhSachLePhi: [],
    DanhSachTepDinhKemKhac: [],
    DanhSachHoSoBoSung: [],
    DanhSachGiayToKetQua: [],
    ...changes,
  };
}

export function wireComponent(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    TepDinhKemId: '1',
    TenTepDinhKem: 'Giấy chứng sinh',
    IsDeleted: 'False',
    MaThanhPhanHoSo: '000.00.00.G15-KQ004372',
    DuongDanTaiTepTin: '',
    DuocSoHoa: '0',
    DuocTaiSuDung: '0',
    DuocLayTuKhoDMQG: '0',
    MaKetQuaThayThe: '',
    ...changes,
  };
}

export function wireStep(code: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    MaHoSo: code,
    NguoiXuLy: 'Cán bộ Mẫu',
    ChucDanh: '',
    ThoiDiemXuLy: '20261102090000',
    PhongBanXuLy: '',
    NoiDungXuLy: 'Tiếp nhận',
    TrangThai: '2',
    NgayBatDau: '',
    NgayKetThucTheoQuyDinh: '',
    ...changes,
  };
}
