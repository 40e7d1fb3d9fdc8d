/**
 * A province that leaves its dossiers as XML documents in a folder. What portal and ledger have in the end is what
 * the generator says; a document that comes again changes nothing; nobody's name is in any output.
 */
import { mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { CONTRACT_VIEWS } from '../../src/codebook/source-map/default-source-map.ts';
import type { ViewName } from '../../src/domain/source-fields.ts';
import { PART_NAMES } from '../../src/domain/source-fields.ts';
import { escaped } from '../source/xml/written-dossier.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { TIME_PASSES } from '../support/e2e/ledger-time.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

const SIZE = 120;
type Row = Readonly<Record<string, string | null>>;

const PAGE_SIZE = 25;
let home: ProvinceHome;
let world: World;
let dir: string;

beforeAll(async () => {
  home = await settleProvince(SIZE, SIZE / 10, 3);
});
afterAll(() => home?.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dongbo-e2e-xml-'));
  const settings = { SOURCE_KIND: 'xml', SOURCE_DIR: dir, SOURCE_PAGE_SIZE: String(PAGE_SIZE) };
  world = await World.open(home, {}, settings);
  await world.json(['catalogue', 'pull']);
});
afterEach(async () => {
  await world?.close();
  await rm(dir, { recursive: true, force: true });
});

/** What XML cannot say; a careful writer leaves it out. */
const UNSAYABLE = /[\0-\x08\x0b\x0c\x0e-\x1f]/g;

function element(view: ViewName, row: Row): string {
  const columns = Object.entries<string>(CONTRACT_VIEWS[view].columns).filter(
    ([field]) => field !== 'dossierCode',
  );
  return columns
    .map(([, column]) => {
      const value = row[column] ?? null;
      if (value === null) return `<${column} xsi:nil="true"/>`;
      return `<${column}>${escaped(value.replace(UNSAYABLE, ''))}</${column}>`;
    })
    .join('');
}

function documentOf(dossiers: ProvinceHome['dossiers']): string {
  const written = dossiers.map(({ rows }) => {
    const tables = rows as unknown as Readonly<Record<string, readonly Row[]>>;
    const parts = PART_NAMES.flatMap((name) => {
      const { from } = CONTRACT_VIEWS[name];
      return (tables[from] ?? []).map((row) => `<${from}>${element(name, row)}</${from}>`);
    });
    const own = element('dossiers', rows.dongbo_ho_so as unknown as Row);
    return `<dongbo_ho_so>${own}${parts.join('')}</dongbo_ho_so>`;
  });
  return `<dongbo xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${written.join('\n')}</dongbo>`;
}

/** As a careful writer does: under another name, then renamed. */
async function leave(name: string, content: string): Promise<void> {
  await writeFile(join(dir, 'inbox', `${name}.part`), content);
  await rename(join(dir, 'inbox', `${name}.part`), join(dir, 'inbox', name));
}

/** What the doctor finds of the folder: codes, by check. */
async function examined(): Promise<Readonly<Record<string, string | null>>> {
  const { stdout } = await world.dongbo(['doctor', '--json']);
  const { checks } = JSON.parse(stdout) as {
    checks: { check: string; result: string; code: string | null }[];
  };
  return Object.fromEntries(
    checks.flatMap(({ check, result, code }) =>
      /^source-(services|documents)$/.test(check) && result !== 'skipped' ? [[check, code]] : [],
    ),
  );
}

it('is taken from documents, however many there are, and a wrong one among them harms nobody', async () => {
  expect(await examined()).toMatchObject({ 'source-services': null });
  const half = SIZE / 2;
  await leave('1.xml', documentOf(home.dossiers.slice(0, half)));
  await leave('2.xml', documentOf(home.dossiers).replace('<kenh>', '<kenh_nop>'));
  await leave('3.xml', documentOf(home.dossiers.slice(half)));
  // What is faulty and young may still grow; this one is told to be old.
  await utimes(join(dir, 'inbox', '2.xml'), 1, 1);
  await world.sync();
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect([await readdir(join(dir, 'inbox')), (await readdir(join(dir, 'done'))).sort()]).toEqual([
    [],
    ['1.xml', '3.xml'],
  ]);
  expect(await examined()).toEqual({ 'source-services': null, 'source-documents': 'DB-XML-041' });
  expect(await readFile(join(dir, 'refused', '2.xml.reason.txt'), 'utf8')).toContain('DB-XML-0');

  await rename(join(dir, 'done', '1.xml'), join(dir, 'inbox', '1.xml'));
  await utimes(join(dir, 'inbox', '1.xml'), 1, 1);
  expect(await examined()).toMatchObject({ 'source-documents': 'DB-XML-040' });
  expect(await world.sync()).toMatchObject({ changed: 0, accepted: { dossiers: 0, steps: 0 } });
  expect(world.portal.state().doubledSteps).toBe(0);
});

it('loses and doubles nothing when it is killed in the middle of a document, or between storing all and moving it', async () => {
  // The folders are made by whoever looks first.
  await examined();
  await leave('1.xml', documentOf(home.dossiers));
  const pages = Math.ceil(SIZE / PAGE_SIZE);
  for (const nth of [2, pages]) {
    const { code, stderr } = await world.mortal('extract:stored', nth).finished();
    expect(code, stderr).toBe(137);
    await world.ledger(TIME_PASSES);
    expect([await readdir(join(dir, 'inbox')), await readdir(join(dir, 'done'))]).toEqual([['1.xml'], []]);
  }
  const [stored] = await world.ledger<{ count: number }>('SELECT count(*)::int AS count FROM dossier');
  expect(stored?.count).toBe(new Set(home.dossiers.map(({ rows }) => rows.dongbo_ho_so.ma_ho_so)).size);
  // A newer document that came meanwhile is taken behind the one that comes again.
  await leave('0.xml', documentOf(home.dossiers.slice(0, 1)));
  expect(await world.sync()).toMatchObject({ changed: 0 });
  expect(await deviations(world, home.expectations())).toEqual([]);
  expect((await readdir(join(dir, 'done'))).sort()).toEqual(['0.xml', '1.xml']);
  expect(world.portal.state().doubledSteps).toBe(0);
});
