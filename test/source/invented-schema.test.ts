/**
 * Schemas that the test invents, described by a source.yaml that it writes: read through it, they give the very
 * dossiers that the contract's views give of the same.
 */
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { CONTRACT_VIEWS, DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { PART_NAMES } from '../../src/domain/source-fields.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Source, SourceDigest } from '../../src/domain/source-ports.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { readMap } from '../support/source-maps.ts';
import { type ProvinceDatabase, provinceDatabase } from './either-database.ts';
import { inventSchema, literal } from './invented-schema.ts';
import { inventTruth, isoLocal, type Texts, type Truth } from './invented-truth.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const SIZE = 14;

/** The contract's views as tables that hold the same dossiers. */
function contractStatements(system: ProvinceDatabase['system'], truths: readonly Truth[]): string[] {
  const time = system === 'PostgreSQL' ? 'timestamp' : 'DATETIME';
  const text = system === 'PostgreSQL' ? 'text' : 'VARCHAR(300)';
  const table = (view: keyof typeof CONTRACT_VIEWS, rows: readonly Texts[]): string[] => {
    const { from } = CONTRACT_VIEWS[view];
    const columns = Object.entries<string>(CONTRACT_VIEWS[view].columns);
    const list = columns.map(([field, column]) => `${column} ${field === 'changedAt' ? time : text}`);
    const tuples = rows.map((row) => `(${columns.map(([field]) => literal(row[field] ?? null)).join(', ')})`);
    const create = `CREATE TABLE ${from} (${list.join(', ')})`;
    return rows.length === 0 ? [create] : [create, `INSERT INTO ${from} VALUES ${tuples.join(', ')}`];
  };
  const dossiers = truths.map(({ fields, changedMs }) => ({
    ...fields,
    changedAt: isoLocal(changedMs).slice(0, 19).replace('T', ' '),
  }));
  const parts = PART_NAMES.flatMap((part) => {
    const rows = truths.flatMap(({ fields, parts: own }) =>
      own[part].map((row) => ({ ...row, dossierCode: fields.code ?? null })),
    );
    return table(part, rows);
  });
  return [...table('dossiers', dossiers), ...parts];
}

async function readFeed(source: Source, feed?: string): Promise<SourceDossier[]> {
  const read = new Map<string, SourceDossier>();
  for (let position = null, end = false; !end; ) {
    const page = await source.readPage(position, feed);
    for (const dossier of page.dossiers) read.set(dossier.key, dossier);
    position = page.last ?? position;
    end = page.end;
  }
  return [...read.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function allDigests(source: Source): Promise<[key: string, digest: string][]> {
  const all: [string, string][] = [];
  const take = async (page: readonly SourceDigest[]): Promise<void> => {
    for (const { key, digest } of page) all.push([key, digest]);
  };
  await source.digests?.each(take, new AbortController().signal);
  return all.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The time as a moment: systems write it in forms of their own. */
const comparable = (dossiers: readonly SourceDossier[]) =>
  dossiers.map((dossier) => ({ ...dossier, changedAt: Date.parse(dossier.changedAt ?? '') }));

function inventions(system: ProvinceDatabase['system']): void {
  let database: ProvinceDatabase;
  const reading = async <T>(map: SourceMap, work: (source: Source) => Promise<T>): Promise<T> => {
    const source = createSqlSource({ url: database.url, pageSize: 5 }, map);
    try {
      await source.check();
      return await work(source);
    } finally {
      await source.close();
    }
  };

  it.each(SEEDS)('seed %i reads as the contract’s views do', async (seed) => {
    database = await provinceDatabase(system);
    try {
      const random = seededRandom(seed * 7919);
      const truths = inventTruth(random, SIZE);
      const schema = inventSchema(random, database, truths);
      const text = stringify(schema.description);
      const sink = new FaultSink('source.yaml');
      const map = readMap(text, sink);
      expect(sink.faults, text).toEqual([]);
      if (map === null) throw new Error(text);

      await database.run(...contractStatements(system, truths), ...schema.statements);
      const expected = await reading(DEFAULT_SOURCE_MAP, (source) => readFeed(source));
      expect(expected).toHaveLength(SIZE);
      await reading(map, async (source) => {
        expect(comparable(await readFeed(source)), text).toEqual(comparable(expected));
        expect((await source.readIrregular(0)).dossiers).toEqual([]);
        const asked = await source.readKeys(schema.keys);
        const byCode = [...asked].sort((a, b) => (a.key < b.key ? -1 : 1));
        expect(comparable(byCode)).toEqual(comparable(expected));
        const digests = await allDigests(source);
        expect(new Map(digests).size).toBe(SIZE);
        expect(digests.map(([key]) => key)).toEqual([...schema.keys].sort());
        expect(await allDigests(source)).toEqual(digests);
        expect(source.feeds).toEqual(['dossiers', ...schema.feeds]);
        for (const part of schema.feeds) {
          const own = expected.filter((dossier) => dossier[part].length > 0);
          expect(comparable(await readFeed(source, part)), `${part} of ${text}`).toEqual(comparable(own));
        }
      });
    } finally {
      await database.drop();
    }
  });
}

it('the schemas differ in all that a description can say', () => {
  const database = { system: 'PostgreSQL', quote: (name: string) => `"${name}"` } as const;
  const texts = SEEDS.map((seed) => {
    const random = seededRandom(seed * 7919);
    return stringify(inventSchema(random, database, inventTruth(random, SIZE)).description);
  });
  const all = texts.join('\n');
  const said = [
    'from',
    'query',
    'key',
    'join',
    'where',
    'not',
    'dossier_code',
    'changed_at',
    'map',
    'otherwise',
  ];
  const functions = [
    'concat',
    'first',
    'trim',
    'upper',
    'replace',
    'substring',
    'split',
    'if_equal',
    'if_present',
  ];
  for (const word of [...said, ...functions, 'constant', 'date', 'from_utc', 'epoch_seconds', 'epoch_millis'])
    expect(all).toMatch(new RegExp(`(?:^|[ {-])${word}:`, 'm'));
  expect(new Set(texts.map((text) => text.split('\n').length)).size).toBe(SEEDS.length);
});

describe('a schema invented on PostgreSQL', () => inventions('PostgreSQL'));
describeWithMariaDb('a schema invented on MariaDB', () => inventions('MariaDB'));
