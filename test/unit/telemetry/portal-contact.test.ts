/** What is known of the portal's presence without asking it too often. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DongboError, type ErrorCode } from '../../../src/domain/errors.ts';
import type { OutcomeKind } from '../../../src/domain/portal-outcome.ts';
import { PortalContact } from '../../../src/telemetry/portal-contact.ts';

let now = 0;
let logins = 0;
let contact: PortalContact;

beforeEach(() => {
  now = 1_000_000;
  logins = 0;
  contact = new PortalContact(() => now);
});

const called = (outcome: OutcomeKind, service = 'DongBoHoSoMC'): void => contact.call({ service, outcome });
const check = (failure?: ErrorCode): Promise<string> =>
  contact
    .check(async () => {
      logins += 1;
      if (failure) throw new DongboError(failure, { where: 'portal', reason: 'test' });
    })
    .then(
      () => 'there',
      (error: DongboError) => error.code,
    );

describe('PortalContact', () => {
  it('logs in when no call was made yet, then not for five minutes', async () => {
    expect(await check()).toBe('there');
    now += 299_999;
    expect(await check()).toBe('there');
    expect(logins).toBe(1);
    now += 1;
    expect(await check()).toBe('there');
    expect(logins).toBe(2);
  });

  it.each(['accepted', 'rejected', 'exists', 'missing', 'session-expired', 'not-understood'] as const)(
    'takes the answer "%s" for a sign of life',
    async (outcome) => {
      called(outcome);
      now += 60_000;
      expect([await check('DB-PRT-001'), logins]).toEqual(['there', 0]);
    },
  );

  it.each(['retry-later', 'unknown'] as const)('asks when the last call ended in "%s"', async (outcome) => {
    called('accepted');
    now += 1;
    called(outcome);
    expect([await check('DB-PRT-001'), logins]).toEqual(['DB-PRT-001', 1]);
  });

  it('does not take a refused login for a sign of life: asks once, then rests', async () => {
    called('accepted');
    now += 1;
    called('rejected', 'login');
    expect([await check('DB-PRT-002'), logins]).toEqual(['DB-PRT-002', 1]);
    called('rejected', 'login');
    now += 299_999;
    expect([await check(), logins]).toEqual(['DB-PRT-002', 1]);
  });

  it('asks an absent portal every half minute at most, and hears of its return from calls', async () => {
    expect(await check('DB-PRT-001')).toBe('DB-PRT-001');
    now += 29_999;
    expect([await check(), logins]).toEqual(['DB-PRT-001', 1]);
    called('accepted');
    expect([await check(), logins]).toEqual(['there', 1]);
  });

  it('does not repeat a refused login for five minutes, lest the account be locked', async () => {
    expect(await check('DB-PRT-002')).toBe('DB-PRT-002');
    now += 299_999;
    expect([await check(), logins]).toEqual(['DB-PRT-002', 1]);
    now += 1;
    expect([await check(), logins]).toEqual(['there', 2]);
  });
});
