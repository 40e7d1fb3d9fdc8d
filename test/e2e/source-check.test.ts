/** `dongbo source check` against live systems: what it tells, what it never shows, and how it ends. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asProvince } from '../source/province.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { jsonDossier, startRestService } from '../support/rest-service.ts';

const SIZE = 60;
interface Field {
  readonly field: string;
  readonly from: string;
  readonly type: string;
  readonly filled: number;
  readonly values: readonly string[];
  readonly masked: boolean;
  readonly becomes: string;
}
interface View {
  readonly name: string;
  readonly faults: readonly string[];
  readonly doubts: readonly string[];
  readonly rows: number;
  readonly fields: readonly Field[];
}
type Checked = readonly [
  { readonly samples: number; readonly views: readonly View[]; readonly held: readonly unknown[] },
];

let home: ProvinceHome;
let mappings: MappingsCopy;
let world: World;

beforeAll(async () => {
  home = await settleProvince(SIZE, 12, 5);
  mappings = await mappingsWith('values.csv', []);
  world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir });
});
afterAll(async () => {
  await world?.close();
  await mappings?.remove();
  await home?.close();
});

const fieldsOf = ([{ views }]: Checked, view: string): ReadonlyMap<string, Field> =>
  new Map(views.find(({ name }) => name === view)?.fields.map((field) => [field.field, field]));

describe('a sound source', () => {
  it('shows what fills each field, with what, and what that comes to', async () => {
    await world.json(['catalogue', 'pull']);
    const checked = await world.json<Checked>(['source', 'check', '--rows', String(SIZE)]);
    expect(checked[0].samples).toBe(SIZE);
    const dossiers = fieldsOf(checked, 'dossiers');
    expect(dossiers.get('code')).toMatchObject({
      from: 'ma_ho_so',
      type: 'text',
      filled: SIZE,
      masked: false,
    });
    expect(dossiers.get('ownerName')).toMatchObject({ filled: SIZE, masked: true, becomes: '' });
    expect(dossiers.get('fax')).toMatchObject({ filled: 0, values: [] });
    expect(dossiers.get('channel')?.becomes).toMatch(/^[123]$/);
    expect(dossiers.get('procedureCode')?.becomes).toMatch(/^\d\.\d{6}$/);
    expect(dossiers.get('receivedAt')?.becomes).toMatch(/^2\d{3}-\d\d-\d\dT/);
    // Twelve of them were made with a fault each.
    expect(checked[0].held.length).toBeGreaterThan(5);
  });

  it('shows nothing of any person, in neither form', async () => {
    const outputs = [
      (await world.dongbo(['source', 'check', '--rows', String(SIZE)])).stdout,
      (await world.dongbo(['source', 'check', '--rows', String(SIZE), '--json'])).stdout,
    ];
    const personal = home.dossiers.flatMap(({ rows }) => {
      const { chu_ho_so, so_dinh_danh, ma_doi_tuong, email, so_dien_thoai, trich_yeu, ghi_chu } =
        rows.dongbo_ho_so;
      return [
        ...[chu_ho_so, so_dinh_danh, ma_doi_tuong, email, so_dien_thoai, trich_yeu, ghi_chu],
        ...rows.dongbo_tien_do.flatMap(({ nguoi_xu_ly, noi_dung, chuc_danh }) => [
          nguoi_xu_ly,
          noi_dung,
          chuc_danh,
        ]),
        ...rows.dongbo_thanh_phan.flatMap(({ ten, duong_dan }) => [ten, duong_dan]),
        ...rows.dongbo_ket_qua.flatMap(({ ten, duong_dan }) => [ten, duong_dan]),
        ...rows.dongbo_le_phi.map(({ ten }) => ten),
      ];
    });
    const values = [...new Set(personal.flatMap((text) => (text?.trim() ? [text.trim()] : [])))];
    expect(values.length).toBeGreaterThan(SIZE * 3);
    for (const output of outputs) expect(values.filter((value) => output.includes(value))).toEqual([]);
    // A word of a name is in it just as little, in a table that wraps its cells.
    expect(outputs.join()).not.toMatch(/Nguyễn|Ví Dụ|tinh-mau\.example/);
  });

  it('reads no dossier where none is asked for', async () => {
    const [checked] = await world.json<Checked>(['source', 'check', '--rows', '0']);
    expect([checked.samples, ...new Set(checked.views.map(({ rows }) => rows))]).toEqual([0, 0]);
  });
});

describe('a service beside the database', () => {
  it('is looked at with it, or alone; one that is away keeps the other from nothing', async () => {
    const service = await startRestService(home.dossiers.map(({ rows }) => jsonDossier(rows)));
    const copy = await mappingsWith('values.csv', []);
    try {
      const views = (await readFile(join(copy.dir, 'source.yaml'), 'utf8')).replace(/^#.*\n/gm, '');
      await mkdir(join(copy.dir, 'source.d'), { recursive: true });
      const rest = 'kind: rest\nrest: { path: /v1/ho-so, items: ket_qua.ho_so, paging: { by: none } }\n';
      await copy.write('source.d/dich-vu.yaml', `${rest}${views}`);
      const settings = { MAPPINGS_DIR: copy.dir, SOURCE_DICH_VU_URL: service.url };
      const [, listed] = await world.json<Checked[number][]>(['source', 'check'], settings);
      expect(listed?.samples).toBe(20);
      const owner = listed?.views[0]?.fields.find(({ field }) => field === 'ownerName');
      expect(owner).toMatchObject({ from: 'chu_ho_so', masked: true });
      const alone = await world.json<Checked[number][]>(['source', 'check', '--source', 'dich-vu'], settings);
      expect(alone).toHaveLength(1);
      await service.close();
      const { code, stdout } = await world.dongbo(['source', 'check', '--json'], settings);
      const both = JSON.parse(stdout) as { samples: number; fault: { code: string } | null }[];
      expect([code, both.map(({ samples, fault }) => [samples, fault?.code.slice(0, 6) ?? ''])]).toEqual([
        69,
        [
          [20, ''],
          [0, 'DB-RST'],
        ],
      ]);
    } finally {
      await copy.remove();
      await service.close();
    }
  });
});

describe('a source that is not as described', () => {
  it('tells a missing table and column and a wrong type at once, and ends with 1', async () => {
    await mappings.write(
      'source.yaml',
      `dossiers: { from: dongbo_ho_so, columns: { note: ghi_chep, changed_at: trang_thai } }
components: { from: thanh_phan_khac }
steps: { from: dongbo_tien_do }
`,
    );
    const [{ views, samples }] = await world.json<Checked>(['source', 'check'], {}, 1);
    const faults = views.flatMap((view) => view.faults);
    expect(samples).toBe(0);
    expect(faults).toEqual([
      expect.stringContaining('dongbo_ho_so.ghi_chep'),
      expect.stringContaining('dongbo_ho_so.trang_thai'),
      expect.stringContaining('thanh_phan_khac'),
    ]);
    const { code, stdout } = await world.dongbo(['source', 'check'], { LANGUAGE_CODE: 'en' });
    expect([code, stdout]).toEqual([1, expect.stringContaining('3 faults')]);
    expect(stdout).toContain('FAULT: dongbo_ho_so.ghi_chep');
  });

  it('tells an index that is lacking, and a column that may not be read', async () => {
    await asProvince(
      home.url,
      `CREATE TABLE ho_so_2 (so text, thu_tuc text, don_vi text, kenh text, nhan timestamp, tt text, sua timestamp)`,
      `DROP ROLE IF EXISTS dongbo_reader_check`,
      `CREATE ROLE dongbo_reader_check LOGIN PASSWORD 'x'`,
      `GRANT SELECT (so, thu_tuc, don_vi, kenh, tt, sua) ON ho_so_2 TO dongbo_reader_check`,
    );
    const columns =
      'code: so, procedure_code: thu_tuc, agency_code: don_vi, channel: kenh, received_at: nhan';
    await mappings.write(
      'source.yaml',
      `dossiers: { from: ho_so_2, key: so, columns: { ${columns}, status: tt, changed_at: sua } }\n`,
    );
    const url = new URL(home.url);
    url.username = 'dongbo_reader_check';
    url.password = 'x';
    try {
      const [{ views }] = await world.json<Checked>(['source', 'check'], { SOURCE_URL: url.href }, 1);
      expect(views[0]?.faults).toEqual([expect.stringMatching(/ho_so_2\.nhan.*no right to read/)]);
      expect(views[0]?.doubts[0]).toMatch(/ho_so_2 \(sua, so\).*no index/);
    } finally {
      await asProvince(home.url, 'DROP TABLE ho_so_2', 'DROP ROLE dongbo_reader_check');
    }
  });

  it('ends with 69 where it is away, with 78 where the file is faulty, naming neither user nor password', async () => {
    await mappings.write('source.yaml', 'dossiers: { from: dongbo_ho_so }\n');
    const away = await world.dongbo(['source', 'check'], {
      SOURCE_URL: 'postgres://ten:matkhau@127.0.0.1:9/x',
    });
    expect([away.code, away.stdout]).toEqual([69, expect.stringContaining('DB-SRC-001')]);
    expect(away.stdout + away.stderr).not.toMatch(/matkhau|ten:/);
    await mappings.write('source.yaml', 'dossiers: { from: "a b;" }\n');
    const faulty = await world.dongbo(['source', 'check']);
    expect([faulty.code, faulty.stderr]).toEqual([78, expect.stringContaining('DB-MAP-028')]);
  });
});
