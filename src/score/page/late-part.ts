/**
 * What stands first on the page: dossiers that are late only because of synchronization.
 * Guarantees: told as a plain sentence with its number, also where there are none; no number where none is known.
 */
import type { ScoreReport } from '../../domain/score/score-report.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';
import { type LateDossiers, lateOf } from './sums.ts';

/** See the file's head. */
export function latePart(report: ScoreReport, pen: Pen): Piece {
  const late = lateOf(report);
  if (late === null) return null;
  const { say, count } = pen;
  const label = say('Trễ vì đồng bộ', 'Late because of synchronization');
  if (late.becauseOfSync === 0 && late.onTimeAtProvince === 0) {
    return html`
      <section class="first good" aria-label="${label}">
        <p class="figure">0</p>
        <div>
          <h2>${say('hồ sơ trễ hạn vì đồng bộ', 'dossiers are late because of synchronization')}</h2>
          <p>${say(
            `Cổng tính ${count(late.atPortal)} hồ sơ là trễ hạn; không hồ sơ nào trong đó trễ chỉ vì Cổng nhận thiếu hoặc nhận chậm.`,
            `The portal takes ${count(late.atPortal)} for late; none of them only because it has too little of them, or had it too late.`,
          )}</p>
        </div>
      </section>`;
  }
  return html`
    <section class="first bad" aria-label="${label}">
      <p class="figure">${count(late.becauseOfSync)}</p>
      <div>
        <h2>${say(
          'hồ sơ trễ hạn chỉ vì đồng bộ',
          late.becauseOfSync === 1
            ? 'dossier is late only because of synchronization'
            : 'dossiers are late only because of synchronization',
        )}</h2>
        <p>${say(
          'Tỉnh đã giải quyết xong đúng hạn, nhưng Cổng chưa có hồ sơ hoặc chưa ghi nhận việc kết thúc đúng hạn.',
          'The province ended them in time, but the portal has nothing of them, or not that they ended in time.',
        )}</p>
        ${atPortal(late, pen)}
      </div>
    </section>`;
}

/** How much of what the portal takes for late is not so at the province, and the points of it. */
function atPortal({ atPortal, onTimeAtProvince, points }: LateDossiers, pen: Pen): Markup | null {
  if (atPortal === 0 || onTimeAtProvince === 0) return null;
  const { say, count, ratio } = pen;
  const share = html`<strong>${count(onTimeAtProvince)} (${ratio(Math.min(1, onTimeAtProvince / atPortal))})</strong>`;
  const cost =
    points === null || points < 0.005
      ? null
      : say(
          ` Điểm tiến độ vì thế thấp hơn ${pen.points(points)} điểm.`,
          ` The points of progress are ${pen.points(points)} lower for it.`,
        );
  return pen.language === 'vi'
    ? html`<p>Trong ${count(atPortal)} hồ sơ mà Cổng đang tính là trễ hạn, ${share} đúng hạn theo dữ liệu của tỉnh.${cost}</p>`
    : html`<p>Of the ${count(atPortal)} that the portal takes for late, ${share} are on time by the province's record.${cost}</p>`;
}
