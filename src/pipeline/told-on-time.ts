/**
 * Whether one dossier is in time, at the province and at the portal, for people.
 * Guarantees: by the same rules as what is put first and counted as late because of synchronization (score/behind.ts).
 */
import type { OnTimeRules } from '../domain/score/formula.ts';
import { type ClockSeconds, localOf, type ScoreRecord } from '../domain/score/score-record.ts';
import type { ScoreProcedure } from '../domain/score/score-world.ts';
import type { KnownFact } from '../ledger/known-fact.ts';
import type { Appointments } from '../score/appointments.ts';
import { AS_RECORDED, besides } from '../score/behind.ts';
import { hasEnded, judge, type Verdict } from '../score/on-time.ts';

/** What one side says. Times are local, `YYYY-MM-DDTHH:mm:ss`. */
export interface SideOnTime {
  /** `null` = it has not ended. */
  readonly ended: string | null;
  readonly onTime: boolean | null;
  readonly why: Verdict['why'];
}

/** See the file's head. */
export interface OnTime {
  /** `null` = neither an appointment nor a term that can be read. */
  readonly appointment: string | null;
  /** False: it is the end of the procedure's term. */
  readonly recorded: boolean;
  /** As the province has it, what is held included; `null` = its day of receipt is not known. */
  readonly province: SideOnTime | null;
  /** `null` = it has nothing of it. */
  readonly portal: SideOnTime | null;
  /** Finished in time, not so at the portal: past its appointment, or that is still to come. */
  readonly lateBecauseOfSync: boolean;
  readonly dueAndNotSynchronized: boolean;
  /** False: it has changed since, or was never judged; the job does so where it can. */
  readonly upToDate: boolean;
}

/** Judges it as of `now`. */
export function toldOnTime(fact: KnownFact, appointments: Appointments, now: ClockSeconds): OnTime {
  const { portal, urgentDue, upToDate } = fact;
  const own = fact.released ?? fact.province;
  const procedure: ScoreProcedure | undefined = fact.procedure
    ? { ...UNNAMED, ...fact.procedure }
    : undefined;
  const judged = (record: ScoreRecord, rules: OnTimeRules): Verdict =>
    judge(record, appointments.due(record, procedure), rules, now);
  const verdict = own && judged(own, AS_RECORDED);
  const due = own && appointments.due(own, procedure);
  return {
    appointment: due === null ? null : localOf(due),
    recorded: own?.due !== undefined,
    province: verdict && sideOf(verdict),
    portal: portal && sideOf(judged(portal, verdict ? besides(verdict) : AS_RECORDED)),
    lateBecauseOfSync: urgentDue !== null && urgentDue < now,
    dueAndNotSynchronized: urgentDue !== null && urgentDue >= now,
    upToDate,
  };
}

function sideOf(verdict: Verdict): SideOnTime {
  const { end, onTime, why } = verdict;
  return { ended: hasEnded(verdict) ? localOf(end) : null, onTime, why };
}

/** Terms are all that is asked of it. */
const UNNAMED = { code: '', name: '', returnsResult: null, charges: null, forCitizens: null };
