/**
 * What every SQL source has to do, on every server that the tests have: the same statements of the same province
 * against a real PostgreSQL and a real MariaDB.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Source, SourcePosition } from '../../src/domain/source-ports.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { contractTables, dossierRows, type ProvinceDatabase, provinceDatabase } from './either-database.ts';

let database: ProvinceDatabase;
const sources: Source[] = [];

function open(pageSize: number, map: SourceMap = DEFAULT_SOURCE_MAP): Source {
  const source = createSqlSource({ url: database.url, pageSize }, map);
  sources.push(source);
  return source;
}

/** Reads a feed to its end, as the road does; throws on an endless one. */
async function readAll(
  source: Source,
  from: SourcePosition | null = null,
  feed = 'dossiers',
): Promise<{ keys: string[]; last: SourcePosition | null }> {
  const keys: string[] = [];
  let last = from;
  for (let pages = 0; pages < 200; pages += 1) {
    const page = await source.readPage(last, feed);
    keys.push(...page.dossiers.map(({ key }) => key));
    last = page.last ?? last;
    if (page.end) return { keys, last };
  }
  throw new Error('reading does not end');
}

function contract(system: ProvinceDatabase['system']): void {
  beforeAll(async () => {
    database = await provinceDatabase(system);
    await database.run(
      ...contractTables(database),
      'CREATE INDEX by_time ON dongbo_ho_so (cap_nhat_luc, ma_ho_so)',
    );
  });
  beforeEach(async () => {
    await database.run(...Object.values(DEFAULT_SOURCE_MAP).map(({ from }) => `DELETE FROM ${from}`));
  });
  afterAll(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()));
    await database.drop();
  });

  describe('paging', () => {
    it('meets every row once, in order, over equal times and any page size', async () => {
      const rows = Array.from({ length: 23 }, (_, n): [string, string] => [
        `H19-${String(n).padStart(2, '0')}`,
        `2026-01-0${1 + Math.floor(n / 9)} 08:00:00`,
      ]);
      await database.run(dossierRows(...rows.toReversed()));
      for (const pageSize of [1, 4, 23, 100]) {
        const { keys, last } = await readAll(open(pageSize));
        expect(keys).toEqual(rows.map(([code]) => code));
        expect(last?.key).toBe('H19-22');
      }
    });

    it('neither skips nor repeats codes that differ only by letter case, whatever the server takes for equal', async () => {
      const codes = ['h19-a', 'H19-A', 'H19-a', 'h19-B', 'H19-b', 'H19-C'];
      await database.run(dossierRows(...codes.map((code) => [code, '2026-01-01 08:00:00'] as const)));
      for (const pageSize of [1, 2, 3, 5, 10]) {
        const { keys } = await readAll(open(pageSize));
        expect(keys.toSorted()).toEqual(codes.toSorted());
      }
    });

    it('tells two rows a microsecond apart', async () => {
      await database.run(
        dossierRows(['B', '2026-01-01 08:00:00.123456'], ['A', '2026-01-01 08:00:00.123457']),
      );
      const source = open(1);
      const first = await source.readPage(null);
      expect(first.dossiers.map(({ changedAt }) => changedAt)).toEqual(['2026-01-01T08:00:00.123456+07:00']);
      const second = await source.readPage(first.last);
      expect(second.dossiers.map(({ key }) => key)).toEqual(['A']);
    });

    it('delivers a transaction that wrote an old time and commits after the cursor has passed it, by the next poll within the overlap', async () => {
      await database.run(dossierRows(['A', '2026-01-01 08:00:00']));
      const source = open(10);
      const slow = await database.connect();
      const quick = await database.connect();
      try {
        await slow.run('BEGIN');
        await slow.run(dossierRows(['LATE', '2026-01-01 08:03:00']));
        await quick.run('BEGIN');
        await quick.run(dossierRows(['Z', '2026-01-01 08:10:00']));
        await quick.run('COMMIT');
        const { keys, last } = await readAll(source);
        expect(keys).toEqual(['A', 'Z']);
        await slow.run('COMMIT');
        expect((await readAll(source, last)).keys).toEqual([]);
        expect(last && (await readAll(source, source.rewind(last, 600))).keys).toEqual(['LATE', 'Z']);
      } finally {
        await slow.close();
        await quick.close();
      }
    });
  });
}

describe('on PostgreSQL', () => contract('PostgreSQL'));
describeWithMariaDb('on MariaDB', () => contract('MariaDB'));
