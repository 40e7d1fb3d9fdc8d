/**
 * Evidence of one time of publishing, ready for the pass over the period's dossiers.
 * Guarantees: gathered before the pass, in a few statements; what nothing speaks for costs nothing later.
 */
import { type ClockSeconds, clockOfInstant } from '../domain/score/score-record.ts';
import type { Queryable } from '../ledger/database.ts';
import { acceptedSince, driftOfPeriod, openQuestions } from '../ledger/official-evidence.ts';
import type { ScoreSpan } from '../ledger/score-dossiers.ts';

/** See the file's head. Ids of dossiers of the ledger. */
export interface OfficialEvidence {
  /** Up to when the portal had counted; `null` = not known. */
  readonly at: Date | null;
  readonly atClock: ClockSeconds | null;
  readonly rowsLater: ReadonlySet<number>;
  readonly stepsLater: ReadonlySet<number>;
  /** Found missing at the portal. */
  readonly missing: ReadonlySet<number>;
  /** Ids of steps that it does not show. */
  readonly missingSteps: ReadonlyMap<number, ReadonlySet<string>>;
  /** Found with other fields or steps; whether the day of receipt is among them. */
  readonly changed: ReadonlySet<number>;
  readonly otherReceipt: ReadonlySet<number>;
  readonly inDoubt: ReadonlySet<number>;
  readonly absent: ReadonlySet<number>;
}

const CHANGED: ReadonlySet<string> = new Set(['changed', 'steps-unknown', 'steps-doubled']);
const STEP = /^steps\[(.*)\]$/s;

/** @param at up to when the portal had counted */
export async function gatherEvidence(
  db: Queryable,
  span: ScoreSpan,
  at: Date | null,
): Promise<OfficialEvidence> {
  const later = at === null ? [] : await acceptedSince(db, span, at);
  const drift = await driftOfPeriod(db, span, at);
  const open = await openQuestions(db, span);
  const ids = <Row extends { readonly id: number }>(rows: readonly Row[], is: (row: Row) => boolean) =>
    new Set(rows.filter(is).map(({ id }) => id));
  return {
    at,
    atClock: at === null ? null : clockOfInstant(at.getTime()),
    rowsLater: ids(later, ({ row }) => row),
    stepsLater: ids(later, ({ steps }) => steps),
    missing: ids(drift, ({ cause }) => cause === 'missing'),
    missingSteps: new Map(
      drift
        .filter(({ cause }) => cause === 'steps-missing')
        .map(({ id, fields }) => [id, new Set(fields.map((field) => STEP.exec(field)?.[1] ?? field))]),
    ),
    changed: ids(drift, ({ cause }) => CHANGED.has(cause)),
    otherReceipt: ids(drift, ({ cause, fields }) => cause === 'changed' && fields.includes('receivedAt')),
    inDoubt: ids(open, ({ inDoubt }) => inDoubt),
    absent: ids(open, ({ absent }) => absent),
  };
}
