/**
 * The record of who changed what.
 * Guarantees: entries are only ever added (a trigger sees to it), one after the other, however many
 * write at once; each hash stands for its entry and for all before it, so that none can be changed or
 * taken out unseen. Only the newest entries can be cut off: whoever has noted a hash sees that, too.
 * Must not: take personal data; `detail` holds names of options, codes of dossiers, counts.
 */
import { createHash } from 'node:crypto';
import type { Database, Queryable } from './database.ts';

/** An action begins, and ends well or not. */
export type AuditPhase = 'begun' | 'done' | 'failed';

/** Action of the entry by which a running service tells that entries which it had seen are gone. */
export const AUDIT_GONE = 'audit gone';

/** What is told of an action. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What whoever acts says. */
export interface AuditNote {
  /** User of the operating system. */
  readonly who: string;
  readonly host: string;
  /** `resync`, `held release`, … */
  readonly action: string;
  readonly phase: AuditPhase;
  readonly detail: AuditDetail;
}

/** One entry as it stands. */
export interface AuditEntry extends Omit<AuditNote, 'detail'> {
  readonly seq: number;
  readonly at: Date;
  /** JSON text, as it was hashed. */
  readonly detail: string;
  /** Hash of the entry before; '' of the first. */
  readonly previous: string;
  readonly hash: string;
}

/** When an entry was written; `null` where somebody has put there what is no time (`infinity`). */
export function timeOf({ at }: Pick<AuditEntry, 'at'>): Date | null {
  const told: unknown = at;
  return told instanceof Date && !Number.isNaN(told.getTime()) ? told : null;
}

/** Any constant does, as long as it stays: it names our lock among the database's advisory locks. */
const LOCK = 7_660_005;

/** The hash of an entry, SHA-256 in hexadecimal, over everything it says and the hash before it. */
export function auditHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, who, host, action, phase, detail, previous } = entry;
  const text = JSON.stringify([previous, seq, at.toISOString(), who, host, action, phase, detail]);
  return createHash('sha256').update(text).digest('hex');
}

const INSERT = `
  INSERT INTO audit (seq, at, who, host, action, phase, detail, previous, hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Adds an entry; time is the ledger's. Answers it. */
export function appendAudit(db: Database, note: AuditNote): Promise<AuditEntry> {
  return db.transaction((tx) => addAudit(tx, note));
}

/** Nobody else adds to it until the transaction `tx` has ended. */
export async function holdAudit(tx: Queryable): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
}

/** Adds an entry as a part of the transaction `tx`. */
export async function addAudit(tx: Queryable, note: AuditNote): Promise<AuditEntry> {
  await holdAudit(tx);
  const { rows } = await tx.query<{ seq: number; hash: string; at: Date }>(
    `SELECT coalesce(last.seq, 0) AS seq, coalesce(last.hash, '') AS hash,
         date_trunc('milliseconds', clock_timestamp()) AS at
       FROM (SELECT) one LEFT JOIN (SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1) last ON true`,
  );
  const last = rows[0] ?? { seq: 0, hash: '', at: new Date() };
  const { who, host, action, phase } = note;
  const entry = {
    seq: last.seq + 1,
    at: last.at,
    who,
    host,
    action,
    phase,
    detail: JSON.stringify(note.detail),
    previous: last.hash,
  };
  const hash = auditHash(entry);
  const { seq, at, detail, previous } = entry;
  await tx.query(INSERT, [seq, at, who, host, action, phase, detail, previous, hash]);
  return { ...entry, hash };
}

/** The newest entry's number and hash, to be noted where the ledger's administrator cannot reach; `null` = none yet. */
export async function newestAudit(db: Queryable): Promise<Pick<AuditEntry, 'seq' | 'hash'> | null> {
  const { rows } = await db.query<Pick<AuditEntry, 'seq' | 'hash'>>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  );
  return rows[0] ?? null;
}

/** Whether an entry that was once there still is. */
export async function hasAudit(
  db: Queryable,
  { seq, hash }: Pick<AuditEntry, 'seq' | 'hash'>,
): Promise<boolean> {
  const { rows } = await db.query('SELECT FROM audit WHERE seq = $1 AND hash = $2', [seq, hash]);
  return rows.length > 0;
}

/** Entries after `after`, at most `limit`, oldest first. */
export async function auditEntries(db: Queryable, after: number, limit: number): Promise<AuditEntry[]> {
  const { rows } = await db.query<AuditEntry>('SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2', [
    after,
    limit,
  ]);
  return rows;
}
