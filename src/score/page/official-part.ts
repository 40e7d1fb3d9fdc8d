/**
 * What the portal has published beside what was counted from the ledger, and why they are apart.
 * Guarantees: a difference (published less ours) stands with every cause that the ledger knows and with what it cannot
 * explain; of agencies only what differs is told, the largest first, behind the province.
 */
import { WHOLE_PROVINCE } from '../../domain/score/official-score.ts';
import type { ComparedIndicator, OfficialComparison } from '../official/comparison.ts';
import { html, type Markup, type Piece } from './markup.ts';
import { officialRow } from './official-row.ts';
import type { Pen } from './pen.ts';

/** Rows of agencies at most. */
const MOST_ROWS = 400;

/** See the file's head; nothing where nothing was published. */
export function officialPart(comparison: OfficialComparison | null, pen: Pen): Piece {
  if (comparison === null || comparison.indicators.length === 0) return null;
  const { say } = pen;
  const province = comparison.indicators.filter(({ agency }) => agency === WHOLE_PROVINCE);
  const agencies = comparison.indicators.filter(({ agency }) => agency !== WHOLE_PROVINCE);
  const lines = [published(comparison, pen), ...fits(comparison, pen), ...notPublished(comparison, pen)];
  return html`
    <section id="official">
      <h2>${say('So với số Cổng công bố', 'Against what the portal has published')}</h2>
      ${lines.map((line) => html`<p class="hint">${line}</p>`)}
      ${province.length === 0 ? null : table(province, false, pen)}
      ${agencies.length === 0 ? null : ofAgencies(agencies, pen)}
    </section>`;
}

function published({ publishedAt }: OfficialComparison, { say, time }: Pen): string {
  const when = publishedAt.map(time).join('; ');
  return when === ''
    ? say(
        'Không rõ Cổng chốt số lúc nào. Chênh lệch là số Cổng trừ số tính từ sổ.',
        'When the portal had counted is not known. A difference is the published figure less ours.',
      )
    : say(
        `Cổng chốt số lúc ${when}. Chênh lệch là số Cổng trừ số tính từ sổ.`,
        `The portal had counted up to ${when}. A difference is the published figure less ours.`,
      );
}

function fits({ formulas }: OfficialComparison, { say, count }: Pen): readonly string[] {
  return formulas
    .filter(({ of }) => of > 0)
    .map(({ formula, reproduced, of }) =>
      say(
        `Công thức ${formula} tính ra đúng điểm công bố ở ${count(reproduced)}/${count(of)} chỉ số.`,
        `The formulas ${formula} give the published points of ${count(reproduced)} of ${count(of)} indicators.`,
      ),
    );
}

function notPublished({ notPublished: codes }: OfficialComparison, pen: Pen): readonly string[] {
  if (codes.length === 0) return [];
  const names = codes.map(pen.name).join('; ');
  return [
    pen.say(`Chưa có số công bố của tỉnh: ${names}.`, `Nothing was published of the province for: ${names}.`),
  ];
}

function ofAgencies(agencies: readonly ComparedIndicator[], pen: Pen): Markup {
  const { say, count } = pen;
  const apart = agencies.filter(({ agrees }) => !agrees).toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const more = apart.length - MOST_ROWS;
  const title = say(
    `Theo cơ quan: ${count(agencies.length - apart.length)} số khớp, ${count(apart.length)} số lệch`,
    `Of agencies: ${count(agencies.length - apart.length)} figures agree, ${count(apart.length)} are apart`,
  );
  if (apart.length === 0) return html`<p class="hint">${title}.</p>`;
  return html`
    <details class="numbers">
      <summary>${title}</summary>
      ${table(apart.slice(0, MOST_ROWS), true, pen)}
      ${more > 0 ? html`<p class="more">${say(`Còn ${count(more)} số lệch nữa.`, `Not listed here: ${count(more)} more.`)}</p>` : null}
    </details>`;
}

function sizeOf({ difference: { score, numerator, denominator } }: ComparedIndicator): number {
  return Math.abs(score ?? 0) * 1e6 + Math.abs(numerator ?? 0) + Math.abs(denominator ?? 0);
}

function table(rows: readonly ComparedIndicator[], withAgency: boolean, pen: Pen): Markup {
  const { say } = pen;
  return html`
    <table class="sides official">
      <thead><tr>
        <th scope="col">${say('Chỉ số', 'Indicator')}</th>
        <th scope="col" class="n">${say('Cổng công bố', 'Published')}</th>
        <th scope="col" class="n">${say('Tính từ sổ', 'From the ledger')}</th>
        <th scope="col" class="n">${say('Chênh lệch', 'Difference')}</th>
        <th scope="col">${say('Vì sao', 'Why')}</th>
      </tr></thead>
      <tbody>${rows.map((row) => officialRow(row, withAgency, pen))}</tbody>
    </table>`;
}
