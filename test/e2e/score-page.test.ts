/**
 * The report in a real browser: at two widths, in the dark, and on paper.
 * Where Chromium is not installed it is skipped, and says so.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScoreReport } from '../../src/domain/score/score-report.ts';
import { scorePage } from '../../src/score/page/score-page.ts';
import { ScoreTally } from '../../src/score/score-tally.ts';
import { namesOf } from '../../src/score/words/wording.ts';
import { type OpenPage, openFile, startBrowser } from '../support/browser.ts';
import { isHere } from '../support/deploy/tools.ts';
import { MADE_UP_COMPARISON } from '../support/made-up-official.ts';
import { MADE_UP_CODES, MADE_UP_NAMES, madeUpReport } from '../support/made-up-score.ts';
import { faint, stickingOut } from '../support/page-facts.ts';
import { AS_OF, caseWorld, PERIOD } from '../support/score-case-world.ts';
import { shippedFormula } from '../support/shipped-formulas.ts';

const HOSTILE = [
  '<script>document.title = "taken"</script>',
  '</style></svg></table><img src=x onerror="document.title = 1">',
  `Sở "Nội vụ' & <b>Dân chủ`,
  '‮xã ngược',
  'W'.repeat(300),
];
const TELEPHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
const SIZES = [
  TELEPHONE,
  DESK,
  { width: 360, height: 740 },
  { width: 861, height: 900 },
  { width: 1400, height: 900 },
];

/** A report whose agencies have names that would like to be more than names. */
function hostileReport(): ScoreReport {
  const report = madeUpReport({ agencies: 12, dossiers: 30 });
  const name = (index: number, usual: string): string => HOSTILE[index] ?? usual;
  return {
    ...report,
    groups: report.groups.map((group, index) => ({ ...group, name: name(index, group.name) })),
    costs: report.costs.map((cost) => ({
      ...cost,
      dossiers: cost.dossiers.map((one, index) => ({ ...one, agency: name(index, one.agency) })),
    })),
  };
}

/** The hand-computed case file, by agency. */
function countedPage(): string {
  const formula = shippedFormula();
  const { world, cases, held } = caseWorld();
  const request = { formula, period: PERIOD, asOf: AS_OF, groupedBy: 'agency', listed: 200 } as const;
  const tally = new ScoreTally({ ...request, communeWords: ['xã', 'phường'] }, world, held);
  for (const { sides } of cases) tally.add(sides);
  const codes = new Map(cases.map(({ no }) => [no, `H99.01-${no}`]));
  return scorePage(tally.report(codes, []), namesOf(formula), 'vi');
}

