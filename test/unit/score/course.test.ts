/** Borders of a dossier's course that the case file leaves out: what list and steps tell of the same request, and rules that are not shipped. */
import { describe, expect, it } from 'vitest';
import type { OnTimeRules } from '../../../src/domain/score/formula.ts';
import { extentOf } from '../../../src/score/extent.ts';
import { FirstByReceipt } from '../../../src/score/first-by-receipt.ts';
import { isLateBySync } from '../../../src/score/late-by-sync.ts';
import { Measuring } from '../../../src/score/measured.ts';
import { judge } from '../../../src/score/on-time.ts';
import { recordOf } from '../../../src/score/record-of.ts';
import { sidesOf } from '../../../src/score/sides.ts';
import { dossierOf } from '../../support/score-case-file.ts';
import { AS_OF, caseWorld, clock, PERIOD } from '../../support/score-case-world.ts';
import { shippedFormula } from '../../support/shipped-formulas.ts';

const FORMULA = shippedFormula();
const DAY = 86_400;

/** The words of the case file: received 7/9 08:00, appointment 18/9 17:00, counted at noon of 28/9. */
function record(lines: string) {
  const { dossier, steps } = dossierOf(1, [lines], null);
  return recordOf(dossier, steps, { procedure: 1, agency: 1 });
}

function verdict(lines: string, rules: Partial<OnTimeRules> = {}) {
  return judge(record(lines), clock('18/9 17:00'), { ...FORMULA.onTime, ...rules }, AS_OF);
}

describe('a request', () => {
  it('of which two steps of one moment tell is one', () => {
    expect(verdict('5 on 10/9 08:00; 5 on 10/9 08:00; 4 on 11/9 08:00; 9 on 14/9 09:00').why).toBe(
      'ended-in-time',
    );
  });

  it('is not answered at the moment at which it is made, in whatever order the steps come', () => {
    const [asked, other] = ['5 on 10/9 08:00', '4 on 10/9 08:00'];
    expect(record(`${asked}; ${other}; 10 on 22/9 08:00; 9 on 22/9 08:00`)).toEqual(
      record(`9 on 22/9 08:00; 10 on 22/9 08:00; ${other}; ${asked}`),
    );
    expect(verdict(`${asked}; ${other}`)).toMatchObject({ endedBy: 'request', end: clock('10/9 08:00') });
  });

  it('that the list tells as completed is met, though no other step followed', () => {
    const lines = 'asked 10/9 08:00 to 15/9 08:00; 5 on 10/9 08:00';
    expect(verdict(lines)).toMatchObject({ endedBy: 'nothing', citizensTime: 5 * DAY, why: 'late' });
  });

  it('of which the list alone tells is met by the next other step, whichever that is', () => {
    const lines = 'asked 10/9 08:00; 4 on 9/9 08:00; 4 on 12/9 08:00; 4 on 14/9 08:00';
    expect(verdict(lines)).toMatchObject({ endedBy: 'nothing', citizensTime: 2 * DAY, why: 'late' });
    // In process again, so it belongs to later months as well.
    expect(extentOf({ portal: record(lines), province: null, released: null }).ended).toBeNull();
    expect(verdict(`${lines}; 9 on 22/9 17:00`)).toMatchObject({ citizensTime: 2 * DAY, why: 'late' });
    // A second one of the same kind has a step of its own that tells it was met.
    expect(record(`${lines}; asked 13/9 08:00`).events).toEqual([
      [4, clock('12/9 08:00')],
      [4, clock('14/9 08:00')],
    ]);
  });

  it('is not met by the completion of an earlier one', () => {
    expect(verdict('asked 8/9 08:00 to 9/9 08:00; 5 on 16/9 08:00')).toMatchObject({
      endedBy: 'request',
      end: clock('16/9 08:00'),
    });
  });

  it('is not met by the step that asks for it, when the list has an earlier time', () => {
    const lines = 'asked 10/9 08:00; 5 on 10/9 09:00; 4 on 15/9 08:00; 9 on 22/9 17:00';
    expect(verdict(lines)).toMatchObject({ citizensTime: 5 * DAY, why: 'ended-in-time' });
  });
});

