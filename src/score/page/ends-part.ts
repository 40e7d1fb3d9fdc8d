/**
 * The list of the page's parts for whoever reads it on a screen, and the foot that says whose report it is.
 * Guarantees: leads only to parts that the page has.
 */
import type { ScoreReport } from '../../domain/score/score-report.ts';
import type { OfficialComparison } from '../official/comparison.ts';
import { html, type Markup } from './markup.ts';
import type { Pen } from './pen.ts';

/** See the file's head. */
export function contentsPart(report: ScoreReport, official: OfficialComparison | null, { say }: Pen): Markup {
  const parts: readonly (readonly [id: string, title: string, isThere: boolean])[] = [
    ['groups', say('Sáu nhóm chỉ số', 'The six groups'), true],
    [
      'official',
      say('So với số công bố', 'Against published figures'),
      official !== null && official.indicators.length > 0,
    ],
    ['sync', say('Đồng bộ làm mất bao nhiêu', 'What synchronization costs'), true],
    ['held', say('Dữ liệu bị giữ', 'What is held'), report.whatIf.length > 0],
    ['trend', say('Diễn biến', 'Trend'), report.trend.length > 0],
    ['agencies', say('Xếp hạng', 'Ranking'), report.groupedBy !== null && report.groups.length > 0],
    ['costs', say('Điều gì làm mất điểm', 'What costs points'), report.costs.length > 0],
  ];
  return html`
    <nav class="contents" aria-label="${say('Mục lục', 'Contents')}"><ul>${parts
      .filter(([, , isThere]) => isThere)
      .map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`;
}

/** See the file's head. */
export function footPart({ say }: Pen): Markup {
  return html`
    <footer>${say(
      'Dongbo lập báo cáo này từ sổ đồng bộ của tỉnh. Báo cáo chỉ ghi mã hồ sơ, không có tên, số giấy tờ hay số điện thoại của ai.',
      "Dongbo made this report from the province's ledger. Dossiers are named by their codes; it holds nobody's name, papers or telephone number.",
    )}</footer>`;
}
