/** How much of the province does not go by itself: codes without a national one, dossiers that are held. */
import { overview } from '../../ledger/overview.ts';
import { unmappedCodes } from '../../ledger/unmapped.ts';
import { type Finding, plain, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

/** Single dossiers are always held for something; above these shares it is a table or a rule that is wrong. */
const WARNING_SHARE = 0.01;
const FAILED_SHARE = 0.2;

/** Codes of the province, by kind. */
export const unmappedCheck: Check = {
  name: 'unmapped-codes',
  title: words('Mã chưa có mã quốc gia', 'Codes without a national one'),
  async run(room) {
    const byKind = await unmappedCodes(await room.ledger());
    const some = [...byKind].filter(([, codes]) => codes > 0);
    const count = some.reduce((sum, [, codes]) => sum + codes, 0);
    if (count === 0) return well(plain('0'));
    const found = plain(some.map(([kind, codes]) => `${kind} ${codes}`).join(', '));
    return wrong('warning', 'DB-DOC-017', found, { params: { count } });
  },
};

/** Judges how many of `total` are held. */
export function judgeHeld(held: number, total: number): Finding {
  const share = total === 0 ? 0 : held / total;
  const percent = `${(share * 100).toFixed(1)} %`;
  const found = words(
    `${held} trên ${total} hồ sơ (${percent})`,
    `${held} of ${total} dossiers (${percent})`,
  );
  if (share <= WARNING_SHARE) return well(found);
  const result = share > FAILED_SHARE ? 'failed' : 'warning';
  return wrong(result, 'DB-DOC-018', found, { params: { count: held, total } });
}

/** Dossiers that wait for a person. */
export const heldCheck: Check = {
  name: 'held',
  title: words('Hồ sơ bị giữ lại', 'Dossiers held'),
  async run(room) {
    const { states } = await overview(await room.ledger());
    const total = Object.values(states).reduce((sum, count) => sum + count, 0);
    return judgeHeld(states.held, total);
  },
};