describe('rules that are not shipped', () => {
  const twice = '5 on 10/9 08:00; 5 on 12/9 08:00; 4 on 15/9 08:00';

  it('may forgive a second request where the dossier has ended', () => {
    const rules = { askedAgain: 'late-unless-ended' } as const;
    // From the first request on: 5 days.
    expect(verdict(`${twice}; 9 on 22/9 17:00`, rules)).toMatchObject({
      why: 'ended-in-time',
      citizensTime: 5 * DAY,
    });
    expect(verdict(`${twice}; 9 on 22/9 17:00`).why).toBe('asked-again');
    expect(verdict(twice, rules).why).toBe('asked-again');
  });

  it('may leave the citizen’s time in', () => {
    const lines = 'asked 10/9 08:00 to 15/9 08:00; 9 on 22/9 17:00';
    expect(verdict(lines, { citizensTimeOff: false })).toMatchObject({ why: 'late', citizensTime: 0 });
  });

  it('let the row end a dossier up to the moment itself', () => {
    const rules = { end: 'steps-or-record' } as const;
    expect(verdict('row 9 finished 28/9 12:00', rules).endedBy).toBe('record');
    expect(verdict('row 9 finished 28/9 12:00:01', rules).endedBy).toBe('nothing');
  });
});

describe('late because of synchronization', () => {
  it('is what the portal has nothing of once the appointment has passed, not before', () => {
    const { world } = caseWorld();
    const isLate = (due: string) => {
      const province = record(`9 on 17/9 09:00; due ${due}`);
      const one = { id: 1, portal: null, province, released: null, synced: null, stepLagMinutes: null };
      const measuring = new Measuring(FORMULA, PERIOD, AS_OF, world);
      const sides = sidesOf(one, measuring, { mostSeconds: DAY, asOf: AS_OF });
      return sides !== null && isLateBySync(sides, AS_OF);
    };
    expect(isLate('28/9 11:59:59')).toBe(true);
    expect(isLate('28/9 12:00:00')).toBe(false);
  });
});

describe('the extent of a dossier', () => {
  const of = (lines: string) => extentOf({ portal: record(lines), province: null, released: null });

  it('reaches to its latest request, since one that was met later was open at noon', () => {
    const lines = 'received 20/8 08:00; asked 24/8 08:00; asked 2/9 08:00 to 29/9 08:00';
    expect(of(lines)).toEqual({ received: clock('20/8 08:00'), ended: clock('2/9 08:00') });
    expect(verdict(lines)).toMatchObject({ endedBy: 'request', end: clock('2/9 08:00') });
  });

  it('ends with the latest of its sides, and never before its receipt', () => {
    const sides = { portal: record('8 on 6/9 08:00'), province: record('9 on 9/9 08:00'), released: null };
    expect(extentOf(sides).ended).toBe(clock('9/9 08:00'));
    expect(of('8 on 6/9 08:00').ended).toBe(clock('7/9 08:00'));
    expect(extentOf({ ...sides, released: record('4 on 9/9 08:00') }).ended).toBeNull();
    expect(extentOf({ portal: null, province: null, released: null })).toEqual({
      received: null,
      ended: null,
    });
  });
});

describe('the first by receipt', () => {
  it('are the same in whatever order they come, also of one moment', () => {
    const of = (ids: readonly number[]) => {
      const first = new FirstByReceipt(3);
      for (const id of ids) {
        const received = Math.floor(id / 500);
        first.add(received, () => ({ id, agency: 0, procedure: 0, received, due: null, ended: null }));
      }
      return first.first().map((one) => one.id);
    };
    const ids = Array.from({ length: 1_000 }, (_, id) => id);
    expect(of(ids)).toEqual([0, 1, 2]);
    expect(of(ids.toReversed())).toEqual([0, 1, 2]);
  });
});
