/**
 * Agencies, communes or procedures in their order, the best first.
 * Guarantees: the order is the report's; each tells of how many points its sum is, since communes have fewer.
 */
import { SCORE_GROUPS, type ScoreGroup } from '../../domain/score/formula.ts';
import type { GroupedBy, ScoredGroup, ScoreReport } from '../../domain/score/score-report.ts';
import { sumOf } from '../indicators.ts';
import { groupNames } from '../words/group-names.ts';
import type { Wording } from '../words/wording.ts';
import { bar } from './bar.ts';
import { html, type Markup, type Piece } from './markup.ts';
import { matrixPart, ONE_OF } from './matrix-part.ts';
import type { Pen } from './pen.ts';

const TITLES: Readonly<Record<GroupedBy, Wording>> = {
  agency: { vi: 'Xếp hạng cơ quan', en: 'Ranking of agencies' },
  commune: { vi: 'Xếp hạng xã, phường, đặc khu', en: 'Ranking of communes' },
  procedure: { vi: 'Xếp hạng thủ tục', en: 'Ranking of procedures' },
};

/** See the file's head; nothing where the report is not grouped. */
export function agenciesPart(report: ScoreReport, pen: Pen): Piece {
  const { groupedBy, groups } = report;
  if (groupedBy === null || groups.length === 0) return null;
  const { say, word } = pen;
  const shown = SCORE_GROUPS.filter((group) =>
    groups.some(({ indicators }) => sumOf(indicators.filter((one) => one.group === group)).max > 0),
  );
  return html`
    <section id="agencies">
      <h2>${word(TITLES[groupedBy])}</h2>
      <p class="hint">${say(
        'Xếp theo điểm đã biết so với mức tối đa của chính các chỉ số đó.',
        'By known points against the most of the same indicators.',
      )}</p>
      <table class="ranks">
        <thead><tr>
          <th scope="col" class="n">${say('Hạng', 'Rank')}</th>
          <th scope="col">${word(ONE_OF[groupedBy])}</th>
          <th scope="col">${say('Điểm đã biết', 'Known points')}</th>
          ${shown.map((group) => html`<th scope="col" class="n">${word(groupNames[group])}</th>`)}
          <th scope="col" class="n d">${say('Hồ sơ', 'Dossiers')}</th>
          <th scope="col" class="n">${say('Trễ vì đồng bộ', 'Late because of sync')}</th>
        </tr></thead>
        <tbody>${groups.map((one, index) => row(one, index + 1, shown, pen))}</tbody>
      </table>
      ${matrixPart(report, groupedBy, pen)}
    </section>`;
}

function row(one: ScoredGroup, rank: number, shown: readonly ScoreGroup[], pen: Pen): Markup {
  const { sum, lateBecauseOfSync } = one;
  const share = sum.max === 0 ? 0 : sum.score / sum.max;
  return html`
    <tr><td class="n rank">${rank}</td>
    <th scope="row">${one.name === '' ? one.code : one.name}${one.name === '' || one.code === '' ? null : html`<code>${one.code}</code>`}</th>
    <td class="sum">${
      sum.max === 0
        ? html`<span class="none">${pen.say('chưa có', 'none yet')}</span>`
        : html`<b>${pen.points(sum.score)}</b><small> / ${pen.most(sum.max)}</small>${bar([['done', share]])}`
    }</td>
    ${shown.map((group) => {
      const own = sumOf(one.indicators.filter((indicator) => indicator.group === group));
      return html`<td class="n g">${own.max === 0 ? '–' : pen.points(own.score)}</td>`;
    })}
    <td class="n d">${pen.count(one.dossiers)}</td>
    <td class="n l">${lateBecauseOfSync === 0 ? '0' : html`<b class="bad">${pen.count(lateBecauseOfSync)}</b>`}</td></tr>`;
}
