/** The page of a score as text: what it may never hold, how long it may be, and what it leaves out. */
import { describe, expect, it } from 'vitest';
import type { ScoreReport } from '../../../src/domain/score/score-report.ts';
import { scorePage } from '../../../src/score/page/score-page.ts';
import { MADE_UP_COMPARISON } from '../../support/made-up-official.ts';
import { MADE_UP_CODES, MADE_UP_NAMES, madeUpReport } from '../../support/made-up-score.ts';

const SMALL = madeUpReport({ agencies: 3, dossiers: 25 });
const page = (report: ScoreReport, language: 'vi' | 'en' = 'vi'): string =>
  scorePage(report, MADE_UP_NAMES, language, MADE_UP_COMPARISON);

/** A page is too long to be shown with a failure. */
const has = (text: string, part: string | RegExp): void => {
  const found = typeof part === 'string' ? text.includes(part) : part.test(text);
  expect(found, String(part)).toBe(true);
};
const hasNot = (text: string, part: RegExp): void => {
  expect(part.exec(text)?.[0] ?? '', String(part)).toBe('');
};

describe('whatever it is made of', () => {
  it.each(['vi', 'en'] as const)('in %s, it loads nothing, runs nothing, and forbids both', (language) => {
    const text = page(SMALL, language);
    has(text, 'default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;');
    hasNot(text, /<(script|link|img|iframe|object|embed|form|base|a [^>]*href="[^#])/i);
    hasNot(text, /https?:|@import|url\((?!#p-)|\son\w+=|undefined|NaN|\[object/);
    has(text, `<html lang="${language}">`);
  });

  it('escapes every text of the report', () => {
    const hostile = `</style></title><script>alert("1")</script>'\u0000&amp;`;
    const text = page(everyText(SMALL, hostile));
    hasNot(text, /<script|<\/style>.*<\/style>/s);
    // The report's own texts, wherever they stand: always the same, always escaped.
    const escaped =
      '&lt;/style&gt;&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;\uFFFD&amp;amp;';
    expect(text.split(escaped).length).toBeGreaterThan(50);
    expect(text.split('alert(').length).toBe(text.split('alert(&quot;1&quot;)&lt;').length);
  });

  it('is the same for the same report', () => {
    expect(page(SMALL) === page(madeUpReport({ agencies: 3, dossiers: 25 }))).toBe(true);
  });

  it('does not claim that the portal has what is held', () => {
    const same: ScoreReport = { ...SMALL, province: SMALL.indicators };
    has(page(same), 'Cổng đã có đủ những gì tỉnh gửi được: đồng bộ không làm mất điểm nào.');
    has(page(same, 'en'), 'The portal has all that the province can send: synchronization costs nothing.');
    hasNot(page(same), /tỉnh đã làm:/);
  });

  it('says a thing that is not there where there is none', () => {
    const { trend: _, ...rest } = SMALL;
    const bare: ScoreReport = {
      ...rest,
      groups: [],
      groupedBy: null,
      costs: [],
      whatIf: [],
      notes: [],
      trend: [],
    };
    const text = scorePage(bare, new Map(), 'vi');
    for (const code of MADE_UP_CODES) has(text, code);
    has(text, 'không có hồ sơ nào bị giữ');
    for (const id of ['held', 'trend', 'agencies', 'costs', 'official'])
      hasNot(text, new RegExp(`id="${id}"`));
    for (const [, id = ''] of text.matchAll(/href="#(\w+)"/g)) has(text, `id="${id}"`);
  });
});

describe('figures', () => {
  it('are written as the language writes them, and null stays none with its reason', () => {
    const [vi, en] = [page(SMALL), page(SMALL, 'en')];
    has(vi, '18.204 / 18.960');
    has(en, '18,204 / 18,960');
    has(vi, '31/10/2026 23:59');
    expect(vi.match(/chưa có<\/span><small> \/ 6/g)).toHaveLength(3);
    has(vi, 'trong kỳ không có gì để tính (mẫu số bằng 0)');
  });

  it('tell what is late only because of synchronization before anything else', () => {
    const text = page(SMALL);
    const late = SMALL.trend.reduce((sum, { lateBecauseOfSync }) => sum + lateBecauseOfSync, 0);
    has(text, new RegExp(`<p class="figure">${late}</p><div><h2>hồ sơ trễ hạn chỉ vì đồng bộ`));
    // 803 and 148 of the 1,558 that the portal takes for late.
    has(text, '<strong>951 (61,04%)</strong>');
    expect(text.indexOf('class="figure"')).toBeLessThan(text.indexOf('Tổng điểm đã biết'));
  });

  it('add up to what the report says, whatever the period', () => {
    const year = madeUpReport({ agencies: 0, dossiers: 0, days: 365 });
    const text = page(year);
    // 1/10/2026 is a Thursday: a week that is cut, and 52 whole ones.
    expect(text.match(/<g><title>/g)).toHaveLength(2 * 53);
    const recorded = year.trend.reduce((sum, { synchronized }) => sum + synchronized, 0);
    has(text, `Cổng đã có: ${recorded.toLocaleString('vi-VN')}`);
  });
});

describe('lists', () => {
  it('say how many dossiers they leave out, on a screen and on paper', () => {
    const text = page(SMALL);
    // 803 for want of the last step, 25 of them in the report, 20 on paper.
    has(
      text,
      /<p class="more screen">Còn 778 hồ sơ nữa.<\/p>\s*<p class="more paper">Còn 783 hồ sơ nữa.<\/p>/,
    );
  });

  it('of 300 agencies and 200 dossiers each make less than 3 MB', () => {
    const large = madeUpReport({ agencies: 300, dossiers: 200 });
    // Three times as many reasons as usual.
    const report = { ...large, costs: [...large.costs, ...large.costs, ...large.costs] };
    expect(Buffer.byteLength(page(report))).toBeLessThan(3_000_000);
  });

  it('are shortened where there are too many of them', () => {
    const [cost] = SMALL.costs;
    if (cost === undefined) throw new Error('the report has costs');
    const many = { ...madeUpReport({ agencies: 0, dossiers: 200 }) };
    const costs = Array.from({ length: 1_000 }, () => ({ ...cost, dossiers: many.costs[0]?.dossiers ?? [] }));
    expect(Buffer.byteLength(page({ ...many, costs }))).toBeLessThan(3_000_000);
  });
});

/** The report with each of its free texts replaced. */
function everyText(report: ScoreReport, text: string): ScoreReport {
  return {
    ...report,
    period: text,
    formulaVersion: text,
    formulaSource: text,
    asOf: text,
    groups: report.groups.map((group) => ({ ...group, code: text, name: text })),
    costs: report.costs.map((cost) => ({
      ...cost,
      dossiers: cost.dossiers.map(() => ({
        dossier: text,
        agency: text,
        procedure: text,
        received: text,
        due: text,
        ended: text,
      })),
    })),
  };
}
