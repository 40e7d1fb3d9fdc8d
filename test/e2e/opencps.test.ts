/**
 * An OpenCPS-shaped database through the preset to the portal, by the program itself: what comes out was known from
 * how the dossiers were made. Then a file, and a step, that move nothing but themselves.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviations } from '../support/e2e/deviations.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { type ProvinceHome, SHIPPED_MAPPINGS, settleProvince, World } from '../support/e2e/world.ts';
import {
  dossierIdOf,
  insertSql,
  liferayTime,
  type OpenCps,
  type OpenCpsEngine,
  openCps,
  STATUS_WORDS,
} from '../support/opencps.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';

const SIZE = 48;
type Rows = readonly Readonly<Record<string, unknown>>[];

/** The example rows of statuses.csv that the preset's own head shows. */
function shownStatuses(): string[] {
  const preset = readFileSync(join(SHIPPED_MAPPINGS, 'presets/opencps.yaml'), 'utf8');
  return [...preset.matchAll(/\b([a-z]+,,\d+,)/g)].map(([, row]) => row ?? '');
}

function journey(engine: OpenCpsEngine): void {
  let home: ProvinceHome;
  let cps: OpenCps;
  let mappings: MappingsCopy;
  let world: World;

  beforeAll(async () => {
    home = await settleProvince(SIZE, 0, 11);
    cps = await openCps(engine, home.dossiers);
    mappings = await mappingsWith('statuses.csv', shownStatuses());
    await mappings.write('source.yaml', 'preset: opencps\n');
    world = await World.open(home, {}, { SOURCE_URL: cps.url, MAPPINGS_DIR: mappings.dir });
  });
  afterAll(async () => {
    await world?.close();
    await mappings?.remove();
    await cps?.close();
    await home?.close();
  });

  const atPortal = (index: number) => {
    const stored = world.portal.state().dossiers.get(home.dossiers[index]?.expectation.code ?? '');
    if (!stored) throw new Error(`dossier ${index} is not at the portal`);
    return stored;
  };
  const papersOf = (index: number): number => (atPortal(index).payload.TaiLieuNop as Rows).length;

  it('shows sound before anything is read, and nobody by name', async () => {
    const { code, stdout } = await world.dongbo(['source', 'check', '--rows', '48']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('48 hồ sơ mẫu')]);
    for (const { rows } of home.dossiers) {
      const { chu_ho_so, so_dinh_danh, email } = rows.dongbo_ho_so;
      for (const text of [chu_ho_so, so_dinh_danh, email])
        if (text) expect(stdout).not.toContain(text.trim());
    }
  });

  it('brings every dossier to the portal with its papers, results and steps in their order', async () => {
    const summary = await world.sync();
    expect(summary.heldByReason).toEqual({});
    expect(summary).toMatchObject({ changed: SIZE, held: 0, incomplete: 0, retrying: 0 });
    expect(
      Object.values(STATUS_WORDS).every((word) => shownStatuses().some((row) => row.startsWith(word))),
    ).toBe(true);
    expect(await deviations(world, home.expectations())).toEqual([]);
  });

  it('with fees, channel, owner, ways of return and times of Vietnam', () => {
    const seen = new Set<string>();
    for (const [index, { rows }] of home.dossiers.entries()) {
      const { payload, steps } = atPortal(index);
      const row = rows.dongbo_ho_so;
      const fees = payload.DanhSachLePhi as Rows;
      expect(fees.map(({ Gia }) => Number(Gia))).toEqual(
        rows.dongbo_le_phi.map(() => 15_000 + 1_000 * index),
      );
      expect(payload).toMatchObject({
        KenhThucHien: row.xac_thuc_vneid === 'true' ? '2' : '1',
        LoaiDoiTuong: row.loai_dinh_danh === null ? '2' : '1',
        HinhThuc: index % 3 === 2 ? '1' : '0',
        NoiNopHoSo: '2',
      });
      if (index % 3 === 0) expect(payload.TrichYeuHoSo).toBe(row.ten_tthc?.trim());
      const local = new Date(Date.parse(rows.dongbo_tien_do[0]?.thoi_diem ?? '') + 7 * 3_600_000);
      const digits = local.toISOString().replace(/\D/g, '').slice(0, 14);
      expect(String(steps[0]?.ThoiDiemXuLy)).toBe(digits);
      seen.add(`${payload.KenhThucHien}${payload.LoaiDoiTuong}${fees.length}`);
    }
    expect(seen.size).toBeGreaterThanOrEqual(5);
  });

  it('a file alone, and its removal, is noticed', async () => {
    const index = home.dossiers.findIndex(({ rows }) => rows.dongbo_thanh_phan.length > 1);
    const before = papersOf(index);
    const id = dossierIdOf(index);
    const [first] = home.dossiers[index]?.rows.dongbo_thanh_phan ?? [];
    const file = {
      dossierFileId: id * 100 + 90,
      dossierId: id,
      dossierPartType: 1,
      fileTemplateNo: first?.ma_giay_to ?? null,
      displayName: 'Bản bổ sung',
      fileEntryId: 5,
      removed: false,
      modifiedDate: liferayTime(Date.now()),
    };
    await cps.run(insertSql('opencps_dossierfile', [file]));
    expect(await world.sync()).toMatchObject({ changed: 1, accepted: { dossiers: 1, steps: 0 } });
    expect(papersOf(index)).toBe(before + 1);
    const removed = engine === 'PostgreSQL' ? 'true' : '1';
    await cps.run(
      `UPDATE opencps_dossierfile SET removed = ${removed}, modifiedDate = '${liferayTime(Date.now())}' WHERE dossierFileId = ${file.dossierFileId}`,
    );
    expect(await world.sync()).toMatchObject({ changed: 1, accepted: { dossiers: 1, steps: 0 } });
    const shown = atPortal(index).payload.TaiLieuNop as Rows;
    expect(shown.filter(({ IsDeleted }) => IsDeleted === 'True')).toHaveLength(1);
  });

  it('a step alone is noticed, and goes once, behind the others', async () => {
    const index = home.dossiers.findIndex(({ expectation }) => expectation.status === '4');
    const before = atPortal(index).steps.length;
    const id = dossierIdOf(index);
    const action = {
      dossierActionId: id * 100 + 90,
      dossierId: id,
      actionUser: 'Cán bộ Mẫu',
      actionName: 'Chuyển lãnh đạo ký',
      dossierStatus: 'processing',
      createDate: liferayTime(Date.now()),
    };
    await cps.run(insertSql('opencps_dossieraction', [action]));
    expect(await world.sync()).toMatchObject({ changed: 1, accepted: { steps: 1 } });
    const { steps } = atPortal(index);
    expect([steps.length, steps.at(-1)?.NoiDungXuLy]).toEqual([before + 1, 'Chuyển lãnh đạo ký']);
    expect(await world.sync()).toMatchObject({ changed: 0, accepted: { dossiers: 0, steps: 0 } });
    expect(world.portal.state().doubledSteps).toBe(0);
  });

  it('what was deleted there is told, a group is no dossier, and changes are of their own hour', async () => {
    const index = home.dossiers.findIndex(({ expectation }) => expectation.status === '2');
    const [id, now] = [dossierIdOf(index), Date.now()];
    const group = {
      dossierId: id + 1_000,
      dossierNo: 'NHOM-1',
      originality: 9,
      modifiedDate: liferayTime(now),
    };
    await cps.run(insertSql('opencps_dossier', [group]));
    await cps.run(
      `UPDATE opencps_dossier SET originality = -3, modifiedDate = '${liferayTime(now)}' WHERE dossierId = ${id}`,
    );
    const summary = await world.sync();
    expect(summary).toMatchObject({ changed: 1, accepted: { dossiers: 0, steps: 0 } });
    expect(summary.heldByReason).toEqual({ 'DB-DOS-028': 1 });
    const code = home.dossiers[index]?.expectation.code;
    const [row] = await world.ledger<{ at: Date }>(
      'SELECT source_changed_at AS at FROM dossier WHERE code = $1',
      [code],
    );
    expect(row?.at.getTime()).toBe(now);
  });
}

describe('OpenCPS on PostgreSQL', () => journey('PostgreSQL'));
describeWithMariaDb('OpenCPS on MariaDB', () => journey('MariaDB'));
