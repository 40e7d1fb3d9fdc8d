/**
 * The trend by day: what was received and is at the portal, and how dossiers ended.
 * Guarantees: each chart has the same numbers as a table behind it, for those who cannot see it.
 */
import type { ScoreReport } from '../../domain/score/score-report.ts';
import { type Fill, keyLine } from './bar.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';
import { type Bucket, bucketsOf } from './trend-buckets.ts';
import { chart, type StackedBar } from './trend-chart.ts';

type Series = readonly [fill: Fill, name: string, of: (bucket: Bucket) => number];

/** See the file's head. */
export function trendPart(report: ScoreReport, pen: Pen): Piece {
  const buckets = bucketsOf(report.trend);
  if (buckets.length === 0) return null;
  const { say } = pen;
  const byDay = buckets.length === report.trend.length;
  const received: readonly Series[] = [
    ['done', say('Cổng đã có', 'at the portal'), ({ synchronized }) => synchronized],
    [
      'sync',
      say('Cổng chưa có', 'not at the portal'),
      ({ recorded, synchronized }) => recorded - synchronized,
    ],
  ];
  const ended: readonly Series[] = [
    [
      'done',
      say('đúng hạn', 'on time'),
      ({ onTime, lateBecauseOfSync }) => Math.max(0, onTime - lateBecauseOfSync),
    ],
    [
      'sync',
      say('đúng hạn ở tỉnh, Cổng chưa ghi nhận', 'on time at the province, not at the portal'),
      ({ lateBecauseOfSync }) => lateBecauseOfSync,
    ],
    ['agency', say('trễ hạn', 'late'), ({ late }) => late],
  ];
  return html`
    <section id="trend">
      <h2>${byDay ? say('Diễn biến từng ngày', 'Day by day') : say('Diễn biến từng tuần', 'Week by week')}</h2>
      <div class="charts">
        ${figure('received', say('Hồ sơ tiếp nhận', 'Dossiers received'), received, buckets, pen)}
        ${figure('ended', say('Hồ sơ giải quyết xong', 'Dossiers ended'), ended, buckets, pen)}
      </div>
      ${numbers(buckets, [...received, ...ended], pen)}
    </section>`;
}

function figure(
  id: string,
  title: string,
  series: readonly Series[],
  buckets: readonly Bucket[],
  pen: Pen,
): Markup {
  const bars = buckets.map((bucket, index): StackedBar => {
    const told = series.map(([, name, of]) => `${pen.count(of(bucket))} ${name}`).join(', ');
    return {
      tick: tickOf(buckets, index, pen),
      told: `${daysOf(bucket, pen)}: ${told}`,
      parts: series.map(([fill, , of]) => [fill, of(bucket)]),
    };
  });
  const totals = series.map(([, name, of]) => {
    const total = buckets.reduce((sum, bucket) => sum + of(bucket), 0);
    return `${name}: ${pen.count(total)}`;
  });
  const description = `${pen.say('Cả kỳ', 'In all')}: ${totals.join('; ')}.`;
  return html`
    <figure>
      <figcaption><strong>${title}</strong>
        ${keyLine(series.map(([fill, name]) => [fill, name]))}</figcaption>
      ${chart({ id, title, description }, bars, pen)}
      <p class="told">${description}</p>
    </figure>`;
}

/** Days 1, 5, 10… of a month; the beginnings of months where there are more. */
function tickOf(buckets: readonly Bucket[], index: number, { shortDay }: Pen): string {
  const bucket = buckets[index];
  if (bucket === undefined) return '';
  const day = Number(bucket.first.slice(8, 10));
  if (buckets.length <= 31) return day === 1 || day % 5 === 0 ? shortDay(bucket.first) : '';
  const month = bucket.first.slice(5, 7);
  return buckets[index - 1]?.first.slice(5, 7) === month ? '' : shortDay(bucket.first);
}

function daysOf({ first, last }: Bucket, { time }: Pen): string {
  return first === last ? time(first) : `${time(first)} – ${time(last)}`;
}

function numbers(buckets: readonly Bucket[], series: readonly Series[], pen: Pen): Markup {
  return html`
    <details class="numbers">
      <summary>${pen.say('Số liệu của biểu đồ', 'Numbers of the charts')}</summary>
      <div class="wide-table" role="region" tabindex="0" aria-label="${pen.say('Số liệu của biểu đồ', 'Numbers of the charts')}"><table>
        <thead><tr><th scope="col">${pen.say('Ngày', 'Day')}</th>${series.map(([, name]) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead>
        <tbody>${buckets.map(
          (bucket) =>
            html`<tr><th scope="row">${daysOf(bucket, pen)}</th>${series.map(([, , of]) => html`<td class="n">${pen.count(of(bucket))}</td>`)}</tr>`,
        )}</tbody>
      </table></div>
    </details>`;
}
