/**
 * The audit as people read it: one line an action, its beginning and its end together.
 * Guarantees: reads only, from the newest back, no more than it has to; an action that was killed has a
 * beginning and no end; details that are no JSON any more, and times that are none (somebody changed them), stop
 * nobody from reading the rest.
 */
import { type AuditDetail, type AuditEntry, type AuditPhase, timeOf } from './audit.ts';
import type { Queryable } from './database.ts';

/** One action. */
export interface AuditedLine {
  /** Number of its first entry. */
  readonly seq: number;
  /** `null`: what stands there is no time. */
  readonly at: Date | null;
  readonly who: string;
  readonly host: string;
  readonly action: string;
  readonly detail: AuditDetail;
  /** `null` = it still runs, or was killed. */
  readonly end: {
    readonly seq: number;
    readonly at: Date | null;
    readonly phase: AuditPhase;
    readonly detail: AuditDetail;
  } | null;
}

/** Which actions. */
export interface AuditChoice {
  /** `null` = all. */
  readonly action: string | null;
  readonly since: Date | null;
  readonly limit: number;
}

const PAGE = 500;
const BACK = `
  SELECT * FROM audit WHERE seq < $1 AND ($2::text IS NULL OR action = $2) ORDER BY seq DESC LIMIT ${PAGE}`;

/** The chosen actions, newest first. An end is always newer than its beginning. */
export async function auditedLines(
  db: Queryable,
  { action, since, limit }: AuditChoice,
): Promise<AuditedLine[]> {
  const ends = new Map<number, AuditedLine['end']>();
  const lines: AuditedLine[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; ; ) {
    const { rows } = await db.query<AuditEntry>(BACK, [before, action]);
    for (const row of rows) {
      const { seq, who, host, action: what, phase, detail: text } = row;
      const at = timeOf(row);
      before = seq;
      const { begun, ...detail } = detailOf(text);
      if (typeof begun === 'number') {
        ends.set(begun, { seq, at, phase, detail });
      } else if (since === null || at === null || at >= since) {
        // What was told as done in one entry (a restore) is its own end.
        const end = phase === 'begun' ? (ends.get(seq) ?? null) : { seq, at, phase, detail: {} };
        lines.push({ seq, at, who, host, action: what, detail, end });
        ends.delete(seq);
        if (lines.length === limit) return lines;
      }
    }
    if (rows.length < PAGE) return lines;
  }
}

function detailOf(text: string): AuditDetail {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as AuditDetail) : {};
  } catch {
    return { unreadable: true };
  }
}
