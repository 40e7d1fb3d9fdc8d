/**
 * For each indicator, what costs it: by whose lack and for which reason, with the dossiers.
 * Guarantees: within an indicator synchronization stands first, then what is held, then agencies; the dearest first in
 * each; lists never make the page too long for a browser, and say how many dossiers they leave out.
 */
import { BLAMES, type Cost, type Indicator, type ScoreReport } from '../../domain/score/score-report.ts';
import { blameMeanings, blameWords } from '../words/blame-words.ts';
import { tellReason } from '../words/reason-words.ts';
import { whoMends } from '../words/who-acts.ts';
import { bar, FILLS, swatch } from './bar.ts';
import { dossierList } from './cost-dossiers.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';
import { counted } from './sums.ts';

/** Dossiers of a list; fewer where there are many lists. */
const MOST_LISTED = 200;
/** Dossiers of all lists together. */
const MOST_IN_ALL = 12_000;

/** See the file's head. */
export function costsPart(report: ScoreReport, pen: Pen): Piece {
  if (report.costs.length === 0) return null;
  const { say, word } = pen;
  const most = Math.max(5, Math.min(MOST_LISTED, Math.floor(MOST_IN_ALL / report.costs.length)));
  return html`
    <section id="costs" class="part">
      <h2>${say('Điều gì làm mất điểm', 'What costs points')}</h2>
      <ul class="meanings">${BLAMES.map(
        (blame) =>
          html`<li>${swatch(FILLS[blame])} <b>${word(blameWords[blame])}</b>: ${word(blameMeanings[blame])}</li>`,
      )}</ul>
      ${report.indicators.map((indicator) => {
        const own = report.costs.filter((cost) => cost.indicator === indicator.code);
        return own.length === 0 ? null : ofIndicator(indicator, own, most, pen);
      })}
    </section>`;
}

function ofIndicator(indicator: Indicator, costs: readonly Cost[], most: number, pen: Pen): Markup {
  const all = counted(costs);
  const { score, max } = indicator;
  const lost = score === null ? null : max - score;
  const ordered = BLAMES.flatMap((blame) =>
    costs.filter((cost) => cost.blame === blame).toSorted((a, b) => (b.points ?? 0) - (a.points ?? 0)),
  );
  const shares = BLAMES.map((blame) => {
    const count = counted(costs.filter((cost) => cost.blame === blame));
    return [FILLS[blame], all === 0 ? 0 : count / all] as const;
  });
  return html`
    <section class="costs">
      <h3>${pen.name(indicator.code)}
        <span class="of">${lost === null ? null : pen.say(`còn thiếu ${pen.points(lost)} / ${pen.most(max)} điểm`, `${pen.points(lost)} / ${pen.most(max)} points short`)}</span></h3>
      ${bar(shares)}
      ${ordered.map((cost) => reasonOf(cost, most, pen))}
    </section>`;
}

function reasonOf(cost: Cost, most: number, pen: Pen): Markup {
  const { say, word } = pen;
  const { message, remedy } = tellReason(cost.reason, pen.language);
  const points =
    cost.points === null
      ? html`<span class="none">${say('chưa có điểm', 'no points')}</span>`
      : `${pen.change(cost.points)} ${say('điểm', 'points')}`;
  const code =
    cost.reason.startsWith('DB-') && message !== cost.reason ? html` <code>${cost.reason}</code>` : null;
  const line = html`
    <span class="blame">${swatch(FILLS[cost.blame])} ${word(blameWords[cost.blame])}</span>
    <span class="reason">${message}${code}</span>
    <span class="n count">${pen.dossiers(cost.count)}</span>
    <span class="n points">${points}</span>`;
  const who = whoMends(cost.reason, pen.language);
  const acts = who === '' ? null : html` <span class="who">${say('Ai xử lý', 'Who acts')}: ${who}.</span>`;
  const what = remedy === '' ? null : html`<p class="remedy">${remedy}${acts}</p>`;
  if (cost.dossiers.length === 0) return html`<div class="cost"><p class="line">${line}</p>${what}</div>`;
  return html`<details class="cost"><summary class="line">${line}</summary>${what}${dossierList(cost, most, pen)}</details>`;
}
