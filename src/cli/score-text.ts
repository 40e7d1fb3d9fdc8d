/**
 * What `dongbo score` says to people: indicators by group, their sum, what synchronization costs, notes.
 * Guarantees: numerator and denominator stand beside every ratio; what has no score says why; nothing that is not
 * known is shown as 0.
 */
import { SCORE_GROUPS } from '../domain/score/formula.ts';
import type { Indicator, ScoreReport } from '../domain/score/score-report.ts';
import { groupNames } from '../score/words/group-names.ts';
import { noFigureWords } from '../score/words/no-figure-words.ts';
import { tellNote } from '../score/words/note-words.ts';
import type { IndicatorNames } from '../score/words/wording.ts';
import type { CommandContext } from './command-context.ts';
import {
  countText,
  gainText,
  localText,
  lostToSynchronization,
  mostOf,
  pointsText,
  shareText,
} from './score-numbers.ts';
import { table } from './table.ts';

/** What a text is made with. */
export type ScoreTelling = Pick<CommandContext, 'say' | 'language'> & { readonly names: IndicatorNames };

const WIDTHS = [46, 20, 9, 16, 40];

function head(report: ScoreReport, { say }: ScoreTelling): string[] {
  const { period, from, to, asOf, formulaVersion } = report;
  return [
    say(
      `Bộ chỉ số 766, kỳ ${period} (${from} – ${to}), tính đến ${localText(asOf)}; bộ công thức ${formulaVersion}.`,
      `The 766 indicators, period ${period} (${from} – ${to}), counted up to ${localText(asOf)}; formulas ${formulaVersion}.`,
    ),
  ];
}

/** Why there is no score, or what else is to be said of it. */
function why({ reason, atMost }: Indicator, { say, language }: ScoreTelling): string {
  const told = reason === null ? '' : noFigureWords[reason][language];
  if (atMost === null) return told;
  const most = pointsText(atMost, language);
  return say(`nhiều nhất ${most}: ${told}`, `at most ${most}: ${told}`);
}

function fraction({ numerator, denominator }: Indicator, { language }: ScoreTelling): string {
  if (numerator === null && denominator === null) return '';
  return `${countText(numerator, language)} / ${countText(denominator, language)}`;
}

function scoreOf({ score, max }: Indicator, { language }: ScoreTelling): string {
  // A part of a sum has no points of its own.
  return max === 0 ? '' : `${pointsText(score, language)} / ${pointsText(max, language)}`;
}

/** The six groups. */
function indicatorTable({ indicators }: ScoreReport, telling: ScoreTelling): string {
  const { say, language, names } = telling;
  const rows = SCORE_GROUPS.flatMap((group) => {
    const own = indicators.filter((one) => one.group === group);
    if (own.length === 0) return [];
    const most = pointsText(mostOf(own), language);
    return [
      [`▌ ${groupNames[group][language]}`, '', '', say(`tối đa ${most}`, `max ${most}`), ''],
      ...own.map((one) => [
        names.get(one.code)?.[language] ?? one.code,
        fraction(one, telling),
        one.ratio === null ? '' : shareText(one.ratio, language),
        scoreOf(one, telling),
        why(one, telling),
      ]),
    ];
  });
  const header = [
    say('Chỉ số', 'Indicator'),
    say('Tử / mẫu số', 'Num. / denom.'),
    say('Tỷ lệ', 'Ratio'),
    say('Điểm', 'Score'),
    say('Vì sao chưa có điểm', 'Why there is no score'),
  ];
  return table(header, rows, WIDTHS);
}

/** `Tổng các chỉ số có điểm: 41,3 / 74`. */
export function sumLine({ sum, indicators }: ScoreReport, { say, language }: ScoreTelling): string {
  const [score, max] = [pointsText(sum.score, language), pointsText(sum.max, language)];
  const rest = mostOf(indicators) - sum.max;
  const others = pointsText(rest, language);
  if (sum.max === 0) return say('Không chỉ số nào có điểm.', 'No indicator has a score.');
  return rest > 0
    ? say(
        `Tổng các chỉ số có điểm: ${score} / ${max}; ${others} điểm còn lại không tính được từ sổ.`,
        `Sum of the indicators that have a score: ${score} of ${max}; the other ${others} points cannot be told from the ledger.`,
      )
    : say(`Tổng điểm: ${score} / ${max}.`, `Sum: ${score} of ${max}.`);
}

/** What the province did, and the portal does not know; '' where nothing was counted. */
export function synchronizationLine(report: ScoreReport, { say, language }: ScoreTelling): string {
  if (report.sum.max === 0) return '';
  const lost = lostToSynchronization(report);
  if (lost < 0.005) {
    return say(
      'Đồng bộ không làm mất điểm nào: Cổng đã có đủ những gì tỉnh gửi được.',
      'Synchronization costs nothing: the portal has all that the province can send.',
    );
  }
  const [points, better] = [pointsText(lost, language), pointsText(report.sum.score + lost, language)];
  return say(
    `Mất vì đồng bộ: ${points} điểm. Nếu Cổng có đủ những gì tỉnh gửi được thì tổng là ${better}.`,
    `Synchronization costs ${points} points: with all that the province can send, the sum would be ${better}.`,
  );
}

/** Dossiers late only because of synchronization; '' where there are none. */
export function lateLine({ trend }: ScoreReport, { say, language }: ScoreTelling): string {
  const late = trend.reduce((sum, { lateBecauseOfSync }) => sum + lateBecauseOfSync, 0);
  if (late === 0) return '';
  const count = countText(late, language);
  // What is held is late as well, though what could be sent is all there.
  return say(
    `Hồ sơ trễ chỉ vì đồng bộ, kể cả đang bị giữ: ${count} (dongbo status).`,
    `Late only because of synchronization, held ones among them: ${count} (dongbo status).`,
  );
}

/** What waits in `held`; '' where nothing does. */
export function heldLine({ whatIf }: ScoreReport, { say, language }: ScoreTelling): string {
  const all = whatIf.find(({ reason }) => reason === 'all');
  if (all === undefined) return '';
  const [dossiers, points] = [countText(all.dossiers, language), gainText(all.points, language)];
  return say(
    `Đang bị giữ, cả hồ sơ hay một phần: ${dossiers} hồ sơ; sửa hết thì tổng điểm thay đổi ${points} (dongbo score --what-if release-held).`,
    `Held, as a whole or in part: ${dossiers} dossiers; with all of them mended, the sum changes by ${points} (dongbo score --what-if release-held).`,
  );
}

/** The notes, a line each. */
export function noteLines({ notes }: ScoreReport, { say, language }: ScoreTelling): string[] {
  if (notes.length === 0) return [];
  return [say('Lưu ý:', 'Notes:'), ...notes.map((note) => `  • ${tellNote(note, language)}`)];
}

/** Everything but costs, units and what if, which have a file each. */
export function scoreText(report: ScoreReport, telling: ScoreTelling, further: readonly string[]): string {
  return [
    ...head(report, telling),
    indicatorTable(report, telling),
    sumLine(report, telling),
    ...[synchronizationLine, lateLine, heldLine]
      .map((line) => line(report, telling))
      .filter((line) => line !== ''),
    ...further,
    ...noteLines(report, telling),
  ].join('\n');
}
