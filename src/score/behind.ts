/**
 * Is the portal behind with a dossier that the province has ended in time?
 * Guarantees: by what the province has recorded, held or not. An end that the province tells by a step counts at the
 * portal only with that step: the portal judges by steps.
 * Must not: know the time: whether the appointment has passed is told by whoever counts.
 */
import type { OnTimeRules } from '../domain/score/formula.ts';
import type { ClockSeconds, ScoredDossier } from '../domain/score/score-record.ts';
import type { ScoreProcedure } from '../domain/score/score-world.ts';
import type { Appointments } from './appointments.ts';
import { hasEnded, judge, type Verdict } from './on-time.ts';

/** How the province's own record is judged. */
export const AS_RECORDED: OnTimeRules = { end: 'steps-or-record', askedAgain: 'late', citizensTimeOff: true };
const BY_STEPS: OnTimeRules = { ...AS_RECORDED, end: 'steps' };

/** How the portal's record is judged beside what the province has. */
export function besides(own: Verdict): OnTimeRules {
  return own.endedBy === 'step' ? BY_STEPS : AS_RECORDED;
}

/**
 * The appointment of a dossier that the province has ended in time and that the portal does not yet know of as ended in
 * time; else `null`. Before now: late because of synchronization; after now: due.
 * @param procedure of the province's record; `undefined` = not known
 */
export function urgentDue(
  dossier: Pick<ScoredDossier, 'portal' | 'province' | 'released'>,
  procedure: ScoreProcedure | undefined,
  appointments: Appointments,
): ClockSeconds | null {
  const own = dossier.released ?? dossier.province;
  if (own === null) return null;
  const ever = Number.POSITIVE_INFINITY;
  const due = appointments.due(own, procedure);
  const verdict = judge(own, due, AS_RECORDED, ever);
  if (due === null || verdict.onTime !== true || !hasEnded(verdict)) return null;
  const { portal } = dossier;
  if (portal === null) return due;
  const shown = judge(portal, appointments.due(portal, procedure), besides(verdict), ever);
  return shown.onTime === true && hasEnded(shown) ? null : due;
}
