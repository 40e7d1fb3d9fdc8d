/**
 * File links of components and results.
 * Guarantees: every link that goes is absolute http or https; several in one field come out one by one.
 * Must not: change the inside of a link (its spelling is the file store's own, NFD and blanks
 * included), nor drop one of several silently.
 */
import type { ErrorCode } from '../domain/errors.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import type { Notes, PartName } from './notes.ts';

/** How faults and changes of a link are told. */
export interface LinkRule {
  /** `components.link`. */
  readonly field: string;
  /** `components[7].link`. */
  readonly label: string;
  readonly noBase: ErrorCode;
  readonly unusable: ErrorCode;
}

const SEPARATOR = '##';
const ABSOLUTE = /^https?:\/\/[^/\s]/i;
/** Other schemes, Windows paths, links that begin with a host: relative to nothing we know. */
const NOT_RELATIVE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|\\)/i;
/** What no link can hold. */
const BROKEN = /[\u0000-\u001f\u007f\ud800-\udfff]/u;

/** Absolute links in the source's order, empty where there are none or after a fault. */
export function readLinks(
  notes: Notes,
  part: PartName,
  raw: SourceText,
  base: string | null,
  rule: LinkRule,
): string[] {
  if (!raw) return [];
  const links: string[] = [];
  for (const piece of raw.split(SEPARATOR)) {
    const link = trimEdges(piece);
    if (link === '') continue;
    const absolute = ABSOLUTE.test(link);
    if (BROKEN.test(link) || (!absolute && NOT_RELATIVE.test(link))) {
      notes.holdPart(part, rule.unusable, rule.field, link);
    } else if (absolute) {
      links.push(link);
      notes.pass(rule.label, link, link);
    } else if (base === null) {
      notes.holdPart(part, rule.noBase, rule.field, link);
    } else {
      const joined = join(base, link);
      notes.note(rule.label, link, joined, 'file base address');
      links.push(joined);
    }
  }
  return links;
}

/** One slash between the two; a base that ends in a query (`…?file=`) takes the link as it is. */
function join(base: string, link: string): string {
  if (base.endsWith('=')) return base + link;
  return `${base.endsWith('/') ? base.slice(0, -1) : base}/${link.startsWith('/') ? link.slice(1) : link}`;
}

/** Blanks and zero-width characters off both ends; a loop, because a link of many blanks must cost no more. */
function trimEdges(piece: string): string {
  let start = 0;
  let end = piece.length;
  while (start < end && isEdge(piece.charCodeAt(start))) start++;
  while (end > start && isEdge(piece.charCodeAt(end - 1))) end--;
  return piece.slice(start, end);
}

function isEdge(unit: number): boolean {
  if (unit <= 0x20 || unit === 0xa0) return true;
  return (unit >= 0x2000 && unit <= 0x200f) || unit === 0x3000 || unit === 0xfeff;
}
