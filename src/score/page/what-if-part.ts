/**
 * What if what is held were mended: the points that wait, by reason, with the remedy of the error catalogue.
 * Guarantees: says where a dossier waits for other reasons too, so that mending one alone does not send it.
 */
import type { Indicator, ScoreReport, WhatIf } from '../../domain/score/score-report.ts';
import { noFigureWord } from '../words/no-figure-words.ts';
import { tellReason } from '../words/reason-words.ts';
import { whoMends } from '../words/who-acts.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';

/** See the file's head; nothing where nothing is held. */
export function whatIfPart(report: ScoreReport, pen: Pen): Piece {
  if (report.whatIf.length === 0) return null;
  const { say } = pen;
  const all = report.whatIf.find(({ reason }) => reason === 'all');
  const byReason = report.whatIf.filter(({ reason }) => reason !== 'all');
  return html`
    <section id="held">
      <h2>${say('Điểm đang chờ trong dữ liệu bị giữ', 'Points that wait in what is held')}</h2>
      ${all === undefined ? null : html`<p>${inAll(all, pen)}</p>`}
      ${
        byReason.length === 0
          ? null
          : html`
            <table class="waiting">
              <thead><tr>
                <th scope="col">${say('Lý do và cách xử lý', 'Reason and remedy')}</th>
                <th scope="col" class="n">${say('Hồ sơ chờ', 'Waiting')}</th>
                <th scope="col" class="n">${say('Được thêm', 'Points more')}</th>
                <th scope="col">${say('Chỉ số thay đổi', 'Indicators that change')}</th>
              </tr></thead>
              <tbody>${byReason.map((whatIf) => row(whatIf, pen))}</tbody>
            </table>`
      }
    </section>`;
}

function inAll({ dossiers, points }: WhatIf, { say, count, change }: Pen): string {
  return say(
    `${count(dossiers)} hồ sơ của kỳ đang bị giữ toàn bộ hoặc một phần. Sửa hết thì tổng điểm thay đổi: ${change(points)} điểm.`,
    `Dossiers of the period that are held, wholly or in part: ${count(dossiers)}. With all of them mended, the sum changes by ${change(points)}.`,
  );
}

function row({ reason, dossiers, withOthers, points, indicators }: WhatIf, pen: Pen): Markup {
  const told = reason === 'all' ? { message: '', remedy: '' } : tellReason(reason, pen.language);
  const who = whoMends(reason, pen.language);
  const others =
    withOthers === 0
      ? null
      : html`<small class="of">${pen.say(`và ${pen.count(withOthers)} hồ sơ còn lỗi khác`, `and ${pen.count(withOthers)} with other faults`)}</small>`;
  return html`
    <tr>
      <th scope="row"><code>${reason}</code> <span class="name">${told.message === reason ? '' : told.message}</span>
        ${told.remedy === '' ? null : html`<span class="remedy">${told.remedy}</span>`}
        ${who === '' ? null : html`<span class="who">${pen.say('Ai xử lý', 'Who acts')}: ${who}</span>`}</th>
      <td class="n w">${pen.count(dossiers)}${others}</td>
      <td class="n p"><b>${pen.change(points)}</b></td>
      <td class="i"><ul class="places">${indicators.map((one) => changeOf(one, pen))}</ul></td>
    </tr>`;
}

/** `Tiến độ: 17,42 → 17,90`, or ratios where there are no points; nothing where both are written alike. */
function changeOf({ code, before, after }: WhatIf['indicators'][number], pen: Pen): Piece {
  const of = ({ score, ratio }: Indicator): string => {
    if (score !== null) return pen.points(score);
    return ratio === null ? pen.word(noFigureWord) : pen.ratio(ratio);
  };
  if (of(before) === of(after)) return null;
  return html`<li>${pen.name(code)}: <span class="nw">${of(before)} → ${of(after)}</span></li>`;
}
