/**
 * From a dossier and its steps to the record that the indicators are counted from.
 * Guarantees: pure; the same for every period, catalogue and wording; without personal data. What is taken back
 * (a deleted component) counts for nothing.
 * Must not: judge: whether something is late hangs on the formula and is told by on-time.ts.
 */
import type { Dossier, Step } from '../domain/dossier.ts';
import {
  type ClockSeconds,
  clockOf,
  type ScoreEvent,
  type ScoreRecord,
  type ScoreSupplement,
  TRAITS,
  type Trait,
} from '../domain/score/score-record.ts';

/** The population database among the national databases consulted (contract 2.2). */
const POPULATION_DATABASE = '1';
/** Not received, withdrawn, stopped, processed, returned; and 5, more papers asked. */
const TOLD: ReadonlySet<string> = new Set(['3', '5', '7', '8', '9', '10']);
const ASKED = '5';

/** Is it kept whatever stands beside it, and not only as the answer to a request? */
export function isToldAlways(status: number): boolean {
  return TOLD.has(`${status}`);
}

/**
 * @param steps in any order
 * @param words ids under which the ledger lists the procedure and the agency; 0 = not known
 */
export function recordOf(
  dossier: Dossier,
  steps: readonly Step[],
  words: { readonly procedure: number; readonly agency: number },
): ScoreRecord {
  const due = clockOf(dossier.dueAt);
  const end = endOfRow(dossier);
  const supplements = supplementsOf(dossier);
  const events = eventsOf(steps, supplements);
  return {
    procedure: words.procedure,
    agency: words.agency,
    received: clockOfReceipt(dossier),
    ...(due === null ? {} : { due }),
    ...(end === null ? {} : { end }),
    traits: traitsOf(dossier),
    ...(events.length === 0 ? {} : { events }),
    ...(supplements.length === 0 ? {} : { supplements }),
  };
}

function clockOfReceipt({ code, receivedAt }: Dossier): ClockSeconds {
  const received = clockOf(receivedAt);
  if (received === null) throw new RangeError(`dossier ${code} has no time of receipt that can be read`);
  return received;
}

/** What the row itself says of the end; a withdrawal before the receipt ends nothing that had begun. */
function endOfRow({ status, receivedAt, finishedAt, returnedAt, refusedAt }: Dossier): ClockSeconds | null {
  switch (status) {
    case '9':
    case '10':
      return clockOf(finishedAt || returnedAt);
    case '3':
      return clockOf(refusedAt || finishedAt);
    case '7':
      return finishedAt < receivedAt ? null : clockOf(finishedAt);
    case '8':
      return clockOf(finishedAt);
    default:
      return null;
  }
}

/**
 * What the on-time rule asks for of steps, in the order of time. Of other steps only the first one after each request,
 * whether a step or the list tells of it: that the request was met. @param steps in any order
 */
export function eventsOf(
  steps: readonly Pick<Step, 'status' | 'at'>[],
  supplements: readonly ScoreSupplement[],
): readonly ScoreEvent[] {
  const timed = steps.flatMap(({ status, at }) => {
    const clock = clockOf(at);
    return clock === null ? [] : [{ status, clock }];
  });
  // Of one moment a request comes last: nothing has answered it yet.
  timed.sort((a, b) => a.clock - b.clock || rankOf(a.status) - rankOf(b.status));
  const events: ScoreEvent[] = [];
  let isAsked = false;
  let next = 0;
  for (const { status, clock } of timed) {
    for (; (supplements[next]?.[0] ?? clock) < clock; next += 1) isAsked = true;
    if (TOLD.has(status) || isAsked) events.push([Number(status), clock]);
    isAsked = status === ASKED;
  }
  return events;
}

function rankOf(status: string): number {
  return status === ASKED ? Number.MAX_SAFE_INTEGER : Number(status);
}

function supplementsOf({ supplements }: Dossier): readonly ScoreSupplement[] {
  const timed = supplements.flatMap(({ requestedAt, completedAt }): ScoreSupplement[] => {
    const requested = clockOf(requestedAt);
    return requested === null ? [] : [[requested, clockOf(completedAt)]];
  });
  return timed.sort((a, b) => a[0] - b[0]);
}

function traitsOf(dossier: Dossier): number {
  const components = dossier.components.filter(({ deleted }) => !deleted);
  const fromStore = components.some((component) => component.fromStore === '1');
  const is: Readonly<Record<Trait, boolean>> = {
    online: dossier.channel === '2',
    hasFee: dossier.fees.some(({ amountDong }) => amountDong > 0),
    paidOnline: dossier.payment === '1' || dossier.payment === '2',
    resultFile: dossier.results.some(({ link }) => link !== ''),
    resultCodeAndFile: dossier.results.some(({ code, link }) => code !== '' && link !== ''),
    componentFile: components.some(({ link }) => link !== ''),
    reused: components.some(({ reuse }) => reuse !== '0'),
    fromStore,
    population: dossier.vneidVerified === '1' || fromStore || dossier.databases.includes(POPULATION_DATABASE),
    citizen: dossier.subjectType === '1',
    completed: dossier.status === '9' || dossier.status === '10',
  };
  let traits = 0;
  for (const trait of Object.keys(TRAITS) as Trait[]) if (is[trait]) traits |= TRAITS[trait];
  return traits;
}
