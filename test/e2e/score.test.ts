/** `dongbo score` as people and programs call it: every form of it, and what it says where it cannot. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScoreReport } from '../../src/domain/score/score-report.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

/** The month of which there are many dossiers, whatever day it is: the province's lie in the five weeks before now. */
const FULL = new Date(Date.now() - 17 * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 7);

let home: ProvinceHome;
let world: World;
let folder: string;

beforeAll(async () => {
  home = await settleProvince(150, 24, 3);
  world = await World.open(home);
  folder = await mkdtemp(join(tmpdir(), 'dongbo-score-'));
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await rm(folder, { recursive: true, force: true });
});

const told = async (...argv: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await world.dongbo(['score', '--period', FULL, ...argv]);
  expect(code, `${argv.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
};
const documentOf = (...argv: readonly string[]) =>
  world.json<ScoreReport & { readonly files: string[] }>(['score', '--period', FULL, ...argv]);
const refusal = async (...argv: readonly string[]): Promise<readonly [number, string | undefined]> => {
  const { code, stdout, stderr } = await world.dongbo(['score', ...argv]);
  expect(stdout).toBe('');
  return [code, /DB-[A-Z]{3}-\d{3}/.exec(stderr)?.[0]];
};
const rowsOf = (csv: string) => parse(csv, { columns: true, bom: true }) as Record<string, string>[];

describe('before there is anything', () => {
  it('says what to do first', async () => {
    expect(await refusal()).toEqual([78, 'DB-CAT-001']);
    await world.json(['catalogue', 'pull']);
    expect(await refusal()).toEqual([1, 'DB-SCR-005']);
    await world.sync();
    const onlyReads = new URL(world.settings.DATABASE_URL ?? '');
    onlyReads.searchParams.set('options', '-c default_transaction_read_only=on');
    const settings = { DATABASE_URL: onlyReads.href };
    const refused = await world.json<{ error: { code: string } }>(['score'], settings, 1);
    expect(refused.error.code).toBe('DB-SCR-009');
    await world.json(['score', '--no-refresh'], settings);
    // Every delivery has marked its dossier, many of them often: all of it is counted at once.
    const { notes } = await world.json<ScoreReport>(['score']);
    expect(notes.some(({ note }) => note === 'not-counted-yet')).toBe(false);
  });
});

describe('a call that cannot be done', () => {
  it.each([
    [['--period', '2026-13'], 2, 'DB-SCR-001'],
    [['--period', 'tháng 10'], 2, 'DB-SCR-001'],
    [['--period', '2098'], 2, 'DB-SCR-002'],
    [['--formula', '766-1999'], 2, 'DB-SCR-003'],
    [['--by', 'sector'], 2, 'DB-CFG-005'],
    [['--list', '-1'], 2, 'DB-CFG-003'],
    [['--csv', '--json'], 2, 'DB-CFG-005'],
  ])('%j ends with %i, %s', async (argv, code, error) => {
    const finished = await world.dongbo(['score', ...argv]);
    expect([finished.code, /DB-[A-Z]{3}-\d{3}/.exec(finished.stdout + finished.stderr)?.[0]]).toEqual([
      code,
      error,
    ]);
  });
});

describe('the document', () => {
  it('has what is promised, in its order, before all else', async () => {
    const document = await documentOf('--by', 'commune');
    expect(Object.keys(document).slice(0, 3)).toEqual(['period', 'formulaVersion', 'indicators']);
    expect(document.formulaVersion).toBe('766-2026');
    for (const indicator of document.indicators) {
      const names = ['code', 'group', 'numerator', 'denominator', 'ratio', 'score', 'max', 'reason'];
      expect(Object.keys(indicator).slice(0, 8)).toEqual(names);
    }
    const codes = document.indicators.map(({ code }) => code);
    expect(codes).toHaveLength(20);
    expect(codes).toEqual(
      expect.arrayContaining([
        'PUBLISH_ON_TIME',
        'PROGRESS_ON_TIME',
        'ONLINE_DOSSIERS',
        'PAYMENT_DOSSIERS',
        'PAYMENT_PROCEDURES',
        'PAYMENT_FEE_PROCEDURES',
        'PAYMENT',
      ]),
    );
    expect(document.groups.length).toBeGreaterThan(2);
    expect(document.groups.every(({ commune }) => commune)).toBe(true);
  });

  it('is of the other wording where that is asked for', async () => {
    const formulaOf = async (...argv: readonly string[]) => (await documentOf(...argv)).formulaVersion;
    expect(await formulaOf('--formula', '766-2026-new-wording')).toBe('766-2026-new-wording');
  });
});

describe('the terminal', () => {
  it('shows six groups, their sum, what costs most, ranks, and what it pays to mend', async () => {
    const text = await told('--by', 'agency', '--what-if', 'release-held');
    for (const word of [
      'Công khai, minh bạch',
      'Tiến độ giải quyết',
      'Dịch vụ công trực tuyến',
      'Thanh toán trực tuyến',
      'Số hóa hồ sơ',
      'Mức độ hài lòng',
      'Tổng các chỉ số có điểm',
      'Mất điểm nhiều nhất',
      'UBND xã Mẫu Đông',
      'mọi thứ đang bị giữ',
      'Lưu ý:',
    ]) {
      expect(text).toContain(word);
    }
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('speaks English where the settings do', async () => {
    const { stdout } = await world.dongbo(['score'], { LANGUAGE_CODE: 'en' });
    expect(stdout).toContain('Sum of the indicators that have a score');
    expect(stdout).not.toContain('Tổng');
  });
});

describe('CSV', () => {
  it('has a row an indicator on standard output', async () => {
    const csv = await told('--csv');
    expect(csv.startsWith('period,formula,')).toBe(true);
    const { indicators } = await documentOf();
    const rows = rowsOf(csv);
    expect(rows.map(({ indicator, numerator }) => [indicator, numerator])).toEqual(
      indicators.map(({ code, numerator }) => [code, numerator === null ? '' : String(numerator)]),
    );
    const byAgency = rowsOf(await told('--csv', '--by', 'agency'));
    expect(new Set(byAgency.map(({ unit }) => unit)).size * indicators.length).toBe(byAgency.length);
  });

  it('names every dossier that costs points, however many', async () => {
    const path = join(folder, 'mat-diem.csv');
    expect(await told('--csv', '--costs', '--output', path)).toContain(path);
    const text = await readFile(path, 'utf8');
    expect(text.startsWith('\uFEFFperiod,')).toBe(true);
    const { costs } = await documentOf('--list', '1');
    const rows = rowsOf(text);
    for (const { indicator, blame, reason, count } of costs) {
      const own = rows.filter(
        (row) => row.indicator === indicator && row.blame === blame && row.reason === reason,
      );
      expect(own, `${indicator} ${reason}`).toHaveLength(count);
      expect(new Set(own.map(({ dossier }) => dossier)).size).toBe(count);
    }
    const codes = new Set(home.expectations().map(({ code }) => code));
    expect(rows.filter(({ dossier }) => !codes.has(dossier ?? ''))).toEqual([]);
    // No more than was asked for.
    const few = rowsOf(await told('--csv', '--costs', '--list', '2'));
    expect(few).toHaveLength(costs.reduce((sum, { count }) => sum + Math.min(2, count), 0));
  });
});

describe('files for leaders', () => {
  it('are a workbook and a page that says the same, without a script', async () => {
    const [xlsx, html] = [join(folder, 'diem.xlsx'), join(folder, 'diem.html')];
    const document = await documentOf('--by', 'agency', '--xlsx', '--output', xlsx);
    expect(document.files).toEqual([xlsx]);
    await told('--by', 'agency', '--html', '--output', html);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(xlsx);
    const summary = book.getWorksheet('Tổng hợp');
    const sum = summary?.getRow(summary.rowCount).getCell(7).value;
    expect(sum).toBeCloseTo(document.sum.score, 9);
    expect(book.getWorksheet('Xếp hạng')?.rowCount).toBe(document.groups.length + 1);
    const page = await readFile(html, 'utf8');
    expect(page).toContain('UBND xã Mẫu Đông');
    expect(page).not.toMatch(/<script|https?:\/\//i);
  });

  it('are not begun where they cannot be written', async () => {
    expect(await refusal('--html', '--output', join(folder, 'missing', 'a.html'))).toEqual([1, 'DB-SCR-008']);
    const html = join(folder, 'diem.html');
    const before = await stat(html);
    await told('--html', '--output', html);
    expect((await stat(html)).ino).not.toBe(before.ino);
  });
});

describe('published figures', () => {
  it('stand beside ours in every form, once they were imported', async () => {
    expect(await refusal('--period', FULL, '--official')).toEqual([2, 'DB-SCR-035']);
    const { indicators } = await documentOf();
    const own = indicators.find(({ code }) => code === 'DOSSIER_SYNC');
    const published = (own?.numerator ?? 0) - 3;
    const file = join(folder, 'cong-bo.csv');
    await writeFile(
      file,
      `code,numerator,denominator,ratio,score,maxScore\nDOSSIER_SYNC,${published},${own?.denominator},,5,6\n`,
    );
    await world.json(['score', 'import', '--official', file, '--period', FULL]);
    const { official } = await world.json<{ official: { indicators: readonly { code: string }[] } }>([
      'score',
      '--period',
      FULL,
      '--official',
    ]);
    expect(official.indicators).toMatchObject([{ code: 'DOSSIER_SYNC', difference: { numerator: -3 } }]);
    const rows = rowsOf(await told('--official', '--csv'));
    const row = rows.find(({ indicator }) => indicator === 'DOSSIER_SYNC');
    expect(row).toMatchObject({ published_numerator: String(published), published_score: '5' });
    expect(rows[0]).toMatchObject({ indicator: 'PUBLISH_ON_TIME', published_score: '' });
    const xlsx = join(folder, 'cong-bo.xlsx');
    await told('--official', '--output', xlsx);
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(xlsx);
    expect(book.getWorksheet('Cổng công bố')?.getCell('D2').value).toBe(published);
    const html = join(folder, 'cong-bo.html');
    await told('--official', '--output', html);
    expect(await readFile(html, 'utf8')).toMatch(/công bố/i);
    expect(await told('--official')).toMatch(/công bố/i);
  });
});

describe('a ledger that may only be read', () => {
  it('is scored from the records that are there', async () => {
    const url = new URL(world.settings.DATABASE_URL ?? '');
    url.searchParams.set('options', '-c default_transaction_read_only=on');
    const wanted = await world.json<ScoreReport>(['score']);
    const read = await world.json<ScoreReport>(['score', '--no-refresh'], { DATABASE_URL: url.href });
    expect(read.indicators).toEqual(wanted.indicators);
    // Changes wait to be counted, and that is told.
    await home.database.change(home.expectations()[0]?.code ?? '', { ghi_chu: 'khác' }, new Date());
    await world.sync();
    const stale = await world.json<ScoreReport>(['score', '--no-refresh'], { DATABASE_URL: url.href });
    expect(stale.notes.find(({ note }) => note === 'not-counted-yet')?.count).toBe(1);
    const fresh = await world.json<ScoreReport>(['score']);
    expect(fresh.notes.some(({ note }) => note === 'not-counted-yet')).toBe(false);
  });
});
