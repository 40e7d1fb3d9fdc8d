/**
 * Walks the audit from its first entry to its newest and looks whether it is as it was written.
 * Guarantees: reads only, a page at a time, however long it is; an entry that was changed, put in, taken
 * out or moved is found, and told by the number at which the chain no longer fits.
 * Must not: hold time against it: clocks are set back, and each entry's time is in its hash.
 */
import { DongboError } from '../domain/errors.ts';
import { AUDIT_GONE, type AuditEntry, auditEntries, auditHash, timeOf } from './audit.ts';
import type { Queryable } from './database.ts';

/** The audit, whole. */
export interface AuditChain {
  readonly entries: number;
  /** Number, time and hash of the newest entry; 0, `null` and '' of an empty audit. */
  readonly seq: number;
  readonly at: Date | null;
  readonly hash: string;
  /** Whether the hash that was asked for is one of it; `null` = none was. */
  readonly contains: boolean | null;
  /** Entries whose time lies before that of the entry before them: a clock was set back. */
  readonly backInTime: number;
  /** Entries by which a running service told that others were gone; those up to the hash that was asked for are known. */
  readonly gone: readonly { readonly seq: number; readonly at: Date }[];
}

const PAGE = 1_000;

/** What is wrong with `entry` after `last`; `null` = nothing. */
function faultOf(entry: AuditEntry, last: Pick<AuditChain, 'seq' | 'hash'>): DongboError | null {
  const fault = (seq: number, reason: string) => new DongboError('DB-AUD-001', { seq, reason });
  if (entry.seq !== last.seq + 1) return fault(last.seq + 1, 'không còn mục này · the entry is gone');
  if (timeOf(entry) === null) return fault(entry.seq, 'thời điểm bị sửa · its time was changed');
  if (entry.hash !== auditHash(entry)) return fault(entry.seq, 'nội dung bị sửa · it was changed');
  if (entry.previous !== last.hash)
    return fault(entry.seq, 'mục ngay trước bị sửa hoặc thay · the entry before it was changed or replaced');
  return null;
}

/**
 * Walks all of it. Throws DB-AUD-001 at the first entry that does not fit, with its number, and -003 where there is
 * none: a ledger is not made without one.
 */
export async function verifyAudit(db: Queryable, contained: string | null): Promise<AuditChain> {
  let chain: AuditChain = {
    entries: 0,
    seq: 0,
    at: null,
    hash: '',
    contains: contained === null ? null : false,
    backInTime: 0,
    gone: [],
  };
  for (;;) {
    const page = await auditEntries(db, chain.seq, PAGE);
    for (const entry of page) {
      const fault = faultOf(entry, chain);
      if (fault !== null) throw fault;
      const { seq, at, hash, action } = entry;
      const isAsked = hash === contained;
      const gone = isAsked ? [] : chain.gone;
      const isBack = chain.at !== null && at < chain.at;
      chain = {
        entries: chain.entries + 1,
        seq,
        at,
        hash,
        contains: isAsked ? true : chain.contains,
        backInTime: chain.backInTime + (isBack ? 1 : 0),
        gone: action === AUDIT_GONE && !isAsked ? [...gone, { seq, at }] : gone,
      };
    }
    if (page.length < PAGE) break;
  }
  if (chain.entries === 0) throw new DongboError('DB-AUD-003');
  return chain;
}
