/**
 * The ratio of each indicator at each agency, as one wide table.
 * Guarantees: scrolls within itself on a screen; printed where a reader has opened it, on sheets that lie across.
 */
import type { GroupedBy, ScoreReport } from '../../domain/score/score-report.ts';
import type { Wording } from '../words/wording.ts';
import { html, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';

/** What one of them is called. */
export const ONE_OF: Readonly<Record<GroupedBy, Wording>> = {
  agency: { vi: 'Cơ quan', en: 'Agency' },
  commune: { vi: 'Đơn vị', en: 'Commune' },
  procedure: { vi: 'Thủ tục', en: 'Procedure' },
};

/** See the file's head; nothing where no agency has a ratio. */
export function matrixPart({ groups, indicators }: ScoreReport, groupedBy: GroupedBy, pen: Pen): Piece {
  const ratios = groups.map((group) => new Map(group.indicators.map(({ code, ratio }) => [code, ratio])));
  const shown = indicators.filter(({ code }) => ratios.some((of) => typeof of.get(code) === 'number'));
  if (shown.length === 0) return null;
  const title = pen.say('Tỷ lệ từng chỉ số (%)', 'Ratio of each indicator (%)');
  const cell = (ratio: number | null | undefined): string =>
    typeof ratio === 'number' ? pen.ratio(ratio).slice(0, -1) : '–';
  return html`
    <details class="matrix">
      <summary>${title} · ${pen.say('mở ra thì được in kèm, khổ ngang', 'printed where it is open, across the sheet')}</summary>
      <div class="wide-table" role="region" tabindex="0" aria-label="${title}"><table>
        <thead><tr><th scope="col">${pen.word(ONE_OF[groupedBy])}</th>
          ${shown.map(({ code }) => html`<th scope="col"><span>${pen.name(code)}</span></th>`)}</tr></thead>
        <tbody>${groups.map(
          (group, index) =>
            html`<tr><th scope="row">${group.name === '' ? group.code : group.name}</th>${shown.map(
              ({ code }) => html`<td>${cell(ratios[index]?.get(code))}</td>`,
            )}</tr>`,
        )}</tbody>
      </table></div>
    </details>`;
}
