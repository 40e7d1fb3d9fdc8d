import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedPortalOptions } from '../../../src/simulator/portal/portal-options.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { caller, login, post, wireComponent, wireDossier, wireStep } from './portal-client.ts';

const open: SimulatedPortal[] = [];
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});

async function start(options: SimulatedPortalOptions = {}) {
  const portal = await startSimulatedPortal(options);
  open.push(portal);
  return { portal, call: caller(portal, await login(portal)) };
}

describe('what it takes', () => {
  it('keeps a dossier, updates it, appends steps in order and shows all of it', async () => {
    const { portal, call } = await start();
    const made = await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier('A')] });
    expect(made.body.message).toContain('thành công');
    await call('DongBoHoSoMC', { isUpdating: 'True', data: [wireDossier('A', { TrangThaiHoSo: '4' })] });
    await call('CapNhatTienDoHoSoMC', { data: [wireStep('A'), wireStep('A', { TrangThai: '4' })] });
    const [found] = (await call('TraCuuHoSo', { mahoso: 'A' })).body.result ?? [];
    expect(found).toMatchObject({ TrangThaiHoSo: '4', TienDoXuLy: [{ TrangThai: '2' }, { TrangThai: '4' }] });
    expect((await call('TraCuuHoSo', { mahoso: 'B' })).body.result).toEqual([]);
    expect(portal.state()).toMatchObject({ steps: 2, doubledSteps: 0, writingCalls: 3, maxInFlight: 1 });
    expect(portal.state().dossiers.get('A')).toMatchObject({ created: 1, updated: 1 });
    portal.control({ lookupSteps: false });
    expect((await call('TraCuuHoSo', { mahoso: 'A' })).body.result?.[0]).not.toHaveProperty('TienDoXuLy');
  });

  it('appends a step sent twice and counts it', async () => {
    const { portal, call } = await start();
    await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier('A')] });
    await call('CapNhatTienDoHoSoMC', { data: [wireStep('A')] });
    await call('CapNhatTienDoHoSoMC', { data: [wireStep('A')] });
    expect(portal.state()).toMatchObject({ steps: 2, doubledSteps: 1 });
  });

  it('answers success with each of its three codes', async () => {
    const { call } = await start();
    const codes = [1, 2, 3].map(async () => (await call('LayDanhMucLinhVuc')).body.error_code);
    expect(new Set(await Promise.all(codes))).toEqual(new Set([0, '0', '00']));
  });

  it('gives every listed procedure in the shape of LayThuTuc, one of them not published', async () => {
    const { call } = await start();
    const list = (await call('LayDanhSachTTHC')).body.result ?? [];
    expect(list.length).toBeGreaterThanOrEqual(40);
    const details = await Promise.all(
      list.map(async ({ MATTHC }) => (await call('LayThuTuc', { maTTHC: MATTHC })).body.result?.[0]),
    );
    expect(details.map((detail) => detail?.MATTHC)).toEqual(list.map(({ MATTHC }) => MATTHC));
    expect(details.filter((detail) => detail?.TRANGTHAI === '0')).toHaveLength(1);
    expect((await call('LayThuTuc', { maTTHC: '1.014325' })).body.result).toEqual([]);
    expect((await call('LayThuTuc', { maTTHC: ' 1.014325' })).body.result).toHaveLength(1);
  });
});

