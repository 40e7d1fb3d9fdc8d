/** What was consulted and how the owner was verified and paid: marks of the record, never set by us. */
import type { Flag } from '../domain/dossier.ts';
import { cleanText } from './clean-text.ts';
import { readFlag } from './read-flag.ts';
import type { Reading } from './reading.ts';
import { ABSENT_IS_ZERO, lookUpWritten, readMark } from './value-field.ts';

/** What comes out where a needed mark cannot be read: nothing is claimed, and the fault is listed. */
const UNREADABLE_IS_ZERO = 'unreadable, nothing claimed';

/** National databases consulted, each once, in the source's order. */
export function readDatabases(reading: Reading): string[] {
  const { source, notes } = reading;
  const databases = new Set<string>();
  for (const item of (source.fields.databases ?? '').split(',')) {
    const text = cleanText(item);
    if (text === '') continue;
    const found = lookUpWritten(reading, 'database', 'databases', item);
    if (found === null) {
      notes.without('DB-DOS-055', 'databases', item);
    } else if (!databases.has(found.value)) {
      databases.add(found.value);
      notes.note('databases', item, found.value, found.rule);
    }
  }
  return [...databases];
}

/** `0` where nothing readable is recorded. */
export function readVneid({ source, notes }: Reading): Flag {
  const raw = source.fields.vneidVerified;
  const flag = readFlag(raw);
  if (flag === null) notes.without('DB-DOS-053', 'vneidVerified', raw);
  const rule = flag === null ? UNREADABLE_IS_ZERO : flag === '' ? ABSENT_IS_ZERO : 'yes or no';
  const sent = flag === '1' ? '1' : '0';
  notes.note('vneidVerified', raw, sent, rule);
  return sent;
}

/** `0` where nothing readable is recorded. */
export function readPayment(reading: Reading): string {
  const raw = reading.source.fields.payment;
  return readMark(reading, 'payment', 'payment', raw, () => {
    reading.notes.without('DB-DOS-054', 'payment', raw);
    reading.notes.note('payment', raw, '0', UNREADABLE_IS_ZERO);
  });
}
