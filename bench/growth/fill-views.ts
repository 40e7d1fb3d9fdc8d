/** The province's views, filled by COPY. Guarantees: tables and indexes are those of the made-up province. */
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { tableOf } from '../../src/simulator/province/province-schema.ts';
import { rowsOf, VIEW_NAMES, VIEWS } from '../../src/simulator/province/view-columns.ts';
import type { Copies } from './copies.ts';
import { CopyRows, unchecked } from './copy-rows.ts';

const LINES = 2_000;

/** Tables, indexes and views without a row. */
export async function makeViews(url: string): Promise<void> {
  await (await createProvinceDatabase(url, [])).close();
}

/** Dossiers `from` to `to`, both inclusive. */
export async function fillViews(url: string, copies: Copies, from: number, to: number): Promise<void> {
  const tables = await Promise.all(
    VIEW_NAMES.map(async (view) => {
      const columns = Object.keys(VIEWS[view].columns);
      return { view, columns, rows: await CopyRows.open(url, tableOf(view), columns) };
    }),
  );
  for (let n = from; n <= to; n += 1) {
    const all = copies.rows(n);
    for (const { view, columns, rows } of tables) {
      for (const row of rowsOf(all, view)) rows.add(columns.map((column) => row[column] ?? null));
    }
    if (n % LINES === 0) await Promise.all(tables.map(({ rows }) => rows.flush()));
  }
  await Promise.all(tables.map(({ rows }) => rows.end()));
  await unchecked(url, (client) => client.query('VACUUM ANALYZE'));
}
