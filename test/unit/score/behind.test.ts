/** When the portal is behind with a dossier that the province has ended in time, and by when it must not be any more. */
import { describe, expect, it } from 'vitest';
import type { ScoreRecord } from '../../../src/domain/score/score-record.ts';
import { Appointments } from '../../../src/score/appointments.ts';
import { urgentDue } from '../../../src/score/behind.ts';
import { recordOf } from '../../../src/score/record-of.ts';
import { dossierOf } from '../../support/score-case-file.ts';
import { caseWorld, clock } from '../../support/score-case-world.ts';

const { world } = caseWorld();
const appointments = new Appointments(world.calendar);
/** K: 5 working days. */
const procedure = world.procedures.get(2);
const DUE = clock('18/9 17:00');

/** The words of the case file: received 7/9 08:00, appointment 18/9 17:00. */
function record(lines: string): ScoreRecord {
  const { dossier, steps } = dossierOf(1, [lines], null);
  return recordOf(dossier, steps, { procedure: 2, agency: 1 });
}

function due(sides: { portal?: string; province?: string; released?: string }) {
  const side = (lines: string | undefined) => (lines === undefined ? null : record(lines));
  const { portal, province, released } = sides;
  return urgentDue(
    { portal: side(portal), province: side(province), released: side(released) },
    procedure,
    appointments,
  );
}

const ENDED = '9 on 17/9 09:00';

describe('what the province has ended in time', () => {
  it('is urgent while the portal has nothing of it, an older state, or not the step that ended it', () => {
    expect(due({ province: ENDED })).toBe(DUE);
    expect(due({ province: ENDED, portal: '4 on 8/9 08:00' })).toBe(DUE);
    // The row has arrived and tells of the end; the portal judges by steps.
    expect(
      due({ province: `${ENDED}; row 9 finished 17/9 09:00`, portal: 'row 9 finished 17/9 09:00' }),
    ).toBe(DUE);
    expect(due({ province: `${ENDED}; due 18/9 17:00`, portal: `${ENDED}; due 16/9 17:00` })).toBe(DUE);
  });

  it('is urgent while it is held, whole or in its last step', () => {
    expect(due({ released: ENDED })).toBe(DUE);
    expect(due({ province: 'row 4', released: ENDED, portal: 'row 4' })).toBe(DUE);
  });

  it('is not once the portal knows', () => {
    expect(due({ province: ENDED, portal: ENDED })).toBeNull();
    expect(due({ province: `${ENDED}; vneid`, portal: ENDED })).toBeNull();
    expect(due({ province: 'row 9 finished 17/9 09:00', portal: 'row 9 finished 17/9 09:00' })).toBeNull();
  });

  it('is due by its term where it has no appointment, and takes the citizen’s time off', () => {
    // 5 working days after Monday 7/9.
    expect(due({ province: 'no due; 9 on 14/9 10:00' })).toBe(clock('14/9 23:59:59'));
    expect(due({ province: 'asked 10/9 08:00 to 15/9 08:00; 9 on 22/9 17:00' })).toBe(DUE);
  });
});

describe('what is late by itself, or not ended', () => {
  it.each([
    ['late', '9 on 18/9 17:00:01'],
    ['late by its row', 'row 9 finished 19/9 09:00'],
    ['in process', '4 on 8/9 08:00'],
    ['waiting for the citizen', '5 on 8/9 08:00'],
    ['asked twice', '5 on 8/9 08:00; 4 on 9/9 08:00; 5 on 10/9 08:00; 9 on 14/9 08:00'],
  ])('%s: is not urgent', (_, province) => {
    expect(due({ province })).toBeNull();
  });

  it('nor is what nobody knows of', () => {
    expect(due({})).toBeNull();
    expect(
      urgentDue(
        { portal: null, province: record(`no due; ${ENDED}`), released: null },
        undefined,
        appointments,
      ),
    ).toBeNull();
  });
});
