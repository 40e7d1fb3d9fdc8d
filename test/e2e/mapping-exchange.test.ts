/** Tables leave for Excel, are edited at a desk, and come back: by the command line alone. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS, { type Worksheet } from 'exceljs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { documentOf, runCommand } from '../support/e2e/command.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { settleProvince, World } from '../support/e2e/world.ts';

interface Imported {
  readonly faults: readonly { readonly place: string; readonly code: string; readonly message: string }[];
  readonly unknownTargets: readonly { readonly place: string; readonly code: string }[];
  readonly needsYes: readonly { readonly code: string }[];
  readonly tables: readonly {
    readonly file: string;
    readonly unchanged: number;
    readonly added: readonly { readonly place: string; readonly row: Record<string, string> }[];
    readonly removed: readonly { readonly place: string }[];
    readonly changed: readonly { readonly was: string; readonly cells: readonly unknown[] }[];
  }[];
  readonly written: readonly string[];
}
interface Refused {
  readonly error: { readonly code: string; readonly remedy: string };
}

const root = mkdtempSync(join(tmpdir(), 'dongbo-e2e-exchange-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let tries = 0;
let book = '';
let mappings: MappingsCopy;
beforeEach(async () => {
  tries += 1;
  book = join(root, `${tries}.xlsx`);
  mappings = await mappingsWith('procedures.csv', []);
  return () => mappings.remove();
});

/** The tables of the folder; presets and further sources lie in folders of their own. */
const tables = (): string[] =>
  readdirSync(mappings.dir, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
const table = (file: string): string => readFileSync(join(mappings.dir, file), 'utf8');

async function edit(path: string, change: (sheet: (name: string) => Worksheet) => void): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  change((name) => {
    const found = workbook.worksheets.find((sheet) => sheet.name.includes(name));
    if (found === undefined) throw new Error(`no sheet ${name}`);
    return found;
  });
  await workbook.xlsx.writeFile(path);
}

describe('without a ledger', () => {
  const dongbo = (argv: readonly string[], LANGUAGE_CODE = 'vi') =>
    runCommand(['mapping', ...argv], {
      MAPPINGS_DIR: mappings.dir,
      DATA_DIR: join(root, 'no-ledger'),
      LANGUAGE_CODE,
    });
  const json = async <Document>(argv: readonly string[], exit: number): Promise<Document> => {
    const finished = await dongbo([...argv, '--json']);
    expect([finished.code, finished.stderr]).toEqual([
      exit,
      exit === 0 || exit === 78 ? '' : expect.anything(),
    ]);
    return documentOf<Document>(finished);
  };

  it('an edited workbook is shown with --dry-run, then written; the daemon finds sound tables', async () => {
    const before = table('procedures.csv');
    expect(await json(['export', '--to', book], 0)).toMatchObject({
      to: book,
      format: 'xlsx',
      nationalNames: false,
    });
    // No ledger is made for it.
    expect(existsSync(join(root, 'no-ledger'))).toBe(false);
    await edit(book, (sheet) => {
      sheet('procedures').getCell('B2').value = '1.004873';
      sheet('procedures').addRow(['MAU-MOI', ' 1.014325', '2026-01-01', null, 'nhập từ Excel']);
      sheet('holidays').spliceRows(2, 1);
    });

    const dry = await json<Imported>(['import', book, '--dry-run'], 0);
    expect(dry.written).toEqual([]);
    expect(
      dry.tables.map(({ file, added, removed, changed }) => [
        file,
        added.length,
        removed.length,
        changed.length,
      ]),
    ).toEqual([
      ['procedures.csv', 1, 0, 1],
      ['document-types.csv', 0, 0, 0],
      ['agencies.csv', 0, 0, 0],
      ['statuses.csv', 0, 0, 0],
      ['values.csv', 0, 0, 0],
      ['holidays.csv', 0, 1, 0],
    ]);
    expect(dry.tables[0]?.changed[0]).toMatchObject({
      was: 'procedures.csv:2',
      cells: [{ column: 'national_code', from: '1.001193', to: '1.004873' }],
    });
    expect(table('procedures.csv')).toBe(before);

    const done = await dongbo(['import', book]);
    expect([done.code, done.stdout]).toEqual([
      0,
      expect.stringContaining('Đã ghi procedures.csv, holidays.csv'),
    ]);
    expect(table('procedures.csv')).toBe(
      `${before.replace('1.001193', '1.004873')}MAU-MOI," 1.014325",2026-01-01,,nhập từ Excel\n`,
    );
    expect(table('procedures.csv.bak')).toBe(before);
    expect((await dongbo(['check'])).code).toBe(0);
    expect((await json<Imported>(['import', book], 0)).written).toEqual([]);
  });

  it('faults are told at their cells in the language of the settings, and nothing is written', async () => {
    await json(['export', '--to', book], 0);
    const before = tables().map((file) => [file, table(file)]);
    await edit(book, (sheet) => {
      sheet('procedures').getCell('A3').value = 7;
      sheet('statuses').getCell('C2').value = '11';
      sheet('holidays').addRow(['2026-12-24', 'thêm']);
    });
    const { faults, written } = await json<Imported>(['import', book], 78);
    expect(faults.map(({ place, code }) => `${place} ${code}`)).toEqual([
      'Thủ tục (procedures)!A3 DB-XLS-014',
      'Trạng thái (statuses)!C2 DB-MAP-017',
    ]);
    expect(written).toEqual([]);
    const vietnamese = await dongbo(['import', book]);
    const english = await dongbo(['import', book], 'en');
    expect(vietnamese.stdout).toMatch(/Thủ tục \(procedures\)!A3[\s\S]*Định dạng ô là/);
    expect(english.stdout).toMatch(/Thủ tục \(procedures\)!A3[\s\S]*Format the cell as text/);
    expect(tables().map((file) => [file, table(file)])).toEqual(before);
  });

  it('much that vanishes, and tables that changed since the export, need --yes', async () => {
    await json(['export', '--to', book], 0);
    await mappings.add('agencies.csv', ['MAU.MOI,H99.44,UBND xã Mẫu Mới,,,']);
    const before = table('statuses.csv');
    await edit(book, (sheet) => {
      sheet('statuses').spliceRows(2, 3);
    });
    expect((await json<Imported>(['import', book, '--dry-run'], 0)).needsYes.map(({ code }) => code)).toEqual(
      ['DB-XLS-019', 'DB-XLS-018'],
    );
    expect(await json<Refused>(['import', book], 2)).toMatchObject({ error: { code: 'DB-XLS-019' } });
    expect(table('statuses.csv')).toBe(before);
    const { written } = await json<Imported>(['import', book, '--yes'], 0);
    expect(written).toEqual(['agencies.csv', 'statuses.csv']);
    expect(table('agencies.csv')).not.toContain('MAU.MOI');
  });

  it('copies go to a folder and come back byte by byte; nothing is overwritten unasked', async () => {
    const folder = join(root, 'bản sao');
    await json(['export', '--to', folder], 0);
    const files = readdirSync(folder).filter((file) => file !== 'dongbo-export.txt');
    for (const file of files) expect(readFileSync(join(folder, file), 'utf8')).toBe(`\uFEFF${table(file)}`);
    expect(files).toHaveLength(6);
    const imported = await json<Imported>(['import', folder], 0);
    expect([imported.tables.length, imported.written]).toEqual([6, []]);

    expect(await json<Refused>(['export', '--to', folder], 2)).toMatchObject({
      error: { code: 'DB-XLS-006' },
    });
    expect(await json<Refused>(['export', '--to', mappings.dir, '--yes'], 2)).toMatchObject({
      error: { code: 'DB-XLS-007' },
    });
    expect(await json<Refused>(['export', '--to', join(mappings.dir, 'x.xlsx')], 2)).toMatchObject({
      error: { code: 'DB-XLS-007' },
    });
    for (const argv of [
      ['--to', join(root, 'x.csv')],
      ['--to', ''],
      ['--suggest', '--to', `${folder} 2`],
    ]) {
      expect(await json<Refused>(['export', ...argv], 2)).toMatchObject({ error: { code: 'DB-CFG-005' } });
    }
    await json(['export', '--to', folder, '--yes'], 0);
  });

  it('copies of a table that changed since bring nothing back unasked', async () => {
    const folder = join(root, 'bản sao cũ');
    await json(['export', '--to', folder], 0);
    const before = table('procedures.csv');
    await mappings.write('procedures.csv', before.replace('1.001193', '1.004873'));
    expect(await json<Refused>(['import', folder], 2)).toMatchObject({ error: { code: 'DB-XLS-019' } });
    // Of one name and in one line: told once.
    expect((await dongbo(['import', folder, '--dry-run'])).stdout).toContain(
      '  ~ procedures.csv:2 national_code: 1.004873 → 1.001193\n',
    );

    rmSync(join(mappings.dir, 'values.csv'));
    const { code, stdout } = await dongbo(['import', join(folder, 'values.csv'), '--yes']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Đã ghi values\.csv\.\n$/)]);
    expect(existsSync(join(mappings.dir, 'values.csv.bak'))).toBe(false);
  });
});

