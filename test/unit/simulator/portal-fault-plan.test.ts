/** Which call meets which fault, and the words that say so. */
import { describe, expect, it } from 'vitest';
import { FAULT_MEANINGS, FAULT_NAMES } from '../../../src/simulator/portal/fault-meanings.ts';
import { FaultPlan, type FaultRates } from '../../../src/simulator/portal/fault-plan.ts';
import { faultWords, parseFaults } from '../../../src/simulator/portal/parse-faults.ts';
import { seededRandom } from '../../../src/simulator/random.ts';

const STEPS = 'CapNhatTienDoHoSoMC';

describe('parseFaults', () => {
  it('reads names with probabilities, for all calls or some', () => {
    expect(parseFaults('lost=0.1, http503=0.05')).toEqual({ lost: 0.1, http503: 0.05 });
    const words = `lost@steps=0.2,lost@${STEPS}=0.1,login503=1`;
    expect(parseFaults(words)).toEqual({ 'lost@steps': 0.2, [`lost@${STEPS}`]: 0.1, login503: 1 });
    expect(faultWords(parseFaults(words))).toBe(words);
    expect(parseFaults('')).toEqual({});
    // Together more than 1, but no call meets both.
    expect(parseFaults('lost@steps=0.6,cut@dossiers=0.6')).toEqual({
      'lost@steps': 0.6,
      'cut@dossiers': 0.6,
    });
  });

  it.each([
    'nothing=0.1',
    'lost',
    'lost=',
    'lost=2',
    'lost=-0.1',
    'lost=x',
    'lost=0.6,cut=0.6',
    'lost=0.1,lost=0.1',
    'lost@nowhere=0.1',
    'lost@=0.1',
    'login503@steps=0.1',
    'lost=0.6,cut@steps=0.6',
    'login503=0.6,loginHtml=0.6',
  ])('refuses %s with what is allowed', (text) => {
    expect(() => parseFaults(text)).toThrow(expect.objectContaining({ code: 'DB-CFG-003', exitCode: 2 }));
  });
});

describe('a plan', () => {
  const draw = (seed: number, rates: FaultRates, service = '') => {
    const plan = new FaultPlan(rates, seededRandom(seed));
    return Array.from({ length: 5000 }, () => plan.draw(service));
  };

  it('draws the same faults for the same seed, about as often as asked', () => {
    const rates = { lost: 0.2, http503: 0.1 };
    expect(draw(7, rates)).toEqual(draw(7, rates));
    const lost = draw(7, rates).filter((fault) => fault === 'lost').length;
    expect(lost).toBeGreaterThan(850);
    expect(lost).toBeLessThan(1150);
  });

  it('keeps a fault of steps to steps and faults of logins to logins', () => {
    const rates = { 'lost@steps': 0.5, 'cut@dossiers': 0.5, login503: 1 };
    expect(new Set(draw(1, rates, STEPS))).toEqual(new Set(['lost', null]));
    expect(new Set(draw(1, rates, 'DongBoHoSoMC'))).toEqual(new Set(['cut', null]));
    expect(new Set(draw(1, rates, 'TraCuuHoSo'))).toEqual(new Set([null]));
    expect(new FaultPlan(rates, seededRandom(1)).drawForLogin()).toBe('login503');
    expect(new FaultPlan({ lost: 1 }, seededRandom(1)).drawForLogin()).toBeNull();
  });

  it('can draw every fault of calls, each when it is the only one', () => {
    const calls = FAULT_NAMES.filter((name) => FAULT_MEANINGS[name].on === 'call');
    for (const name of calls) expect(new FaultPlan({ [name]: 1 }, seededRandom(3)).draw()).toBe(name);
  });
});
