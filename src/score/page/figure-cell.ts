/**
 * A figure in a cell: points, or the ratio where there are none, and below them what they are made of.
 * Guarantees: what is not known is a dash.
 */
import { html, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';

/** See the file's head. */
export function figureCell(
  {
    score,
    ratio,
    numerator,
    denominator,
  }: {
    readonly score: number | null;
    readonly ratio: number | null;
    readonly numerator: number | null;
    readonly denominator: number | null;
  },
  pen: Pen,
): Piece {
  const main = score === null ? (ratio === null ? '–' : pen.ratio(ratio)) : pen.points(score);
  if (numerator === null || denominator === null) return main;
  return html`${main}<small class="of">${pen.count(numerator)} / ${pen.count(denominator)}</small>`;
}
