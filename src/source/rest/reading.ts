/**
 * One reading of a REST listing, from its first page to its last, and where the next one begins: pure.
 *
 * What is guaranteed. A listing says nothing of its order, may shift while it is paged through, and dossiers change
 * meanwhile. So the cursor stays where it was until the whole listing is stored, and then comes to stand at the
 * newest change that was seen, but never later than the moment in which the reading began: whatever changed during
 * it is listed by the next one. Pages that go by number slip by one when a dossier before them leaves its place, and
 * one dossier falls over the seam; so a listing of several numbered pages is read twice before the cursor moves (where
 * everything is read each time anyway, the next reading is the second). One that falls over a seam in both is found
 * by the next sweep. A reading that is cut short goes on at its page.
 * Must not: trust a service to end: a page that repeats the one before, and pages without end, are faults.
 */
import { DongboError } from '../../domain/errors.ts';
import type { RestRules } from '../../domain/source-definition.ts';
import type { SourcePosition } from '../../domain/source-ports.ts';

/** Pages of one pass; a province's whole stock is far less, at ten dossiers a page. */
const MOST_PAGES = 200_000;
/** UTF-16 units of a page's cursor; those of real services are some hundred. */
const LONGEST_CURSOR = 8_192;

/** See the file's head. Times are milliseconds since 1970. */
export interface Reading {
  /** Where the cursor stood, and stays until the end; `null` = nothing was ever read to its end. */
  readonly at: number | null;
  /** How far before it is read again. */
  readonly backMs: number;
  readonly pass: 1 | 2;
  /** The page to ask for, as the parameter says it; `null` = the first. */
  readonly page: string | null;
  /** Pages of this pass before it. */
  readonly pages: number;
  /** When the first page was answered, by the service's clock; `null` = it was not yet. */
  readonly begun: number | null;
  /** The newest change of the first pass. */
  readonly seen: number | null;
  /** Hash of what the page before listed. */
  readonly mark: string;
}

/** What a page showed. */
export interface PageSeen {
  readonly items: number;
  /** The next page's cursor, where pages go by one; '' = there is none. */
  readonly next: string;
  readonly newest: number | null;
  readonly mark: string;
  /** When the service answered, by its clock. */
  readonly answeredAt: number;
}

/** A reading that begins behind `at`. */
export function newReading(at: number | null, backMs: number): Reading {
  return { at, backMs, pass: 1, page: null, pages: 0, begun: null, seen: null, mark: '' };
}

/** The reading that a position stands for; one that nobody of us has written begins anew. */
export function readingOf(position: SourcePosition | null): Reading {
  if (position === null) return newReading(null, 0);
  const at = Date.parse(position.at);
  const fresh = newReading(Number.isNaN(at) ? null : at, 0);
  try {
    const kept = JSON.parse(position.key === '' ? '{}' : position.key) as Partial<Reading>;
    return { ...fresh, ...kept, at: fresh.at };
  } catch {
    return fresh;
  }
}

/** How the ledger keeps it. */
export function positionOf({ at, ...kept }: Reading): SourcePosition {
  const isNew = kept.pages === 0 && kept.pass === 1;
  const key = isNew
    ? kept.backMs === 0
      ? ''
      : JSON.stringify({ backMs: kept.backMs })
    : JSON.stringify(kept);
  return { at: at === null ? '' : new Date(at).toISOString(), key };
}

/** A reading that has not begun moves back; one that is under way goes on. */
export function rewound(position: SourcePosition, seconds: number): SourcePosition {
  const reading = readingOf(position);
  if (reading.pages > 0 || reading.pass === 2) return position;
  return positionOf({ ...reading, backMs: Math.ceil(seconds) * 1000 });
}

/**
 * Where it goes on after a page; `end`: the listing was read, and the reading is the next one's beginning.
 * Throws DB-RST-009 where the service does not come to an end. @param where for the error's text
 */
export function advance(
  rules: Pick<RestRules, 'paging' | 'since'>,
  reading: Reading,
  page: PageSeen,
  where: string,
): { readonly reading: Reading; readonly end: boolean } {
  const { paging } = rules;
  const seen = reading.pass === 1 ? latest(reading.seen, page.newest) : reading.seen;
  const begun = reading.begun ?? page.answeredAt;
  const pages = reading.pages + 1;
  const on = (next: string): Reading => ({ ...reading, page: next, pages, begun, seen, mark: page.mark });
  const isOver = { reading: newReading(reached(reading.at, seen, begun), 0), end: true };
  const refuse = (reason: string): DongboError => new DongboError('DB-RST-009', { where, reason });
  if (paging.by === 'none') return isOver;
  if (paging.by === 'cursor' ? page.next === '' : page.items === 0) {
    const seams = paging.by === 'number' && rules.since !== null && pages > 2 && reading.pass === 1;
    if (!seams) return isOver;
    return { reading: { ...newReading(reading.at, reading.backMs), pass: 2, begun, seen }, end: false };
  }
  if (pages >= MOST_PAGES) throw refuse(`${MOST_PAGES} pages`);
  if (paging.by === 'number') {
    if (page.mark === reading.mark) throw refuse(`page ${pages} = page ${pages - 1}`);
    return { reading: on(String(Number(reading.page ?? paging.first) + 1)), end: false };
  }
  if (page.next === reading.page) throw refuse(`page ${pages}: next = present`);
  if (page.next.length > LONGEST_CURSOR) throw refuse(`page ${pages}: next > ${LONGEST_CURSOR}`);
  return { reading: on(page.next), end: false };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

/** Never back: a listing without anything new says nothing of the time. */
function reached(at: number | null, seen: number | null, begun: number): number | null {
  return seen === null ? at : latest(at, Math.min(seen, begun));
}
