/** A province's five views as plain tables in a database of the test's own. */
import pg from 'pg';
import { CONTRACT_VIEWS } from '../../src/codebook/source-map/default-source-map.ts';

/** Columns whose type matters; all others are text. */
const TYPES: Readonly<Record<string, string>> = {
  cap_nhat_luc: 'timestamptz',
  ngay_nop: 'timestamptz',
  ngay_tiep_nhan: 'timestamptz',
  thoi_diem: 'timestamptz',
  so_tien: 'numeric(18,2)',
  xac_thuc_vneid: 'boolean',
};

/** SQL for the tables; `skip` leaves columns out, `types` overrules. */
export function tablesSql(
  options: { skip?: readonly string[]; types?: Record<string, string>; views?: readonly string[] } = {},
): string {
  const { skip = [], types = {}, views } = options;
  return Object.values(CONTRACT_VIEWS)
    .filter(({ from }) => !views || views.includes(from))
    .map(({ from, columns }) => {
      const list = Object.values<string>(columns)
        .filter((column) => !skip.includes(`${from}.${column}`))
        .map((column) => `${column} ${types[column] ?? TYPES[column] ?? 'text'}`);
      return `CREATE TABLE ${from} (${list.join(', ')});`;
    })
    .join('\n');
}

/** Runs statements as the province would. */
export async function asProvince(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET TimeZone = 'Asia/Ho_Chi_Minh'");
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** `INSERT` of dossiers, `[code, time]` each. */
export function dossiersSql(...rows: readonly (readonly [code: string | null, at: string | null])[]): string {
  const quote = (value: string | null): string => (value === null ? 'NULL' : `'${value}'`);
  const values = rows.map(([code, at]) => `(${quote(code)}, ${quote(at)}, 'TT1', '01', 'H19.12', '2')`);
  return `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc, ma_tthc, kenh, ma_don_vi, trang_thai) VALUES ${values.join(', ')}`;
}
