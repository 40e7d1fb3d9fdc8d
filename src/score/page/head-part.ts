/**
 * The head of the page: what is reported, of when, by which formula, and what the figures stand on.
 * Guarantees: says that the figures are counted from the ledger and are not the portal's published ones.
 */
import type { ScoreReport } from '../../domain/score/score-report.ts';
import { html, type Markup } from './markup.ts';
import { type Pen, periodName } from './pen.ts';

/** The report's title, as the window and the printed foot have it. */
export function titleOf(report: ScoreReport, pen: Pen): string {
  return `${pen.say('Bộ chỉ số 766', 'The 766 indicators')} · ${periodName(report.period, pen)}`;
}

/** See the file's head. */
export function headPart(report: ScoreReport, pen: Pen): Markup {
  const { say, time } = pen;
  return html`
    <header>
      <p class="kicker">${say('Quyết định 766/QĐ-TTg ngày 23/6/2022', 'Decision 766/QĐ-TTg of 23/6/2022')}</p>
      <h1>${say('Báo cáo Bộ chỉ số phục vụ người dân, doanh nghiệp', 'Report on the indicators of service to citizens and businesses')}</h1>
      <p class="period">${periodName(report.period, pen)}</p>
      <dl class="facts">
        <div><dt>${say('Kỳ báo cáo', 'Period')}</dt><dd>${time(report.from)} – ${time(report.to)}</dd></div>
        <div><dt>${say('Số liệu tính đến', 'As of')}</dt><dd>${time(report.asOf)}</dd></div>
        <div><dt>${say('Công thức', 'Formula')}</dt><dd>${report.formulaVersion}</dd></div>
        <div class="wide"><dt>${say('Nguồn công thức', 'Source of the formula')}</dt><dd>${report.formulaSource}</dd></div>
        <div class="wide"><dt>${say('Cơ sở số liệu', 'What the figures stand on')}</dt><dd>${say(
          'Sổ đồng bộ của tỉnh: những hồ sơ và bước tiến độ mà Cổng Dịch vụ công quốc gia đã nhận. Đây là số tính từ sổ, không phải số do Cổng công bố.',
          "The province's ledger: dossiers and steps that the National Public Service Portal has accepted. Counted from the ledger; not the portal's published figures.",
        )}</dd></div>
      </dl>
    </header>`;
}
