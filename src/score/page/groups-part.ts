/**
 * The six groups, each with its indicators.
 * Guarantees: every indicator of the report stands here once, with its code; one without a figure says so and why.
 */
import { SCORE_GROUPS, type ScoreGroup } from '../../domain/score/formula.ts';
import type { Indicator, ScoreReport } from '../../domain/score/score-report.ts';
import { sumOf } from '../indicators.ts';
import { groupNames } from '../words/group-names.ts';
import { noFigureWord, noFigureWords } from '../words/no-figure-words.ts';
import { bar, type Fill, keyLine } from './bar.ts';
import { html, Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';
import { type Compared, comparedOf } from './sums.ts';

/** See the file's head. */
export function groupsPart(report: ScoreReport, pen: Pen): Markup {
  const { say } = pen;
  const compared = new Map(comparedOf(report).map((one) => [one.portal.code, one]));
  return html`
    <section id="groups">
      <h2>${say('Điểm theo sáu nhóm chỉ số', 'Points of the six groups')}</h2>
      ${keyLine([
        ['done', say('Cổng đã nhận', 'accepted by the portal')],
        ['sync', say('tỉnh đã làm, mất do đồng bộ', 'done by the province, lost by synchronization')],
        ['rest', say('chưa đạt', 'not reached')],
      ])}
      <table class="groups">
        <thead><tr>
          <th scope="col">${say('Chỉ số', 'Indicator')}</th>
          <th scope="col" class="n">${say('Đạt / Tổng số', 'Reached / all')}</th>
          <th scope="col" class="n">${say('Tỷ lệ', 'Ratio')}</th>
          <th scope="col" class="n">${say('Điểm', 'Points')}</th>
          <th scope="col">${say('Mức đạt', 'Share')}</th>
        </tr></thead>
        ${SCORE_GROUPS.map((group) => {
          const own = report.indicators.filter((indicator) => indicator.group === group);
          return own.length === 0 ? null : groupBody(group, own, compared, pen);
        })}
      </table>
    </section>`;
}

function groupBody(
  group: ScoreGroup,
  own: readonly Indicator[],
  compared: ReadonlyMap<string, Compared>,
  pen: Pen,
): Markup {
  const { score, max } = sumOf(own);
  const figure =
    max === 0
      ? pen.say('chưa có điểm', 'no points yet')
      : html`${pen.points(score)}<small> / ${pen.most(max)}</small>`;
  return html`
    <tbody>
      <tr class="group"><th scope="rowgroup" colspan="3">${pen.word(groupNames[group])}</th>
        <td class="n" colspan="2">${figure}</td></tr>
      ${own.map((indicator) => indicatorRow(indicator, compared.get(indicator.code), pen))}
    </tbody>`;
}

function indicatorRow(indicator: Indicator, compared: Compared | undefined, pen: Pen): Markup {
  const { numerator, denominator, ratio, code, reason } = indicator;
  const none = html`<span class="none">${pen.word(noFigureWord)}</span>`;
  const counted = numerator !== null || denominator !== null;
  const side = (value: number | null): Piece => (value === null ? none : pen.count(value));
  const figures = counted
    ? html`<td class="n c">${side(numerator)} / ${side(denominator)}</td><td class="n r">${ratio === null ? none : pen.ratio(ratio)}</td>`
    : null;
  return html`
    <tr>
      <th scope="row"${counted ? null : new Markup(' colspan="3"')}><span class="name">${pen.name(code)}</span><code>${code}</code>
        ${reason === null ? null : html`<span class="why">${pen.word(noFigureWords[reason])}</span>`}</th>
      ${figures}
      <td class="n p">${pointsOf(indicator, none, pen)}</td>
      <td class="b">${barOf(indicator, compared)}${gain(compared, pen)}</td>
    </tr>`;
}

function pointsOf({ score, max, atMost }: Indicator, none: Markup, pen: Pen): Piece {
  if (max === 0 && score === null)
    return html`<span class="none">${pen.say('thành phần', 'part of a sum')}</span>`;
  const of = html`<small> / ${pen.most(max)}</small>`;
  if (score !== null) return html`<b>${pen.points(score)}</b>${of}`;
  if (atMost === null) return html`${none}${of}`;
  return html`<span class="none">${pen.say('cao nhất', 'at most')}</span> <b>${pen.points(atMost)}</b>${of}`;
}

/** Points of the most there are; where there are none, the ratio. */
function barOf({ score, max, ratio }: Indicator, compared: Compared | undefined): Piece {
  if (score === null || max === 0)
    return ratio === null ? null : bar([['part', ratio]] satisfies [[Fill, number]]);
  const lost = Math.max(0, compared?.points ?? 0);
  return bar([
    ['done', score / max],
    ['sync', lost / max],
  ]);
}

function gain(compared: Compared | undefined, pen: Pen): Piece {
  const points = compared?.points ?? 0;
  if (Math.abs(points) < 0.005) return null;
  return html`<span class="gain-line">${pen.change(points)} ${pen.say('nếu đồng bộ đủ', 'if all were synchronized')}</span>`;
}
