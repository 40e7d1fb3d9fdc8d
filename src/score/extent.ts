/**
 * From when to when a dossier may matter to a period: what the ledger selects by.
 * Guarantees: wide enough for every period, wording and moment: no dossier that is received or in process lies outside.
 */
import type { ClockSeconds, ScoredDossier, ScoreRecord } from '../domain/score/score-record.ts';
import { ASKED, closedAt, endingStep, endOfRow } from './course.ts';

/** See the file's head. */
export interface Extent {
  /** The earliest receipt of its sides; `null` = no side has a record. */
  readonly received: ClockSeconds | null;
  /** The latest end of its sides, at or after their receipts; `null` = one of them is still in process, or there is none. */
  readonly ended: ClockSeconds | null;
}

/** See {@link Extent}. */
export function extentOf(dossier: Pick<ScoredDossier, 'portal' | 'province' | 'released'>): Extent {
  let received: ClockSeconds | null = null;
  let ended: ClockSeconds | null = null;
  let isOpen = false;
  for (const side of [dossier.portal, dossier.province, dossier.released]) {
    if (side === null) continue;
    received = Math.min(received ?? side.received, side.received);
    const closed = closedAtLatest(side);
    if (closed === null) isOpen = true;
    else ended = Math.max(ended ?? closed, closed, side.received);
  }
  return { received, ended: isOpen ? null : ended };
}

/** Of several requests one that was met since may have been open at the moment of a report: the latest of all counts. */
function closedAtLatest(side: ScoreRecord): ClockSeconds | null {
  const ever = Number.POSITIVE_INFINITY;
  const closed = closedAt(side, ever);
  if (closed === null || endingStep(side, ever) !== null || endOfRow(side, ever) !== null) return closed;
  let latest = closed;
  for (const [requested] of side.supplements ?? []) latest = Math.max(latest, requested);
  for (const [status, at] of side.events ?? []) if (status === ASKED) latest = Math.max(latest, at);
  return latest;
}
