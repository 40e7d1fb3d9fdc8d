/**
 * One indicator as the portal has published it and as it was counted from the ledger.
 * Guarantees: a cause that is part of the difference stands with its points; what is only possible, or lowers both figures
 * alike, is said to be so.
 */
import { tellEffect } from '../official/cause-words.ts';
import type { Amounts, ComparedIndicator, DifferenceCause } from '../official/comparison.ts';
import { figureCell } from './figure-cell.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';

/** @param withAgency the agency's name stands before the indicator's */
export function officialRow(row: ComparedIndicator, withAgency: boolean, pen: Pen): Markup {
  const { official, ours, difference, agrees, agencyName, agency, code } = row;
  return html`
    <tr>
      <th scope="row">${withAgency ? html`<span class="name">${agencyName === '' ? agency : agencyName}</span>, ` : null}${pen.name(code)}
        ${pen.name(code) === code ? null : html`<code>${code}</code>`}</th>
      <td class="n">${figureCell(official, pen)}</td>
      <td class="n">${ours === null ? '–' : figureCell(ours, pen)}</td>
      <td class="n">${agrees ? html`<span class="good">${pen.say('khớp', 'agrees')}</span>` : apart(difference, pen)}</td>
      <td><ul class="places">${why(row, pen)}</ul></td>
    </tr>`;
}

function apart({ score, numerator, denominator }: Amounts, pen: Pen): Piece {
  const main = score === null ? '–' : html`<b>${pen.change(score)}</b>`;
  if (numerator === null || denominator === null) return main;
  return html`${main}<small class="of">${pen.more(numerator)} / ${pen.more(denominator)}</small>`;
}

function why({ agrees, ours, group, causes, official }: ComparedIndicator, pen: Pen): readonly Markup[] {
  const { say } = pen;
  const flags = official.flags.map(
    (flag) => html`<li>${say('Cổng ghi', 'The portal notes')}: <code>${flag}</code></li>`,
  );
  if (group === null)
    return [
      html`<li>${say('Mã lạ, chưa bộ công thức nào có.', 'No formula knows this code.')}</li>`,
      ...flags,
    ];
  if (ours === null)
    return [
      html`<li>${say('Sổ không có hồ sơ nào của đơn vị này.', 'The ledger has no dossiers of this agency.')}</li>`,
      ...flags,
    ];
  const told = causes.filter(({ effect, kind }) => !agrees || (effect !== 'both' && kind !== 'rounding'));
  return [...told.map((cause) => html`<li>${causeOf(cause, pen)}</li>`), ...flags];
}

function causeOf(cause: DifferenceCause, pen: Pen): Piece {
  const text = tellEffect(cause, pen.language);
  return cause.effect !== 'difference' || cause.score === null
    ? text
    : html`<b>${pen.change(cause.score)}</b> ${text}`;
}
