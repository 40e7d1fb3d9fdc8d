/** docs/source-views.md has every column that is read, marks those that are needed, and its SQL works. */
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { CONTRACT_VIEWS, DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { keyOfField } from '../../src/codebook/source-map/read-view.ts';
import { VIEW_FIELDS, VIEW_NAMES } from '../../src/domain/source-fields.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { freshDatabase } from '../support/services.ts';
import { readDocument } from './markdown.ts';

const page = readDocument('docs/source-views.md');

/** Tables of the imaginary vendor that the page's example is made for. */
const VENDOR_TABLES = `
  CREATE TABLE ho_so (so_ho_so text, thu_tuc text, co_quan text, kenh_nop text, nguoi_nop text,
    loai_nguoi_nop text, cccd text, noi_dung text, nop_luc timestamp, nhan_luc timestamp, hen_tra timestamp,
    xong_luc timestamp, trang_thai text, tra_tai text, nop_tai text, sua_luc timestamp);
  CREATE TABLE giay_to (so_ho_so text, id int, loai text, ten text, tep text, la_ban_so boolean,
    la_ket_qua boolean, sua_luc timestamp);
  CREATE TABLE buoc_xu_ly (so_ho_so text, id int, luc timestamp, can_bo text, viec text, trang_thai text,
    sua_luc timestamp);
  CREATE TABLE thu_phi (so_ho_so text, id int, ten text, so_tien numeric, sua_luc timestamp);
  INSERT INTO ho_so (so_ho_so, sua_luc) VALUES ('H99.12-261001-000001', '2026-10-01 08:00');
  INSERT INTO giay_to VALUES ('H99.12-261001-000001', 1, 'TO-KHAI', 'Tờ khai', 'a.pdf', true, false,
    '2026-10-02 08:00');`;

describe('docs/source-views.md', () => {
  it.each(VIEW_NAMES)('has the columns of %s, the needed ones in bold', (name) => {
    const { from, columns } = CONTRACT_VIEWS[name];
    const section = page.text.split(/^## /m).find((part) => part.startsWith(`\`${from}\``)) ?? '';
    const told = [...section.matchAll(/^\| (\**)`(\w+)`\1 +\| `(\w+)`/gm)].map(([, bold, column, field]) => [
      field,
      column,
      bold === '**' ? 'needed' : 'optional',
    ]);
    const needs: Readonly<Record<string, string>> = VIEW_FIELDS[name];
    expect(told).toEqual(
      Object.entries(columns).map(([field, column]) => [keyOfField(field), column, needs[field]]),
    );
    expect(section.split('\n')[0]).toContain(`(\`${name}\`)`);
  });

  it('shows views that can be read', async () => {
    const database = await freshDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const source = createSqlSource({ url: database.url, pageSize: 10 }, DEFAULT_SOURCE_MAP);
    try {
      await client.query(VENDOR_TABLES);
      await client.query(page.fences.find(({ mark }) => mark === 'example')?.text ?? '');
      await source.check();
      const { dossiers } = await source.readPage(null);
      // A paper that came later moves the dossier's time.
      expect(dossiers).toMatchObject([
        { changedAt: '2026-10-02T08:00:00+07:00', components: [{ id: '1', digitized: 'true' }] },
      ]);
    } finally {
      await source.close();
      await client.end();
      await database.drop();
    }
  });
});
