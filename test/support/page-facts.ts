/**
 * What a browser knows of a page that is open: what sticks out, what cannot be read.
 * Guarantees: judged by what is drawn, not by what the style sheet means; run as text, since tests know no browser's types.
 */
import type { Page } from 'playwright-core';

/** Elements that a reader cannot reach at this width, as `tag.class: text`. */
export function stickingOut(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const root = document.scrollingElement;
    const faults = root.scrollWidth > root.clientWidth ? ['the page scrolls sideways: ' + root.scrollWidth] : [];
    for (const element of document.querySelectorAll('main *')) {
      if (element.closest('.wide-table, .patterns, thead') !== null) continue;
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 0 && (left < -1 || right > root.clientWidth + 1))
        faults.push(element.tagName + '.' + element.getAttribute('class') + ': ' + element.textContent.slice(0, 40));
    }
    return faults;
  })()`);
}

/** Texts that stand out from their ground by less than `least`, with the ratio that they have. */
export function faint(page: Page, least: number): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const parsed = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const groundOf = (element) => {
      for (let at = element; at !== null; at = at.parentElement) {
        const ground = parsed(getComputedStyle(at).backgroundColor);
        if (ground.length === 3 || ground[3] === 1) return ground;
      }
      return [255, 255, 255];
    };
    const faults = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement;
      if (node.data.trim() === '' || element.closest('title, desc, style') !== null) continue;
      if (element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      const inked = light(parsed(element.closest('svg') === null ? style.color : style.fill));
      const ground = light(groundOf(element));
      const ratio = (Math.max(inked, ground) + 0.05) / (Math.min(inked, ground) + 0.05);
      if (ratio < ${least}) faults.add(ratio.toFixed(2) + ': ' + node.data.trim().slice(0, 40));
    }
    return [...faults];
  })()`);
}
