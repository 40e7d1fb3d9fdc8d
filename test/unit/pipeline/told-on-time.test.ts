/** Whether a dossier is in time, at both sides, in figures and in words. */
import { expect, it } from 'vitest';
import { onTimeLines } from '../../../src/cli/explain-on-time.ts';
import { clockOf, type ScoreRecord } from '../../../src/domain/score/score-record.ts';
import type { KnownFact } from '../../../src/ledger/known-fact.ts';
import { toldOnTime } from '../../../src/pipeline/told-on-time.ts';
import { Appointments } from '../../../src/score/appointments.ts';

const at = (local: string): number => clockOf(`2026-11-${local}`) ?? 0;
const APPOINTMENTS = new Appointments({ daysOff: new Set(), workedDays: new Set() });
const RECORD: ScoreRecord = { procedure: 1, agency: 1, received: at('02T08:00:00'), traits: 0 };
const DUE = { ...RECORD, due: at('06T17:00:00') };
const DONE: ScoreRecord = { ...DUE, end: at('05T09:00:00'), events: [[9, at('05T09:00:00')]] };
const FACT: KnownFact = {
  province: DONE,
  portal: DONE,
  released: null,
  urgentDue: null,
  upToDate: true,
  procedure: null,
};

const told = (fact: Partial<KnownFact>, now = at('07T08:00:00')) =>
  toldOnTime({ ...FACT, ...fact }, APPOINTMENTS, now);
const en = (_vi: string, english: string): string => english;

it('tells both ends where all is well', () => {
  const ended = { ended: '2026-11-05T09:00:00', onTime: true, why: 'ended-in-time' };
  expect(told({})).toEqual({
    appointment: '2026-11-06T17:00:00',
    recorded: true,
    province: ended,
    portal: ended,
    lateBecauseOfSync: false,
    dueAndNotSynchronized: false,
    upToDate: true,
  });
  expect(onTimeLines(told({}), en)).toEqual([
    'Term: appointment 2026-11-06 17:00:00; province: ended 2026-11-05 09:00:00, in time; portal: ended 2026-11-05 09:00:00, in time',
  ]);
});

it('tells of a portal that has the row, and not the step that ended it, before the appointment and after', () => {
  const behind = { portal: { ...DUE, end: at('05T09:00:00') }, urgentDue: DUE.due };
  expect(told(behind)).toMatchObject({
    portal: { ended: null, onTime: false, why: 'late' },
    lateBecauseOfSync: true,
    dueAndNotSynchronized: false,
  });
  expect(onTimeLines(told(behind), en)).toEqual([
    expect.stringContaining('portal: not ended, late'),
    '  ! the portal counts it as late because of synchronization alone',
  ]);
  const before = told({ ...behind, upToDate: false }, at('06T08:00:00'));
  expect(before).toMatchObject({ lateBecauseOfSync: false, dueAndNotSynchronized: true });
  expect(onTimeLines(before, en)).toEqual([
    expect.stringContaining('portal: not ended, in time'),
    '  ! finished in time, and the portal does not know yet',
    '  (it has changed or was not judged yet; the job score of dongbo run does so)',
  ]);
});

it('goes by the term where there is no appointment, by what is held where it is held, and says nothing of the unknown', () => {
  const terms = [{ channel: '', time: '3', unit: 'Ngày làm việc' }];
  const held = told({ province: null, portal: null, released: RECORD, procedure: { terms } });
  // Monday the 2nd: three working days end with Thursday.
  expect(held).toMatchObject({ appointment: '2026-11-05T23:59:59', recorded: false, portal: null });
  expect(onTimeLines(held, en)).toEqual([
    "Term: appointment 2026-11-05 23:59:59 (by the procedure's term); province: not ended, late; portal: nothing of it",
  ]);
  const none = told({ province: RECORD, portal: RECORD });
  expect(onTimeLines(none, en)).toEqual(['Term: no appointment; province: not ended; portal: not ended']);
  expect(onTimeLines(told({ province: null, portal: null }), en)).toEqual([]);
  expect(onTimeLines(null, en)).toEqual([]);
});
