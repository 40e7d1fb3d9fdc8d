/**
 * What the province's own work would give against what the portal has: what synchronization costs.
 * Guarantees: tells each indicator in which the sides differ, with where its dossiers stand; says so where none does.
 */
import type { ScoreReport } from '../../domain/score/score-report.ts';
import { tellReason } from '../words/reason-words.ts';
import { bar } from './bar.ts';
import { figureCell } from './figure-cell.ts';
import { html, type Markup } from './markup.ts';
import type { Pen } from './pen.ts';
import { type Compared, comparedOf, costOfSync } from './sums.ts';

/** See the file's head. */
export function syncPart(report: ScoreReport, pen: Pen): Markup {
  const { say } = pen;
  const differing = comparedOf(report).filter(({ portal, province, points }) =>
    points === null
      ? portal.numerator !== province.numerator || portal.denominator !== province.denominator
      : Math.abs(points) >= 0.005,
  );
  return html`
    <section id="sync">
      <h2>${say('Đồng bộ làm mất bao nhiêu điểm', 'What synchronization costs')}</h2>
      ${
        differing.length === 0
          ? html`<p>${say('Cổng đã có đủ những gì tỉnh gửi được: đồng bộ không làm mất điểm nào.', 'The portal has all that the province can send: synchronization costs nothing.')}</p>`
          : table(report, differing, pen)
      }
    </section>`;
}

function table(report: ScoreReport, differing: readonly Compared[], pen: Pen): Markup {
  const { say } = pen;
  const most = Math.max(0.01, ...differing.map(({ points }) => Math.abs(points ?? 0)));
  return html`
    <table class="sides">
      <thead><tr>
        <th scope="col">${say('Chỉ số', 'Indicator')}</th>
        <th scope="col" class="n">${say('Cổng đang có', 'At the portal')}</th>
        <th scope="col" class="n">${say('Tỉnh đã làm', 'At the province')}</th>
        <th scope="col" class="n">${say('Chênh lệch', 'Difference')}</th>
        <th scope="col">${say('Hồ sơ đang ở đâu', 'Where its dossiers stand')}</th>
      </tr></thead>
      <tbody>${differing.map((one) => row(report, one, most, pen))}</tbody>
      <tfoot><tr>
        <th scope="row" colspan="3">${say('Cộng', 'Together')}</th>
        <td class="n"><b>${pen.change(costOfSync(report))}</b></td><td></td>
      </tr></tfoot>
    </table>`;
}

function row(report: ScoreReport, { portal, province, points }: Compared, most: number, pen: Pen): Markup {
  const costs = report.costs.filter(
    ({ indicator, blame }) => indicator === portal.code && blame === 'synchronization',
  );
  const places = costs.map(
    ({ reason, count }) => html`<li>${tellReason(reason, pen.language).message}: ${pen.count(count)}</li>`,
  );
  return html`
    <tr>
      <th scope="row">${pen.name(portal.code)}</th>
      <td class="n">${figureCell(portal, pen)}</td>
      <td class="n">${figureCell(province, pen)}</td>
      <td class="n">${points === null ? '–' : html`<b>${pen.change(points)}</b>`}
        ${portal.max === 0 || points === null ? null : bar([['sync', Math.abs(points) / most]])}</td>
      <td>${places.length === 0 ? null : html`<ul class="places">${places}</ul>`}</td>
    </tr>`;
}
