/**
 * The figures that a leader asks for first, and what brings most points.
 * Guarantees: sums tell of how many points they are; what is not known is told beside them, never taken for 0.
 */
import type { Cost, ScoreReport } from '../../domain/score/score-report.ts';
import { blameWords } from '../words/blame-words.ts';
import { tellReason } from '../words/reason-words.ts';
import { bar, FILLS, keyLine, swatch } from './bar.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';
import { costOfSync } from './sums.ts';

/** How many of the dearest reasons are put first. */
const FIRST = 5;

/** Sum, what synchronization costs, what waits in held, what has no points. */
export function summaryPart(report: ScoreReport, pen: Pen): Markup {
  const { say, points, change, most, count } = pen;
  const { sum } = report;
  const cost = costOfSync(report);
  const all = report.whatIf.find(({ reason }) => reason === 'all');
  const unknown = report.indicators.filter(({ score, max }) => score === null && max > 0);
  const unknownMost = unknown.reduce((total, { max }) => total + max, 0);
  const share = (value: number): number => (sum.max === 0 ? 0 : value / sum.max);
  return html`
    <section class="tiles" aria-label="${say('Tổng điểm', 'Sum')}">
      <div class="tile main">
        <h2>${say('Tổng điểm đã biết', 'Sum of known points')}</h2>
        <p class="big">${points(sum.score)}<small> / ${most(sum.max)}</small></p>
        ${bar([
          ['done', share(sum.score)],
          ['sync', share(Math.max(0, cost))],
        ])}
        ${keyLine([
          ['done', say('Cổng đã nhận', 'accepted by the portal')],
          ['sync', say('mất do đồng bộ', 'lost by synchronization')],
        ])}
      </div>
      <div class="tile">
        <h2>${say('Nếu Cổng có đủ những gì tỉnh gửi được', 'If the portal had all that can be sent')}</h2>
        <p class="big">${points(sum.score + cost)}</p>
        <p>${html`<strong>${change(cost)}</strong>`} ${say('điểm so với hiện nay', 'points compared with now')}</p>
      </div>
      <div class="tile">
        <h2>${say('Nếu sửa hết dữ liệu đang bị giữ', 'If all that is held were mended')}</h2>
        <p class="big">${all === undefined ? change(0) : change(all.points)}</p>
        <p>${
          all === undefined
            ? say('không có hồ sơ nào bị giữ', 'nothing is held')
            : say(`${count(all.dossiers)} hồ sơ đang chờ`, `points; waiting dossiers: ${count(all.dossiers)}`)
        }</p>
      </div>
      <div class="tile">
        <h2>${say('Chỉ số chưa có điểm', 'Indicators without points')}</h2>
        <p class="big">${unknown.length}</p>
        <p>${say(`nhiều nhất ${most(unknownMost)} điểm, không tính vào tổng`, `${most(unknownMost)} points at most, not in the sum`)}</p>
      </div>
    </section>`;
}

/** The reasons that cost most points, with what to do; nothing where no points are known. */
export function firstThings(report: ScoreReport, pen: Pen): Piece {
  const dearest = report.costs
    .filter(({ points }) => points !== null && points >= 0.005)
    .toSorted((a, b) => (b.points ?? 0) - (a.points ?? 0))
    .slice(0, FIRST);
  if (dearest.length === 0) return null;
  return html`
    <section class="deeds">
      <h2>${pen.say('Những việc mang lại nhiều điểm nhất', 'What would bring most points')}</h2>
      <ol>${dearest.map((cost) => deed(cost, pen))}</ol>
    </section>`;
}

function deed(cost: Cost, pen: Pen): Markup {
  const { say, change, word } = pen;
  const { message, remedy } = tellReason(cost.reason, pen.language);
  return html`
    <li>
      <p class="gain">${change(cost.points ?? 0)}<small> ${say('điểm', 'points')}</small></p>
      <div>
        <p><strong>${pen.name(cost.indicator)}</strong>: ${pen.dossiers(cost.count)}, ${message}</p>
        <p class="remedy">${remedy}</p>
      </div>
      <p class="blame">${swatch(FILLS[cost.blame])} ${word(blameWords[cost.blame])}</p>
    </li>`;
}
