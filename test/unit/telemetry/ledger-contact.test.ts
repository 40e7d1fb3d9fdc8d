/** An outage of the ledger that many meet at once, and what of it is told. */
import { beforeEach, expect, test } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import { LedgerContact } from '../../../src/telemetry/ledger-contact.ts';

const away = new DongboError('DB-SVC-001', { where: 'db:5432/so', reason: 'ECONNREFUSED' });
const full = new DongboError('DB-SVC-013', { where: 'db:5432/so', reason: 'too many clients' });

let now: number;
let lines: unknown[];
let contact: LedgerContact;
beforeEach(() => {
  now = 5_000;
  lines = [];
  const write = (message: string, fields: object = {}): void => void lines.push({ message, ...fields });
  contact = new LedgerContact({ error: write, info: write }, () => now);
});

test('an outage is told once, and another fault of it, and its end with how long it took', () => {
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

test('who had met one fault ends no other: a ledger that answers again may still be read only', () => {
  const readOnly = new DongboError('DB-SVC-012', { where: 'db:5432/so', reason: 'in recovery' });
  contact.lost(readOnly);
  contact.lost(away);
  contact.back([away]);
  expect(contact.fault).toBe(readOnly);
  // The same outage still: nothing is told a second time.
  contact.lost(away);
  contact.back([away]);
  expect(lines).toHaveLength(2);
  now += 7_000;
  contact.back([readOnly]);
  expect(contact.fault).toBeNull();
  expect(lines.slice(2)).toEqual([{ message: 'ledger back', code: 'DB-SVC-012', seconds: 7 }]);
});

test('a fault whose last sufferer has given up is over once the ledger answers, and not before', () => {
  const disk = new DongboError('DB-SVC-010', { where: 'db:5432/so', reason: 'disk full' });
  contact.lost(disk);
  for (let passed = 0; passed < 120_000; passed += 5_000) {
    contact.lost(disk);
    contact.answered();
    now += 5_000;
  }
  expect(contact.fault).toBe(disk);
  now += 60_000;
  expect(contact.fault).toBe(disk);
  contact.answered();
  expect(contact.fault).toBeNull();
});
