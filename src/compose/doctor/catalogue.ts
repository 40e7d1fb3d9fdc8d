/** The national catalogue in the ledger: there, and not old. */
import { catalogueAge } from '../../ledger/catalogue-snapshot.ts';
import { type Finding, span, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

const DAY_MS = 86_400_000;
/** It is pulled every night: what two nights in a row did not do deserves a look. */
const WARNING_DAYS = 3;
const FAILED_DAYS = 7;
/** Days are Vietnam's. */
const AHEAD_MS = 7 * 3_600_000;

/** Judges a catalogue by its last pull. @param pulledAt `null` = it never was pulled to its end */
export function judgeCatalogue(pulledAt: Date | null, procedures: number, now: number): Finding {
  if (pulledAt === null)
    return wrong('failed', 'DB-CAT-001', words('chưa tải lần nào', 'never pulled'), { exit: 78 });
  const ageMs = Math.max(0, now - pulledAt.getTime());
  const age = span(ageMs / 1000);
  const found = words(
    `${procedures} thủ tục, tải cách đây ${age}`,
    `${procedures} procedures, pulled ${age} ago`,
  );
  if (ageMs <= WARNING_DAYS * DAY_MS) return well(found);
  const date = new Date(pulledAt.getTime() + AHEAD_MS).toISOString().slice(0, 10);
  const result = ageMs > FAILED_DAYS * DAY_MS ? 'failed' : 'warning';
  return wrong(result, 'DB-DOC-016', found, { params: { date } });
}

/** See the file's head. */
export const catalogueCheck: Check = {
  name: 'catalogue',
  title: words('Danh mục quốc gia', 'National catalogue'),
  async run(room) {
    const { procedures, pulledAt } = await catalogueAge(await room.ledger());
    return judgeCatalogue(pulledAt, procedures, room.settings.now());
  },
};
