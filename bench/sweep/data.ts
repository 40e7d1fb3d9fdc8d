/**
 * A province's views of any size and the ledger that has read them, each filled by one statement or one COPY.
 * Guarantees: what the ledger holds of a dossier is what a reading of its rows gives (a sweep that finds otherwise
 * shows it); 3 components, 4 steps, 1 result and 1 fee each.
 */
import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { VIEW_FIELDS } from '../../src/domain/source-fields.ts';
import { sourceFingerprint } from '../../src/normalize/fingerprint.ts';
import { tablesSql } from '../../test/source/province.ts';

/** Dossier number n as the views have it: SQL of n for each column, and the text that the server makes of it. */
const code = (n: number): string => `H99.17.01-26-${String(n).padStart(7, '0')}`;
const CODE = `'H99.17.01-26-' || lpad(n::text, 7, '0')`;
const subject = (n: number): string => `Đề nghị cấp bản sao trích lục khai sinh số ${n}/2026`;

const DOSSIERS = `
  INSERT INTO dongbo_ho_so (ma_ho_so, ma_tthc, ma_don_vi, kenh, chu_ho_so, loai_doi_tuong, so_dinh_danh,
    so_dien_thoai, trich_yeu, ngay_tiep_nhan, trang_thai, cap_nhat_luc)
  SELECT ${CODE}, '1.001193', 'H99.17.01', '1', 'Nguyễn Thị Mẫu ' || n, '1', lpad(n::text, 12, '0'),
    '09' || lpad(n::text, 8, '0'), 'Đề nghị cấp bản sao trích lục khai sinh số ' || n || '/2026',
    timestamptz '2026-01-05 08:00+07', '10', timestamptz '2026-01-05 08:00+07' + n * interval '10 seconds'
  FROM generate_series(1, $1::int) n`;
const PARTS = [
  `INSERT INTO dongbo_thanh_phan (ma_ho_so, id, ma_giay_to, ten, duong_dan, so_hoa)
   SELECT ${CODE}, i::text, 'KQ.G15.00000' || i, 'Tờ khai theo mẫu số ' || i, '/tep/' || n || '/' || i || '.pdf', '1'
   FROM generate_series(1, $1::int) n, generate_series(1, 3) i`,
  `INSERT INTO dongbo_tien_do (ma_ho_so, id, thoi_diem, nguoi_xu_ly, phong_ban, noi_dung, trang_thai)
   SELECT ${CODE}, i::text, timestamptz '2026-01-05 08:00+07' + i * interval '1 hour', 'Trần Văn Xử Lý', 'Bộ phận một cửa',
     'Chuyển bước ' || i, '4' FROM generate_series(1, $1::int) n, generate_series(1, 4) i`,
  `INSERT INTO dongbo_ket_qua (ma_ho_so, id, ma_giay_to, ten, duong_dan)
   SELECT ${CODE}, '1', 'KQ.G15.000009', 'Bản sao trích lục', '/kq/' || n || '.pdf' FROM generate_series(1, $1::int) n`,
  `INSERT INTO dongbo_le_phi (ma_ho_so, id, ten, so_tien) SELECT ${CODE}, '1', 'Lệ phí', 8000 FROM generate_series(1, $1::int) n`,
];
const VIEWS = ['dongbo_thanh_phan', 'dongbo_tien_do', 'dongbo_ket_qua', 'dongbo_le_phi', 'dongbo_bo_sung'];

/** Fills the views. */
export async function fillProvince(url: string, size: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(tablesSql());
    for (const sql of [DOSSIERS, ...PARTS]) await client.query(sql, [size]);
    await client.query('CREATE INDEX ON dongbo_ho_so (cap_nhat_luc, ma_ho_so)');
    await client.query('CREATE INDEX ON dongbo_ho_so (ma_ho_so)');
    for (const view of VIEWS) await client.query(`CREATE INDEX ON ${view} (ma_ho_so)`);
    await client.query('VACUUM ANALYZE');
  });
}