it('a code that an official picks releases what waited for it', async () => {
  const home = await settleProvince(30, 0, 3);
  const world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir });
  try {
    const lines = table('procedures.csv').split('\n');
    const filed = JSON.stringify(home.dossiers.map(({ rows }) => rows));
    const taken = lines.find((line) => filed.includes(`"${line.split(',')[0]}"`)) ?? '';
    const [code = '', right = ''] = taken.split(',');
    await mappings.write('procedures.csv', lines.filter((line) => line !== taken).join('\n'));
    const { held } = await world.sync();
    expect(held).toBeGreaterThan(0);

    const document = await world.json(['mapping', 'export', '--to', book, '--suggest']);
    expect(document).toMatchObject({ nationalNames: true, proposals: 1 });
    await edit(book, (sheet) => {
      expect(sheet('procedures').getCell('F2').text).not.toBe('');
      const picks = sheet('Đề xuất');
      expect([picks.getCell('A2').value, picks.getCell('C2').value, picks.getCell('E2').value]).toEqual([
        'procedure',
        code,
        held,
      ]);
      const candidates = ['N2', 'O2', 'P2', 'Q2', 'R2'].map((cell) => picks.getCell(cell).value);
      expect(candidates).toContain(right);
      picks.getCell('G2').value = '9.999999';
    });
    expect(statSync(book).mode & 0o777).toBe(0o600);
    // Nobody's code: told at its cell, and written only on demand.
    const dry = await world.json<Imported>(['mapping', 'import', book, '--dry-run']);
    expect(dry.unknownTargets.map(({ place, code }) => `${place} ${code}`)).toEqual([
      'Đề xuất!G2 DB-MAP-029',
    ]);
    expect(await world.json<Refused>(['mapping', 'import', book], {}, 2)).toMatchObject({
      error: { code: 'DB-XLS-020' },
    });
    await edit(book, (sheet) => {
      sheet('Đề xuất').getCell('G2').value = right;
    });
    expect((await world.json<Imported>(['mapping', 'import', book])).written).toEqual(['procedures.csv']);
    expect(table('procedures.csv')).toContain(`${code},${right},,,\n`);
    expect(await world.sync()).toMatchObject({ held: 0, accepted: { dossiers: held } });
  } finally {
    await world.close();
    await home.close();
  }
});