describe('what it refuses', () => {
  const wrong: readonly [string, Record<string, unknown>, string][] = [
    ['a number', { TrangThaiHoSo: 2 }, 'TrangThaiHoSo phải là chuỗi'],
    ['a missing must', { TrichYeuHoSo: '' }, 'TrichYeuHoSo bắt buộc'],
    ['a field left out', { GhiChu: undefined }, 'thiếu trường GhiChu'],
    ['an unknown field', { Khac: '' }, 'trường lạ Khac'],
    ['a text too long', { GhiChu: 'x'.repeat(501) }, 'GhiChu dài quá 500'],
    ['a day that is not', { NgayTiepNhan: '20260231080000' }, 'NgayTiepNhan không đúng định dạng'],
    ['a value outside the list', { KenhThucHien: '4' }, 'KenhThucHien có giá trị ngoài danh mục'],
    ['an unknown procedure', { MaTTHC: '9.999999' }, 'MaTTHC không có'],
    ['an unpublished procedure', { MaTTHC: '1.115651' }, 'chưa được công bố'],
    ['a name of its own', { TenTTHC: 'Khai sinh' }, 'TenTTHC không khớp'],
    ['a component of elsewhere', { TaiLieuNop: [wireComponent({ MaThanhPhanHoSo: 'X' })] }, 'mã thành phần'],
    ['reuse without a result', { TaiLieuNop: [wireComponent({ DuocTaiSuDung: '2' })] }, 'MaKetQuaThayThe'],
    [
      'a result of elsewhere',
      {
        DanhSachGiayToKetQua: [
          {
            TenGiayTo: 'Trích lục',
            MaThanhPhanHoSo: '',
            GiayToId: '1',
            DuongDanTepTinKetQua: '',
            MaGiayToKetQua: 'KQ.G15.000032',
          },
        ],
      },
      'mã kết quả không thuộc thủ tục',
    ],
    [
      'an id of 11 digits',
      { DinhDanhCHS: [{ LoaiDinhDanh: '1', SoDinhDanh: '09900000001' }] },
      'SoDinhDanh không đúng',
    ],
  ];

  it.each(wrong)('%s', async (_, changes, phrase) => {
    const { portal, call } = await start();
    const data = [wireDossier('A', changes)];
    const [row] = (await call('DongBoHoSoMC', { isUpdating: 'False', data })).body.result ?? [];
    expect(row).toMatchObject({ MaHoSo: 'A', error_code: '-5' });
    expect(row?.message).toContain(phrase);
    expect(portal.state().dossiers.size).toBe(0);
  });

  it('more steps a call than it takes, a dossier twice in a call, a service it has not', async () => {
    const { portal, call } = await start();
    const data = Array.from({ length: 11 }, () => wireStep('A'));
    expect((await call('CapNhatTienDoHoSoMC', { data })).body).toMatchObject({ error_code: '-5' });
    const twice = await call('DongBoHoSoMC', {
      isUpdating: 'False',
      data: [wireDossier('A'), wireDossier('A')],
    });
    expect(twice.body.result?.map((row) => Number(row.error_code))).toEqual([0, -5]);
    expect((await call('KhongCo')).body.error_code).toBe('-7');
    expect(portal.state().dossiers.size).toBe(1);
  });

  it('a wrong password and a session that ended', async () => {
    let now = 0;
    const { portal, call } = await start({ sessionSeconds: 60, now: () => now });
    const bad = await post(portal, '/mapi/login', { username: 'x', password: 'y' });
    expect(bad.body).toMatchObject({ error_code: '-2', session: '' });
    now = 60_000;
    const late = await call('LayDanhMucLinhVuc');
    expect(late.body).toMatchObject({ error_code: '-1', message: 'Phiên làm việc đã hết hạn' });
  });
});

describe('a bad record in a batch', () => {
  const batch = () => [wireDossier('A'), wireDossier('B', { TrichYeuHoSo: '' }), wireDossier('C')];

  it('rows: the good ones are stored, each is answered', async () => {
    const { portal, call } = await start({ mode: 'rows' });
    const { body } = await call('DongBoHoSoMC', { isUpdating: 'False', data: batch() });
    expect(body.result?.map((row) => [row.MaHoSo, Number(row.error_code)])).toEqual([
      ['A', 0],
      ['B', -5],
      ['C', 0],
    ]);
    expect([...portal.state().dossiers.keys()]).toEqual(['A', 'C']);
  });

  it('names: nothing is stored and the message names the one', async () => {
    const { portal, call } = await start({ mode: 'names' });
    const { body } = await call('DongBoHoSoMC', { isUpdating: 'False', data: batch() });
    expect(body).toMatchObject({ error_code: '-5', result: [] });
    expect(body.message).toMatch(/hợp lệ B:/);
    expect(portal.state().dossiers.size).toBe(0);
  });

  it('whole: nothing is stored and nobody named, for existing and missing ones too', async () => {
    const { portal, call } = await start({ mode: 'whole' });
    await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier('MOT')] });
    const both = [wireDossier('MOT'), wireDossier('HAI')];
    const create = await call('DongBoHoSoMC', { isUpdating: 'False', data: both });
    expect(create.body).toMatchObject({ error_code: '-3', message: 'Hồ sơ đã tồn tại' });
    const update = await call('DongBoHoSoMC', { isUpdating: 'True', data: both });
    expect(update.body).toMatchObject({ error_code: '-4', message: 'Không tìm thấy hồ sơ' });
    const steps = await call('CapNhatTienDoHoSoMC', { data: [wireStep('MOT'), wireStep('HAI')] });
    expect(steps.body).toMatchObject({ error_code: '-4', message: 'Không tìm thấy hồ sơ' });
    expect(portal.state()).toMatchObject({ steps: 0 });
    expect(portal.state().history.map(({ stored }) => stored)).toEqual([1, 0, 0, 0]);
  });
});