describe.runIf(isHere('chromium', 'chromium', 'the report is not opened in a browser'))(
  'in a browser',
  () => {
    let folder: string;
    let browser: Browser;
    const pages = {
      hostile: scorePage(hostileReport(), MADE_UP_NAMES, 'vi', MADE_UP_COMPARISON),
      english: scorePage(madeUpReport({ agencies: 3, dossiers: 3, days: 92 }), MADE_UP_NAMES, 'en'),
      counted: countedPage(),
    };
    type Name = keyof typeof pages;
    const fileOf = (name: Name): string => join(folder, `${name}.html`);
    const open = (name: Name, size = DESK, dark = false): Promise<OpenPage> =>
      openFile(browser, fileOf(name), size, dark ? 'dark' : 'light');

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'dongbo-page-'));
      for (const [name, text] of Object.entries(pages)) await writeFile(join(folder, `${name}.html`), text);
      browser = await startBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(Object.keys(pages) as Name[])('%s: nothing is heard of it, nothing sticks out', async (name) => {
      const { page, heard } = await open(name);
      for (const isOpen of [false, true]) {
        await page.evaluate(
          `document.querySelectorAll('details').forEach((one) => { one.open = ${isOpen}; })`,
        );
        for (const size of SIZES) {
          await page.setViewportSize(size);
          expect(await stickingOut(page), `at ${size.width}, open: ${isOpen}`).toEqual([]);
        }
      }
      expect(heard).toEqual([]);
      await page.context().close();
    });

    it('shows every indicator with its code on a telephone and on a desk', async () => {
      const { page } = await open('hostile');
      for (const size of [TELEPHONE, DESK]) {
        await page.setViewportSize(size);
        const [shown = ''] = await page.locator('#groups').allInnerTexts();
        expect(MADE_UP_CODES.filter((code) => !shown.includes(code))).toEqual([]);
      }
      await page.context().close();
    });

    it('shows hostile names as the text that they are', async () => {
      const { page } = await open('hostile');
      expect(await page.title()).toBe('Bộ chỉ số 766 · Tháng 10 năm 2026');
      expect(await page.evaluate('document.scripts.length + document.images.length')).toBe(0);
      const names = await page.locator('.ranks tbody th').allInnerTexts();
      for (const name of HOSTILE) expect(names.filter((text) => text.includes(name))).toHaveLength(1);
      expect(await page.locator('main > footer').count()).toBe(1);
      await page.context().close();
    });

    it.each([false, true])('can be read (dark: %s): every text stands out by 4.5', async (dark) => {
      const { page } = await open('hostile', DESK, dark);
      await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
      expect(await faint(page, 4.5)).toEqual([]);
      await page.context().close();
    });

    it('tells charts, parts and tables to those who cannot see them', async () => {
      const { page } = await open('hostile');
      const late = page.getByRole('region', { name: 'Trễ vì đồng bộ' });
      expect((await late.allInnerTexts()).join('')).toMatch(/^\d+\s+hồ sơ trễ hạn chỉ vì đồng bộ/);
      for (const name of ['Hồ sơ tiếp nhận', 'Hồ sơ giải quyết xong']) {
        const chart = page.getByRole('img', { name, exact: true });
        expect(await chart.count()).toBe(1);
        expect(await chart.locator('desc').first().textContent()).toMatch(/^Cả kỳ: .*\d/);
      }
      // The numbers behind the charts: a line a day, and the head.
      await page.getByText('Số liệu của biểu đồ').first().click();
      const numbers = page.getByRole('region', { name: 'Số liệu của biểu đồ' });
      expect(await numbers.getByRole('row').count()).toBe(32);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      await page.context().close();
    });

    it('opens a list by the keyboard, without a script', async () => {
      const { page } = await open('hostile');
      const list = page.locator('details.cost').first();
      expect(await list.locator('table').isVisible()).toBe(false);
      await list.locator('summary').press('Enter');
      expect(await list.locator('table').isVisible()).toBe(true);
      await page.context().close();
    });

    it('prints on A4, with twenty dossiers of a list, and no table cut at the side', async () => {
      const { page } = await open('hostile');
      // What is opened is printed, too: the wide table across the sheet.
      await page.evaluate(`document.querySelector('.matrix').open = true`);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      const sheets = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
      expect(sheets.length).toBeGreaterThan(5);
      const sizes = new Set(
        sheets.map(([, width, height]) => [width, height].map(Number).map(Math.round).join(' × ')),
      );
      expect(sizes).toEqual(new Set(['595 × 842', '842 × 595']));
      await page.emulateMedia({ media: 'print' });
      const rows = await page.evaluate(`[...document.querySelectorAll('details.cost .list')].map(
      (list) => [...list.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility()).length)`);
      expect(new Set(rows as number[])).toEqual(new Set([20]));
      await page.context().close();

      // As wide as a sheet between its margins, 182 mm.
      const sheet = await open('hostile', { width: 688, height: 900 });
      await sheet.page.emulateMedia({ media: 'print' });
      expect(await stickingOut(sheet.page)).toEqual([]);
      await sheet.page.context().close();

      const text = printed(pdf);
      for (const code of MADE_UP_CODES) expect(text).toContain(code);
      expect(text).toContain('hồ sơ trễ hạn chỉ vì đồng bộ');
      expect(text).toContain(`1 / ${sheets.length}`);
      // The table of the six groups fills more than a sheet: each has its head.
      expect(text.split('Mức đạt').length - 1).toBeGreaterThan(1);
    });

    it('shows what was counted of the hand-computed cases', async () => {
      const { page } = await open('counted');
      expect(await page.locator('.period').allInnerTexts()).toEqual(['Tháng 9 năm 2026']);
      const row = page.locator('#groups tr', { hasText: 'PROGRESS_ON_TIME' });
      expect((await row.locator('.c').allInnerTexts()).join('')).toMatch(/^\d+ \/ \d+$/);
      expect(await page.locator('#costs details.cost').count()).toBeGreaterThan(5);
      await page.context().close();
    });
  },
);

/** The text of a document, as a reader would copy it. */
function printed(pdf: Buffer): string {
  const found = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, maxBuffer: 50_000_000 });
  expect(found.stderr.toString('utf8')).toBe('');
  return found.stdout.toString('utf8').normalize('NFC');
}
