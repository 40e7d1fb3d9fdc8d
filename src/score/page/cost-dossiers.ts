/**
 * The dossiers of one reason as a table.
 * Guarantees: says how many are not listed; print shows the first twenty and says how many more the page has.
 * Must not: close cells and rows with tags: HTML does it by itself, and there are thousands.
 */
import type { Cost, CostlyDossier } from '../../domain/score/score-report.ts';
import { escaped, html, Markup } from './markup.ts';
import type { Pen } from './pen.ts';

/** Rows that paper shows; `print-style.ts` hides the others. */
export const PRINTED = 20;

/** See the file's head. */
export function dossierList({ dossiers, count }: Cost, most: number, pen: Pen): Markup {
  const { say } = pen;
  const listed = dossiers.slice(0, most);
  const rows = listed.map((dossier) => row(dossier, pen)).join('');
  const onScreen = count - listed.length;
  const onPaper = count - Math.min(listed.length, PRINTED);
  return html`
    <table class="list">
      <thead><tr>
        <th scope="col">${say('Mã hồ sơ', 'Dossier')}</th><th scope="col">${say('Cơ quan', 'Agency')}</th>
        <th scope="col">${say('Thủ tục', 'Procedure')}</th><th scope="col">${say('Tiếp nhận', 'Received')}</th>
        <th scope="col">${say('Hẹn trả', 'Appointment')}</th><th scope="col">${say('Kết thúc', 'Ended')}</th>
      </tr></thead>
      <tbody>${new Markup(rows)}</tbody>
    </table>
    ${onScreen > 0 ? html`<p class="more screen">${more(onScreen, pen)}</p>` : null}
    ${onPaper > 0 ? html`<p class="more paper">${more(onPaper, pen)}</p>` : null}`;
}

function more(count: number, { say, count: written }: Pen): string {
  return say(`Còn ${written(count)} hồ sơ nữa.`, `Not listed here: ${written(count)} more.`);
}

function row(dossier: CostlyDossier, { time }: Pen): string {
  const { dossier: code, agency, procedure, received, due, ended } = dossier;
  const cells = [code, agency, procedure, time(received), time(due), time(ended)];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}`).join('')}`;
}
