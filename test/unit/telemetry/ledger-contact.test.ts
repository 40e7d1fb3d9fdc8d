/** An outage of the ledger that many meet at once, and what of it is told. */
import { expect, test } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import { LedgerContact } from '../../../src/telemetry/ledger-contact.ts';

test('an outage is told once, and another fault of it, and its end with how long it took', () => {
  const lines: unknown[] = [];
  let now = 5_000;
  const write = (message: string, fields: object = {}): void => void lines.push({ message, ...fields });
  const contact = new LedgerContact({ error: write, info: write }, () => now);
  const away = new DongboError('DB-SVC-001', { where: 'db:5432/so', reason: 'ECONNREFUSED' });
  const full = new DongboError('DB-SVC-013', { where: 'db:5432/so', reason: 'too many clients' });
  contact.back();
  expect(contact.fault).toBeNull();
  for (const fault of [away, away, full, away, full]) contact.lost(fault);
  expect(contact.fault).toBe(full);
  now += 90_000;
  contact.back();
  contact.back();
  expect(contact.fault).toBeNull();
  const told = { message: 'ledger away, waiting', where: 'db:5432/so' };
  const first = { ...told, code: 'DB-SVC-001', reason: 'ECONNREFUSED' };
  expect(lines).toEqual([
    first,
    { ...told, code: 'DB-SVC-013', reason: 'too many clients' },
    { message: 'ledger back', code: 'DB-SVC-013', seconds: 90 },
  ]);
  contact.lost(away);
  expect(lines.at(-1)).toEqual(first);
});
