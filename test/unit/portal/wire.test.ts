import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComponentCode, ResultCode } from '../../../src/domain/codes.ts';
import { encodeDossier } from '../../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../../src/portal/wire/encode-step.ts';
import { sameStep } from '../../../src/portal/wire/same-step.ts';
import { readWireTime, toWireTime } from '../../../src/portal/wire/wire-time.ts';
import { DOSSIER_FIELDS, DOSSIER_LISTS } from '../../../src/simulator/portal/field-rules.ts';
import { localTime, someDossier, someStep } from '../../support/portal-records.ts';

const full = someDossier(1, {
  databases: ['1'],
  components: [
    {
      id: 'tp1',
      name: 'Giấy chứng sinh',
      code: 'G15-KQ1' as ComponentCode,
      link: 'https://h99/tp1',
      digitized: '1',
      reuse: '2',
      fromStore: '0',
      replacesResult: 'KQ.G15.000031' as ResultCode,
      deleted: true,
    },
  ],
  results: [
    {
      id: 'kq1',
      name: 'Giấy khai sinh',
      code: 'KQ.1' as ResultCode,
      componentCode: '',
      link: 'https://h99/kq1',
    },
  ],
  fees: [{ id: 'f1', name: 'Lệ phí', code: 'P1', collection: '1', amountDong: 8_000, kind: '1' }],
  supplements: [
    {
      id: 'b1',
      requestedBy: 'Trần Văn Mẫu',
      content: 'Thiếu giấy',
      requestedAt: localTime('2026-11-02T10:00:00'),
      completedAt: '',
      dueBefore: localTime('2026-11-03T17:00:00'),
      dueAfter: localTime('2026-11-05T17:00:00'),
    },
  ],
});

/** Every leaf of a document with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
}

describe('a dossier on the wire', () => {
  it('says every part in the words of the contract', () => {
    expect(encodeDossier(full)).toMatchObject({
      MaHoSo: 'H99.01-261102-0001',
      NgayTiepNhan: '20261102083000',
      NgayTra: '',
      DonViXuLy: 'UBND xã Mẫu Đông',
      DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '099000000001' }],
      DSKetNoiCSDL: [{ MaCSDL: '1' }],
      TaiLieuNop: [
        {
          TepDinhKemId: 'tp1',
          TenTepDinhKem: 'Giấy chứng sinh',
          IsDeleted: 'True',
          MaThanhPhanHoSo: 'G15-KQ1',
          DuongDanTaiTepTin: 'https://h99/tp1',
          DuocSoHoa: '1',
          DuocTaiSuDung: '2',
          DuocLayTuKhoDMQG: '0',
          MaKetQuaThayThe: 'KQ.G15.000031',
        },
      ],
      DanhSachLePhi: [
        { TenPhiLePhi: 'Lệ phí', MaPhiLePhi: 'P1', HinhThucThu: '1', Gia: '8000', LoaiPhiLePhi: '1' },
      ],
      DanhSachHoSoBoSung: [
        {
          HoSoBoSungId: 'b1',
          NgayBoSung: '20261102100000',
          NgayTiepNhanBoSung: '',
          NgayHenTraMoi: '20261105170000',
        },
      ],
      DanhSachGiayToKetQua: [
        {
          TenGiayTo: 'Giấy khai sinh',
          MaThanhPhanHoSo: '',
          GiayToId: 'kq1',
          DuongDanTepTinKetQua: 'https://h99/kq1',
          MaGiayToKetQua: 'KQ.1',
        },
      ],
    });
  });

  it('has every field of the contract, as strings and lists only, however little is known', () => {
    const bare = encodeDossier(someDossier(1, { ownerIds: [] }));
    const fields = [...Object.keys(DOSSIER_FIELDS), ...Object.keys(DOSSIER_LISTS)];
    expect(Object.keys(bare).sort()).toEqual(fields.sort());
    for (const [path, leaf] of [...leaves(bare), ...leaves(encodeDossier(full))]) {
      expect([path, typeof leaf]).toEqual([path, 'string']);
    }
    expect(bare.TaiLieuNop).toEqual([]);
    expect(bare.DanhSachTepDinhKemKhac).toEqual([]);
  });
});

it('a step has its nine fields', () => {
  expect(encodeStep(someStep(1, 2))).toEqual({
    MaHoSo: 'H99.01-261102-0001',
    NguoiXuLy: 'Trần Văn Mẫu',
    ChucDanh: '',
    ThoiDiemXuLy: '20261102090200',
    PhongBanXuLy: '',
    NoiDungXuLy: 'Bước 2',
    TrangThai: '4',
    NgayBatDau: '',
    NgayKetThucTheoQuyDinh: '',
  });
});

describe('reading steps back', () => {
  it.each([
    ['20261102090200', '20261102090200'],
    ['2026-11-02T09:02:00', '20261102090200'],
    ['2026-11-02 09:02:00.000+07:00', '20261102090200'],
    ['02/11/2026 09:02:00', '20261102090200'],
    ['2/11/2026 9:02', '20261102090200'],
    ['2026-11-02', ''],
    ['', ''],
  ])('understands the time %s', (text, wire) => expect(readWireTime(text)).toBe(wire));

  it('reads every time that it writes', () => {
    const times = fc.date({ min: new Date('1950-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (date) => {
        const wire = toWireTime(localTime(date.toISOString().slice(0, 19)));
        expect(wire).toMatch(/^\d{14}$/);
        expect(readWireTime(wire)).toBe(wire);
      }),
    );
  });

  it('knows a step again by time, status, and what is shown of it', () => {
    const step = someStep(1, 2);
    const unshown = { content: '', department: '', position: '' };
    const shown = { at: '20261102090200', status: '4', processor: 'Trần  Văn Mẫu', ...unshown };
    expect(sameStep(step, { ...shown, processor: shown.processor.normalize('NFD') })).toBe(true);
    expect(sameStep(step, { ...shown, status: '9' })).toBe(false);
    expect(sameStep(step, { ...shown, processor: 'Ai khác' })).toBe(false);
    expect(sameStep(step, { ...shown, at: '' })).toBe(false);
    const seated = someStep(1, 2, { department: 'Một cửa', position: 'Công chức' });
    expect(sameStep(seated, shown)).toBe(true);
    expect(sameStep(seated, { ...shown, department: 'Một  cửa', position: 'Công chức' })).toBe(true);
    expect(sameStep(seated, { ...shown, department: 'Tư pháp' })).toBe(false);
    expect(sameStep(seated, { ...shown, position: 'Chủ tịch' })).toBe(false);
  });
});
