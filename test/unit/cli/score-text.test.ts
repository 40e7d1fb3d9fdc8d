/** What `dongbo score` says on a screen: nothing twice alike, nothing that is not so, of much, of little and of nothing. */
import { describe, expect, it } from 'vitest';
import { whatIfLines } from '../../../src/cli/score-costs-text.ts';
import { type ScoreTelling, scoreText } from '../../../src/cli/score-text.ts';
import type { Indicator, ScoreReport } from '../../../src/domain/score/score-report.ts';
import { MADE_UP_NAMES, madeUpReport } from '../../support/made-up-score.ts';

const VI: ScoreTelling = { say: (vi) => vi, language: 'vi', names: MADE_UP_NAMES };
const EN: ScoreTelling = { say: (_, en) => en, language: 'en', names: MADE_UP_NAMES };
const REPORT = madeUpReport({ agencies: 2, dossiers: 1 });
const PROGRESS: Indicator = {
  code: 'PROGRESS_ON_TIME',
  group: 'progress',
  numerator: 1,
  denominator: 2,
  ratio: 0.5,
  score: 10,
  max: 20,
  reason: null,
  atMost: null,
};
const at = (score: number): Indicator => ({ ...PROGRESS, score });

describe('what if', () => {
  it.each([
    [13.4766, 13.4817, false],
    [6.9956, 7.0021, false],
    [13.4849, 13.4851, true],
  ])('tells a change from %d to %d only where it is written otherwise', (before, after, isTold) => {
    const indicators = [{ code: 'PROGRESS_ON_TIME', before: at(before), after: at(after) }];
    const whatIf = [
      { reason: 'all' as const, dossiers: 1, withOthers: 0, points: after - before, indicators },
    ];
    expect(
      whatIfLines({ ...REPORT, whatIf }, EN)
        .join('\n')
        .includes('→'),
    ).toBe(isTold);
  });
});

describe('synchronization', () => {
  it('says of dossiers that are late because of it also where it costs no points', () => {
    const day = { day: REPORT.from, recorded: 3, synchronized: 1, onTime: 0, late: 0, lateBecauseOfSync: 2 };
    const same: ScoreReport = { ...REPORT, province: REPORT.indicators, trend: [day] };
    expect(scoreText(same, VI, [])).toContain(
      'Hồ sơ trễ chỉ vì đồng bộ, kể cả đang bị giữ: 2 (dongbo status).',
    );
    expect(scoreText(same, EN, [])).toContain(
      'Late only because of synchronization, held ones among them: 2',
    );
    expect(scoreText({ ...same, trend: [] }, EN, [])).not.toContain('Late only');
  });

  it('claims nothing of a period that has no figures', () => {
    const none = REPORT.indicators.map((one) => ({
      ...one,
      numerator: 0,
      denominator: 0,
      ratio: null,
      score: null,
    }));
    const empty: ScoreReport = {
      ...REPORT,
      sum: { score: 0, max: 0 },
      indicators: none,
      province: none,
      costs: [],
      whatIf: [],
      trend: [],
    };
    const text = scoreText(empty, VI, []);
    expect(text).toContain('Không chỉ số nào có điểm.');
    expect(text).not.toContain('0 / 0;');
    expect(text).not.toContain('Cổng đã có đủ');
  });
});
