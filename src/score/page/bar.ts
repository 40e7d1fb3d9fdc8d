/**
 * Bars and patterns of the page.
 * Guarantees: what a colour tells, a pattern tells as well, on paper without colours too; a figure stands beside every
 * bar, so that a bar itself is hidden from readers of the screen. Widths are shares of what is there, on any screen.
 */
import type { Blame } from '../../domain/score/score-report.ts';
import { html, Markup } from './markup.ts';

/** What a bar is filled with: points that are there, a ratio without points, and the part of each blame. */
export type Fill = 'done' | 'part' | 'sync' | 'held' | 'agency' | 'rest';

/** How each blame is drawn everywhere. */
export const FILLS: Readonly<Record<Blame, Fill>> = {
  synchronization: 'sync',
  held: 'held',
  agency: 'agency',
};

/** A share of 0..1 as a percentage for drawing. */
export function percent(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 100}%`;
}

/** Parts of a whole (1), one after another from the left; what is over stays empty. */
export function bar(parts: readonly (readonly [Fill, share: number])[]): Markup {
  let from = 0;
  const drawn = parts.map(([fill, share]) => {
    const room = Math.min(Math.max(share, 0), 1 - from);
    if (room < 0.0005) return '';
    const rect = `<rect class="${fill}" x="${percent(from)}" width="${percent(room)}" height="100%"/>`;
    from += room;
    return rect;
  });
  return new Markup(`<svg class="bar" aria-hidden="true">${drawn.join('')}</svg>`);
}

/** The small field that stands before a name in a key. */
export function swatch(fill: Fill): Markup {
  return html`<svg class="key" aria-hidden="true"><rect class="${fill}" width="100%" height="100%"/></svg>`;
}

/** What the fills of a picture mean. */
export function keyLine(fills: readonly (readonly [Fill, name: string])[]): Markup {
  return html`<p class="key-line">${fills.map(([fill, name]) => html`<span>${swatch(fill)} ${name}</span> `)}</p>`;
}

/** The patterns that styles name; once a page. */
export const PATTERNS = html`
  <svg class="patterns" aria-hidden="true">
    <defs>
      <pattern id="p-sync" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="sync-ground" width="6" height="6"/><rect class="sync-line" width="3" height="6"/>
      </pattern>
      <pattern id="p-held" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect class="held-ground" width="5" height="5"/><rect class="held-line" width="5" height="2"/>
      </pattern>
      <pattern id="p-agency" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect class="agency-ground" width="5" height="5"/><circle class="agency-dot" cx="2.5" cy="2.5" r="1.3"/>
      </pattern>
    </defs>
  </svg>`;
