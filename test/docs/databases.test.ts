/** docs/databases.md: the rights that it grants are enough, and no more; its parameters are those that are taken. */
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { openEngine } from '../../src/source/sql/open-engine.ts';
import { sourceFacts } from '../../src/source/sql/source-facts.ts';
import { contractTables, dossierRows } from '../source/either-database.ts';
import { describeWithMariaDb, freshMariaDb } from '../support/own-mariadb.ts';
import { freshDatabase } from '../support/services.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import { readDocument } from './markdown.ts';

const page = readDocument('docs/databases.md');

/** The page's statements, one by one, for another account and database. */
function statements(system: string, account: string, database: string): string[] {
  const block = page.fences.find(({ mark }) => mark === system)?.text ?? '';
  const words = block.replaceAll(/\bdongbo\b/g, account).replaceAll('motcua', database);
  return words
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
}

/** The contract's dossiers and steps under the names of the page. */
const NARROW: SourceMap = {
  ...dossiersFrom('ho_so'),
  steps: { ...DEFAULT_SOURCE_MAP.steps, from: 'buoc' },
  components: null,
  results: null,
  fees: null,
  supplements: null,
};
const RENAMED = ['ALTER TABLE dongbo_ho_so RENAME TO ho_so', 'ALTER TABLE dongbo_tien_do RENAME TO buoc'];

async function readsAndNoMore(url: string): Promise<void> {
  const source = createSqlSource({ url, pageSize: 5 }, NARROW);
  await source.check();
  expect((await source.readPage(null)).dossiers.map(({ key }) => key)).toEqual(['A']);
  await source.readIrregular(0);
  await source.close();
  const facts = await sourceFacts(url, NARROW, 10_000);
  expect([facts.superuser, facts.writable]).toEqual([false, []]);
}

describe('the account of docs/databases.md', () => {
  it('reads in PostgreSQL and can do no more', async () => {
    const { url, drop } = await freshDatabase();
    const account = `dongbo_${process.pid}`;
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const tables = contractTables({ system: 'PostgreSQL' });
      for (const sql of [...tables, ...RENAMED]) await client.query(sql);
      await client.query(dossierRows(['A', '2026-01-01 08:00:00']).replace('dongbo_ho_so', 'ho_so'));
      const database = decodeURIComponent(new URL(url).pathname.slice(1));
      for (const sql of statements('postgresql', account, database)) await client.query(sql);
      const own = new URL(url);
      [own.username, own.password] = [account, 'change-me'];
      await readsAndNoMore(own.href);
      await client.query(`DROP OWNED BY ${account}`);
      await client.query(`DROP ROLE ${account}`);
    } finally {
      await client.end();
      await drop();
    }
  });
});

describeWithMariaDb('the account of docs/databases.md, in MariaDB', () => {
  it('reads and can do no more', async () => {
    const database = await freshMariaDb();
    const account = `dongbo_${process.pid}`;
    try {
      await database.run(
        ...contractTables({ system: 'MariaDB' }),
        ...RENAMED,
        dossierRows(['A', '2026-01-01 08:00:00']).replace('dongbo_ho_so', 'ho_so'),
        ...statements('mysql', account, new URL(database.url).pathname.slice(1)),
      );
      const own = new URL(database.url);
      [own.username, own.password] = [account, 'change-me'];
      await readsAndNoMore(own.href);
    } finally {
      await database.run(`DROP USER IF EXISTS ${account}@'%'`);
      await database.drop();
    }
  });
});

describe('the parameters of docs/databases.md', () => {
  const rows = page.text.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'));
  const named = (system: string): string[] => {
    const row = rows.find((line) => line.startsWith(`| ${system} `) && !line.includes('://')) ?? '';
    return [...row.matchAll(/`([a-z][a-z-]*)(?:=[^`]*)?`/g)].flatMap(([, name = '']) =>
      /^(true|false|strict|ewallet)$/.test(name) ? [] : [name],
    );
  };

  it.each([
    ['MySQL', 'mysql://u:p@h/d'],
    ['SQL Server', 'mssql://u:p@h/d'],
    ['Oracle', 'oracle://u:p@h/d'],
  ])('are all that %s takes', (system, url) => {
    let reason = '';
    try {
      openEngine(`${url}?khong-co=1`, 1_000);
    } catch (error) {
      reason = String((error as { params: { reason: string } }).params.reason);
    }
    expect([...new Set(named(system))].toSorted()).toEqual(reason.split(', ').toSorted());
  });
});
