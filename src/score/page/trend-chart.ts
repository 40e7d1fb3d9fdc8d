/**
 * A chart of stacked bars as inline SVG.
 * Guarantees: has a title and a description that tell the same as the picture; letters keep their size on a telephone and
 * on paper, because places are percentages; a bar tells its numbers where a mouse rests on it.
 */
import type { Fill } from './bar.ts';
import { html, type Markup, type Piece } from './markup.ts';
import type { Pen } from './pen.ts';

/** One bar from the bottom up. */
export interface StackedBar {
  /** What the axis says below it; '' = nothing. */
  readonly tick: string;
  /** What it tells by itself. */
  readonly told: string;
  readonly parts: readonly (readonly [Fill, number])[];
}

/** See {@link chart}. */
export interface ChartText {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** Share of the height that the bars have; the axis stands below. */
const PLOT = 88;

/** See the file's head. */
export function chart({ id, title, description }: ChartText, bars: readonly StackedBar[], pen: Pen): Markup {
  const highest = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, [, size]) => sum + size, 0)));
  const step = stepOf(highest);
  const top = Math.ceil(highest / step) * step;
  const y = (value: number): string => `${round(PLOT - (value / top) * PLOT + 4)}%`;
  const levels = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  const width = 100 / Math.max(bars.length, 1);
  return html`
    <div class="plot">
      <div class="levels" aria-hidden="true">${levels.map((level) => html`<span style="top:${y(level)}">${pen.count(level)}</span>`)}</div>
      <svg class="chart" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-text">
        <title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>
        ${levels.map((level) => html`<line x1="0" x2="100%" y1="${y(level)}" y2="${y(level)}"/>`)}
        ${bars.map((bar, index) => drawn(bar, index * width, width, (value) => (value / top) * PLOT))}
      </svg>
    </div>`;
}

function drawn(
  { tick, told, parts }: StackedBar,
  x: number,
  width: number,
  heightOf: (value: number) => number,
): Markup {
  let bottom = PLOT + 4;
  const rects: Piece = parts.map(([fill, size]) => {
    if (size <= 0) return null;
    const height = heightOf(size);
    bottom -= height;
    return html`<rect class="${fill}" x="${round(x + width * 0.14)}%" y="${round(bottom)}%" width="${round(width * 0.72)}%" height="${round(height)}%"/>`;
  });
  const label = tick === '' ? null : html`<text x="${round(x + width / 2)}%" y="100%">${tick}</text>`;
  return html`<g><title>${told}</title>${rects}</g>${label}`;
}

/** 1, 2 or 5 times a power of ten, so that there are at most five lines above the axis. */
function stepOf(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [0.2, 0.5, 1, 2].find((times) => highest / (times * power) <= 5) ?? 2;
  return Math.max(1, step * power);
}

const round = (value: number): number => Math.round(value * 100) / 100;
