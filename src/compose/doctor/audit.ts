/** The audit: there, whole, and nothing of it gone lately. */
import { type AuditChain, verifyAudit } from '../../ledger/audit-chain.ts';
import { type Finding, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

/** What went longer ago was looked into, or never will be; `audit verify` still tells it. */
const LATELY_MS = 30 * 86_400_000;

/** Judges an audit that is whole by what a service told of entries that are gone. */
export function judgeAudit({ entries, gone, hash }: AuditChain, now: number): Finding {
  const found = words(`${entries} mục, nguyên vẹn`, `${entries} entries, whole`);
  const lately = gone.filter(({ at }) => now - at.getTime() <= LATELY_MS);
  if (lately.length === 0) return well(found);
  const seq = lately.map((one) => one.seq).join(', ');
  return wrong('warning', 'DB-AUD-004', found, { params: { seq, value: hash } });
}

/** See the file's head. */
export const auditCheck: Check = {
  name: 'audit',
  title: words('Nhật ký thao tác', 'Audit'),
  limitMs: 60_000,
  async run(room) {
    return judgeAudit(await verifyAudit(await room.ledger(), null), room.settings.now());
  },
};