/** Every thousandth dossier changes in one of its views, without its time; the last `gone` vanish. */
export async function changeProvince(url: string, size: number, gone: number): Promise<number> {
  return withClient(url, async (client) => {
    const nth = `right(ma_ho_so, 7)::int`;
    const changes = [
      `UPDATE dongbo_ho_so SET ghi_chu = 'x' WHERE ${nth} % 2000 = 0 AND ${nth} <= $1`,
      `UPDATE dongbo_thanh_phan SET ten = 'x' WHERE ${nth} % 2000 = 1000 AND id = '2' AND ${nth} <= $1`,
    ];
    let changed = 0;
    for (const sql of changes) changed += (await client.query(sql, [size - gone])).rowCount ?? 0;
    await client.query(`DELETE FROM dongbo_ho_so WHERE ${nth} > $1`, [size - gone]);
    return changed;
  });
}

function row<Fields>(view: keyof typeof VIEW_FIELDS, values: Readonly<Record<string, string>>): Fields {
  const names = Object.keys(VIEW_FIELDS[view]).filter(
    (name) => name !== 'dossierCode' && name !== 'changedAt',
  );
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null])) as Fields;
}

function dossier(n: number): SourceDossier {
  const hours = (count: number): string => `2026-01-05 ${String(8 + count).padStart(2, '0')}:00:00+07`;
  return {
    key: code(n),
    changedAt: new Date(Date.UTC(2026, 0, 5, 1) + n * 10_000).toISOString(),
    fields: row('dossiers', {
      code: code(n),
      procedureCode: '1.001193',
      agencyCode: 'H99.17.01',
      channel: '1',
      ownerName: `Nguyễn Thị Mẫu ${n}`,
      subjectType: '1',
      ownerIdNumber: String(n).padStart(12, '0'),
      phone: `09${String(n).padStart(8, '0')}`,
      subject: subject(n),
      receivedAt: '2026-01-05 08:00:00+07',
      status: '10',
    }),
    components: [1, 2, 3].map((i) =>
      row('components', {
        id: String(i),
        documentCode: `KQ.G15.00000${i}`,
        name: `Tờ khai theo mẫu số ${i}`,
        link: `/tep/${n}/${i}.pdf`,
        digitized: '1',
      }),
    ),
    results: [
      row('results', {
        id: '1',
        documentCode: 'KQ.G15.000009',
        name: 'Bản sao trích lục',
        link: `/kq/${n}.pdf`,
      }),
    ],
    steps: [1, 2, 3, 4].map((i) =>
      row('steps', {
        id: String(i),
        at: hours(i),
        processor: 'Trần Văn Xử Lý',
        department: 'Bộ phận một cửa',
        content: `Chuyển bước ${i}`,
        status: '4',
      }),
    ),
    fees: [row('fees', { id: '1', name: 'Lệ phí', amount: '8000.00' })],
    supplements: [],
  };
}

const LINES = 2_000;

/** Fills the ledger as if the views had been read to their end. */
export async function fillLedger(url: string, size: number): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO codebook_version (hash) VALUES ('bench') RETURNING id`,
    );
    const book = rows[0]?.id;
    const copy = client.query(
      copyFrom(
        'COPY dossier (code, source, source_hash, source_row, source_changed_at, codebook_id, incomplete, lane, stored_at) FROM STDIN',
      ),
    );
    for (let first = 1; first <= size; first += LINES) {
      let lines = '';
      for (let n = first; n < Math.min(first + LINES, size + 1); n += 1) {
        const source = dossier(n);
        const json = JSON.stringify(source).replaceAll('\\', '\\\\');
        lines += `${code(n)}\tsql\t${sourceFingerprint(source)}\t${json}\t${source.changedAt}\t${book}\tf\tbackfill\t2026-01-05\n`;
      }
      if (!copy.write(lines)) await once(copy, 'drain');
    }
    copy.end();
    await once(copy, 'finish');
    await client.query('VACUUM ANALYZE');
  });
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
