/**
 * A score as one HTML page that a leader opens and prints.
 * Guarantees: complete by itself: no script, no outside file, font or address, and a policy that forbids them; every text
 * of the report is escaped; the same report gives the same page.
 * Must not: compute the score, or tell more than the report has.
 */
import type { Language } from '../../domain/errors.ts';
import type { ScoreReport } from '../../domain/score/score-report.ts';
import type { OfficialComparison } from '../official/comparison.ts';
import type { IndicatorNames } from '../words/wording.ts';
import { agenciesPart } from './agencies-part.ts';
import { PATTERNS } from './bar.ts';
import { costsPart } from './costs-part.ts';
import { contentsPart, footPart } from './ends-part.ts';
import { groupsPart } from './groups-part.ts';
import { headPart, titleOf } from './head-part.ts';
import { latePart } from './late-part.ts';
import { html, Markup } from './markup.ts';
import { notesPart } from './notes-part.ts';
import { officialPart } from './official-part.ts';
import { styleOf } from './page-style.ts';
import { penOf } from './pen.ts';
import { firstThings, summaryPart } from './summary-part.ts';
import { syncPart } from './sync-part.ts';
import { trendPart } from './trend-part.ts';
import { whatIfPart } from './what-if-part.ts';

/** Nothing may be loaded or run; the page has a style of its own. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * The page, a whole HTML document.
 * @param names of the indicators, from the formula that counted (`namesOf`)
 * @param official what the portal has published beside it; `null` = nothing, or it was not asked for
 */
export function scorePage(
  report: ScoreReport,
  names: IndicatorNames,
  language: Language,
  official: OfficialComparison | null = null,
): string {
  const pen = penOf(names, language);
  const title = titleOf(report, pen);
  const page = html`
    <html lang="${language}">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <title>${title}</title>
        <style>${new Markup(styleOf(title, pen))}</style>
      </head>
      <body>
        ${PATTERNS}
        <main>
          ${headPart(report, pen)}
          ${contentsPart(report, official, pen)}
          ${latePart(report, pen)}
          ${summaryPart(report, pen)}
          ${firstThings(report, pen)}
          ${notesPart(report, pen)}
          ${groupsPart(report, pen)}
          ${officialPart(official, pen)}
          ${syncPart(report, pen)}
          ${whatIfPart(report, pen)}
          ${trendPart(report, pen)}
          ${agenciesPart(report, pen)}
          ${costsPart(report, pen)}
          ${footPart(pen)}
        </main>
      </body>
    </html>`;
  return `<!doctype html>\n${page.text}\n`;
}
