/** The made-up province, dirt and all, in PostgreSQL and copied into MariaDB: both give the same dossiers, page by page. */
import pg from 'pg';
import { expect, it } from 'vitest';
import { CONTRACT_VIEWS, DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { makeProvince } from '../../src/simulator/province/make-province.ts';
import { isoTime } from '../../src/source/rows/source-time.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { describeWithMariaDb, freshMariaDb, type MariaDb } from '../support/own-mariadb.ts';
import { freshDatabase } from '../support/services.ts';

const now = new Date('2026-11-24T08:15:00Z');
const AT_ONCE = 200;

/** A column of MariaDB for one of PostgreSQL's. */
const typeOf = (type: string, column: string): string => {
  if (type.startsWith('timestamp')) return 'datetime(6)';
  if (type === 'date' || type === 'boolean') return type;
  return column === 'ma_ho_so' || column === 'id' ? 'varchar(120)' : 'text';
};

/** Copies a view with all its rows, as the province's clock shows their times. */
async function copy(from: pg.Client, to: MariaDb, view: string): Promise<void> {
  const { rows: columns } = await from.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [view],
  );
  const list = columns.map(({ name, type }) => `${name} ${typeOf(type, name)}`).join(', ');
  const texts = columns.map(({ name, type }) =>
    type.startsWith('timestamp with ')
      ? `(${name} AT TIME ZONE 'Asia/Ho_Chi_Minh')::text`
      : type === 'boolean'
        ? `${name}::int::text`
        : `${name}::text`,
  );
  const { rows } = await from.query<{ row: (string | null)[] }>(
    `SELECT ARRAY[${texts.join(', ')}] AS row FROM ${view}`,
  );
  const quoted = (text: string | null): string =>
    text === null ? 'NULL' : `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
  await to.run(`CREATE TABLE ${view} (${list})`);
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    const values = rows.slice(at, at + AT_ONCE).map(({ row }) => `(${row.map(quoted).join(', ')})`);
    await to.run(`INSERT INTO ${view} VALUES ${values.join(', ')}`);
  }
}

async function readAll(url: string): Promise<{ paged: SourceDossier[]; irregular: SourceDossier[] }> {
  const source = createSqlSource({ url, pageSize: 97 }, DEFAULT_SOURCE_MAP);
  try {
    await source.check();
    const paged: SourceDossier[] = [];
    for (let position = null, end = false; !end; ) {
      const page = await source.readPage(position);
      paged.push(...page.dossiers);
      position = page.last ?? position;
      end = page.end;
    }
    const { dossiers: irregular } = await source.readIrregular(0);
    return { paged, irregular: [...irregular] };
  } finally {
    await source.close();
  }
}

/** A text as both servers would have it: times as moments, yes and no as numbers. */
function alike(_name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const time = isoTime(value);
  if (time !== null) return Date.parse(time);
  return value === 'true' ? '1' : value === 'false' ? '0' : value;
}
const comparable = (dossiers: readonly SourceDossier[]): string[] =>
  dossiers.map((dossier) => JSON.stringify(dossier, alike)).toSorted();

describeWithMariaDb('one province in two databases', () => {
  it('is the same province', async () => {
    const [postgres, mariaDb] = [await freshDatabase(), await freshMariaDb()];
    const made = await createProvinceDatabase(
      postgres.url,
      makeProvince({ dossiers: 600, faulty: 150, seed: 11, now }).dossiers(),
    );
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    try {
      for (const { from } of Object.values(CONTRACT_VIEWS)) await copy(client, mariaDb, from);
      const [ours, theirs] = [await readAll(postgres.url), await readAll(mariaDb.url)];
      expect(ours.paged.length).toBeGreaterThan(500);
      expect(comparable(theirs.paged)).toEqual(comparable(ours.paged));
      expect(comparable(theirs.irregular)).toEqual(comparable(ours.irregular));
    } finally {
      await client.end();
      await made.close();
      await postgres.drop();
      await mariaDb.drop();
    }
  });
});
